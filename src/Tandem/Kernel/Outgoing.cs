using System.Net;
using System.Net.Sockets;

namespace Tandem.Kernel;

/// <summary>How the program asks other machines: what it may dial and how long and how much it takes.</summary>
public sealed record OutgoingPolicy
{
    /// <summary>Ports that may be dialled.</summary>
    public IReadOnlySet<int> Ports { get; init; } = new HashSet<int> { 80, 443 };

    /// <summary>Why an address may not be dialled, or null; asked of the address itself, after its name was looked up.</summary>
    public Func<IPAddress, string?> WhyNot { get; init; } = PublicAddress.WhyNot;

    /// <summary>Looks up a name.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } =
        Dns.GetHostAddressesAsync;

    /// <summary>Redirects followed, each checked like the first address.</summary>
    public int Redirects { get; init; } = 3;

    /// <summary>How long an answer may be silent.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a whole answer may take.</summary>
    public TimeSpan Whole { get; init; } = TimeSpan.FromMinutes(30);
}

/// <summary>
/// The one way out to other machines. What is checked is the address that is dialled, not the name, so that a name that changes its
/// address between two look-ups gains nothing; no proxy, no cookies, no credentials.
/// </summary>
public sealed class Outgoing : IDisposable
{
    private readonly OutgoingPolicy policy;
    private readonly HttpClient client;

    public Outgoing(OutgoingPolicy policy)
    {
        this.policy = policy;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = policy.Patience,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxResponseHeadersLength = 64,
            ConnectCallback = ConnectAsync,
        };
        client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Tandem");
    }

    /// <summary>Whether a text is meant as an address of the web; whether it may be asked is seen when it is.</summary>
    public static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https");

    /// <summary>Fetches an address and hands its content to <paramref name="read"/>.</summary>
    /// <param name="address">As a person gave it.</param>
    /// <param name="limit">Most bytes taken.</param>
    /// <param name="read">Reads the content, forwards; what it gives is the result.</param>
    /// <exception cref="Refusal">The address may not be asked, does not answer, or answers something else than content, too much or too slowly.</exception>
    public async Task<T> FetchAsync<T>(
        string address,
        long limit,
        Func<Stream, Task<T>> read,
        CancellationToken cancellation = default
    )
    {
        using var whole = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        whole.CancelAfter(policy.Whole);
        try
        {
            using var response = await FollowAsync(Check(address), whole.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw new Refusal(
                    $"{address} answered {(int)response.StatusCode} ({response.ReasonPhrase})."
                );
            }
            if (response.Content.Headers.ContentLength > limit)
            {
                throw TooLarge(address, limit);
            }
            await using var content = await response.Content.ReadAsStreamAsync(whole.Token);
            await using var guarded = new GuardedStream(
                content,
                limit,
                policy.Patience,
                () => TooLarge(address, limit)
            );
            return await read(guarded);
        }
        catch (HttpRequestException e)
        {
            throw e.InnerException as Refusal
                ?? new Refusal($"{address} could not be reached: {e.Message}");
        }
        catch (IOException e)
        {
            throw new Refusal($"{address} broke off its answer: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new Refusal($"{address} took too long to answer.");
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<HttpResponseMessage> FollowAsync(Uri uri, CancellationToken cancellation)
    {
        for (var hops = 0; ; hops++)
        {
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            silence.CancelAfter(policy.Patience);
            var response = await client.GetAsync(
                uri,
                HttpCompletionOption.ResponseHeadersRead,
                silence.Token
            );
            if (
                (int)response.StatusCode is not (301 or 302 or 303 or 307 or 308)
                || response.Headers.Location is not { } location
            )
            {
                return response;
            }
            response.Dispose();
            if (hops == policy.Redirects)
            {
                throw new Refusal($"{uri} sends on more than {policy.Redirects} times.");
            }
            uri = Check(new Uri(uri, location).AbsoluteUri);
        }
    }

    /// <summary>The address, if it is one that may be asked for.</summary>
    private Uri Check(string address)
    {
        if (
            !Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https")
        )
        {
            throw new Refusal(
                $"‘{address}’ is not an address that begins with https:// or http://."
            );
        }
        if (uri.UserInfo.Length > 0)
        {
            throw new Refusal("An address with a user name or password in it is not fetched.");
        }
        if (!policy.Ports.Contains(uri.Port))
        {
            throw new Refusal(
                $"{uri.Host} is asked for at port {uri.Port}; only {string.Join(" and ", policy.Ports.Order())} are allowed."
            );
        }
        return uri;
    }

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellation
    )
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : await policy.Resolve(host, cancellation);
        Exception? last = null;
        foreach (var address in addresses)
        {
            if (policy.WhyNot(address) is { } why)
            {
                last = new Refusal($"{host} leads to {address}, which may not be asked: {why}.");
                continue;
            }
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
            {
                NoDelay = true,
            };
            try
            {
                await socket.ConnectAsync(address, context.DnsEndPoint.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException e)
            {
                socket.Dispose();
                last = e;
            }
        }
        throw last ?? new Refusal($"{host} has no address.");
    }

    private static Refusal TooLarge(string address, long limit) =>
        new($"{address} holds more than {limit / (1 << 20)} MB, the most that is fetched.");

    /// <summary>Stops reading past a size, and where nothing comes for too long.</summary>
    private sealed class GuardedStream(
        Stream inner,
        long limit,
        TimeSpan patience,
        Func<Exception> tooLarge
    ) : Stream
    {
        private long read;

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            silence.CancelAfter(patience);
            var count = await inner.ReadAsync(buffer, silence.Token);
            read += count;
            return read > limit ? throw tooLarge() : count;
        }

        public override Task<int> ReadAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) =>
            ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => read;
            set => throw new NotSupportedException();
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) =>
            throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException();
    }
}
