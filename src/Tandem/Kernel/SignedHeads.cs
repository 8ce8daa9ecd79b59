using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Tandem.Kernel;

/// <summary>
/// The newest event of the log, signed (ECDSA, P-256, SHA-256) and kept outside the database, from time to time. A chain by itself cannot show that
/// its end was cut off; with its heads kept elsewhere it can. The public key and the heads may be handed to anybody.
/// </summary>
public sealed class SignedHeads(Settings settings)
{
    private string HeadsFile => Path.Combine(settings.DataFolder, "timeline-heads.txt");
    private string KeyFile => Path.Combine(settings.DataFolder, "timeline-key.pem");

    /// <summary>Whether a head has ever been kept here.</summary>
    public bool AnyKept => File.Exists(HeadsFile);

    /// <summary>Signs and keeps the newest event, unless it is kept already.</summary>
    public async Task KeepAsync(Db db, CancellationToken cancellation = default)
    {
        var head = await db.Set<Event>()
            .AsNoTracking()
            .OrderByDescending(e => e.Seq)
            .Select(e => new { e.Seq, e.Hash })
            .FirstOrDefaultAsync(cancellation);
        if (head is null || (File.Exists(HeadsFile) && Kept().LastOrDefault()?.Seq == head.Seq))
        {
            return;
        }
        using var key = Key();
        var said = Said(head.Seq, head.Hash);
        var line =
            $"{said} {Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(said), HashAlgorithmName.SHA256))}\n";
        await File.AppendAllTextAsync(HeadsFile, line, cancellation);
    }

    /// <summary>Gives the first kept head that the log no longer bears out, in words, or null where all of them hold.</summary>
    public async Task<string?> VerifyAsync(Db db, CancellationToken cancellation = default)
    {
        if (!File.Exists(HeadsFile))
        {
            return null;
        }
        using var key = Key();
        foreach (var head in Kept())
        {
            var said = Said(head.Seq, head.Hash);
            if (
                !key.VerifyData(
                    Encoding.UTF8.GetBytes(said),
                    head.Signature,
                    HashAlgorithmName.SHA256
                )
            )
            {
                return $"The kept head of event {head.Seq} was not signed by this installation’s key.";
            }
            var hash = await db.Set<Event>()
                .Where(e => e.Seq == head.Seq)
                .Select(e => e.Hash)
                .SingleOrDefaultAsync(cancellation);
            if (hash != head.Hash)
            {
                return hash is null
                    ? $"Event {head.Seq} was in the log when its head was signed, and is no longer: the end of the log was cut off."
                    : $"Event {head.Seq} is not the one whose head was signed.";
            }
        }
        return null;
    }

    private sealed record Head(long Seq, string Hash, byte[] Signature);

    private IEnumerable<Head> Kept() =>
        File.ReadLines(HeadsFile)
            .Select(line => line.Split(' '))
            .Where(parts => parts.Length == 3)
            .Select(parts => new Head(
                long.Parse(parts[0], CultureInfo.InvariantCulture),
                parts[1],
                Convert.FromBase64String(parts[2])
            ));

    private static string Said(long seq, string hash) =>
        string.Create(CultureInfo.InvariantCulture, $"{seq} {hash}");

    private ECDsa Key()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(KeyFile))
        {
            key.ImportFromPem(File.ReadAllText(KeyFile));
            return key;
        }
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        return key;
    }
}

/// <summary>Keeps the head of the log every minute, and as the program stops.</summary>
internal sealed class KeepHeads(IDbContextFactory<Db> databases, SignedHeads heads)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await KeepAsync();
            }
        }
        catch (OperationCanceledException) { }
        await KeepAsync();
    }

    private async Task KeepAsync()
    {
        await using var db = databases.CreateDbContext();
        await heads.KeepAsync(db);
    }
}
