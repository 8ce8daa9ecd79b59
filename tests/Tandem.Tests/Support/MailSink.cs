using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tandem.Tests.Support;

/// <summary>One e-mail as the sink took it.</summary>
/// <param name="To">The address of the envelope.</param>
/// <param name="Headers">By name; a folded header is one line.</param>
/// <param name="Text">The plain part, decoded.</param>
/// <param name="Html">The HTML part, decoded.</param>
public sealed record SunkMail(
    string To,
    IReadOnlyDictionary<string, string> Headers,
    string Text,
    string Html
)
{
    public string Subject => Headers.GetValueOrDefault("Subject", "");
    public string MessageId => Headers.GetValueOrDefault("Message-ID", "");
}

/// <summary>A mail server on this machine that takes every e-mail and keeps it (RFC 5321, as much of it as is needed). Addresses can be made to refuse.</summary>
public sealed class MailSink : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<SunkMail> taken = new();
    private readonly Task accepting;

    public MailSink()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>As <c>TANDEM_SMTP</c> names it.</summary>
    public string Setting =>
        $"smtp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/?from=Tandem%20%3Ctandem@example.org%3E&tls=none";

    /// <summary>What the sink answers to an address: null takes it, otherwise a reply such as “550 5.1.1 No such user”.</summary>
    public Func<string, string?> Answer { get; set; } = _ => null;

    /// <summary>Everything taken, in order.</summary>
    public IReadOnlyList<SunkMail> Taken => [.. taken];

    /// <summary>Waits until so many e-mails have been taken.</summary>
    public async Task<IReadOnlyList<SunkMail>> WaitForAsync(int count, TimeSpan patience)
    {
        using var enough = new CancellationTokenSource(patience);
        while (taken.Count < count && !enough.IsCancellationRequested)
        {
            await Task.Delay(20);
        }
        return Taken;
    }

    public void Clear() => taken.Clear();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                _ = TalkAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // the sink is closed
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        try
        {
            using var _ = client;
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1);
            await using var writer = new StreamWriter(stream, Encoding.Latin1)
            {
                NewLine = "\r\n",
                AutoFlush = true,
            };
            await writer.WriteLineAsync("220 sink");
            var to = "";
            while (await reader.ReadLineAsync(stop.Token) is { } line)
            {
                switch (line.ToUpperInvariant())
                {
                    case var l when l.StartsWith("EHLO", StringComparison.Ordinal):
                        await writer.WriteLineAsync("250-sink\r\n250 8BITMIME");
                        break;
                    case var l when l.StartsWith("RCPT", StringComparison.Ordinal):
                        to = line[(line.IndexOf('<') + 1)..line.IndexOf('>')];
                        await writer.WriteLineAsync(Answer(to) ?? "250 taken");
                        break;
                    case "DATA":
                        await writer.WriteLineAsync("354 go on");
                        var mail = Read(to, await DataAsync(reader));
                        taken.Enqueue(mail);
                        await writer.WriteLineAsync("250 taken");
                        break;
                    case "QUIT":
                        await writer.WriteLineAsync("221 bye");
                        return;
                    default:
                        await writer.WriteLineAsync("250 ok");
                        break;
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // the sender has gone away
        }
    }

    private async Task<List<string>> DataAsync(StreamReader reader)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync(stop.Token) is { } line && line != ".")
        {
            lines.Add(line.StartsWith('.') ? line[1..] : line);
        }
        return lines;
    }

    private static SunkMail Read(string to, List<string> lines)
    {
        var headers = Headers(lines, out var body);
        var boundary =
            "--" + headers["Content-Type"].Split("boundary=", 2)[1].Trim().Trim('"').Split(';')[0];
        var parts = new Dictionary<string, string>();
        for (var at = body; at < lines.Count; at++)
        {
            if (lines[at] != boundary)
            {
                continue;
            }
            var end = lines.FindIndex(
                at + 1,
                l => l.StartsWith(boundary, StringComparison.Ordinal)
            );
            var part = lines[(at + 1)..(end < 0 ? lines.Count : end)];
            var own = Headers(part, out var content);
            parts[own["Content-Type"].Split(';')[0]] = QuotedPrintable(part[content..]);
        }
        return new(
            to,
            headers.ToDictionary(h => h.Key, h => Word(h.Value)),
            parts["text/plain"],
            parts["text/html"]
        );
    }

    private static Dictionary<string, string> Headers(List<string> lines, out int body)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var name = "";
        for (body = 0; body < lines.Count && lines[body].Length > 0; body++)
        {
            if (lines[body][0] is ' ' or '\t')
            {
                headers[name] +=
                    lines[body].TrimStart() is var more && more.StartsWith("=?")
                        ? more
                        : " " + more;
                continue;
            }
            var parts = lines[body].Split(':', 2);
            name = parts[0];
            headers[name] = parts[1].Trim();
        }
        body++;
        return headers;
    }

    // RFC 2047: words of another alphabet within a header.
    private static string Word(string value) =>
        System.Text.RegularExpressions.Regex.Replace(
            value,
            @"=\?utf-8\?(B|Q)\?([^?]*)\?=",
            m =>
                m.Groups[1].Value is "B" or "b"
                    ? Encoding.UTF8.GetString(Convert.FromBase64String(m.Groups[2].Value))
                    : QuotedPrintable([m.Groups[2].Value.Replace('_', ' ')]),
            System.Text.RegularExpressions.RegexOptions.IgnoreCase
        );

    private static string QuotedPrintable(IEnumerable<string> lines)
    {
        var text = string.Concat(lines.Select(l => l.EndsWith('=') ? l[..^1] : l + "\n")).TrimEnd();
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length)
            {
                bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                bytes.Add((byte)text[i]);
            }
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }
}
