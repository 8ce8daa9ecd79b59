using Microsoft.EntityFrameworkCore;

namespace Tandem.Kernel;

/// <summary>
/// One at a time across every process of an installation: whoever holds the turn of a name works alone on what it stands for. Ended by the
/// operating system or the database when the holder dies, so a killed program never blocks the next.
/// </summary>
public static class Turn
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Waits for the turn; it is given back by disposing what is returned.</summary>
    /// <param name="name">Letters and hyphens.</param>
    public static async Task<IAsyncDisposable> WaitAsync(
        IDbContextFactory<Db> databases,
        Settings settings,
        string name,
        CancellationToken cancellation = default
    )
    {
        IAsyncDisposable? turn;
        while ((turn = await TryAsync(databases, settings, name, cancellation)) is null)
        {
            await Task.Delay(Pause, cancellation);
        }
        return turn;
    }

    /// <summary>The turn, or null while somebody else has it.</summary>
    /// <inheritdoc cref="WaitAsync"/>
    public static async Task<IAsyncDisposable?> TryAsync(
        IDbContextFactory<Db> databases,
        Settings settings,
        string name,
        CancellationToken cancellation = default
    )
    {
        if (settings.PostgresConnection is null)
        {
            return File(settings, name);
        }
        var held = new Held(databases.CreateDbContext(), name);
        if (await held.TakeAsync(cancellation))
        {
            return held;
        }
        await held.DisposeAsync();
        return null;
    }

    private static FileStream? File(Settings settings, string name)
    {
        Directory.CreateDirectory(settings.DataFolder);
        return TryFile(Path.Combine(settings.DataFolder, name + ".turn"));
    }

    /// <summary>The turn that a file stands for, among the programs of one machine; null while another has it.</summary>
    /// <param name="path">In a folder that is there.</param>
    internal static FileStream? TryFile(string path)
    {
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Held by the session: the connection stays open, and the lock with it, until this is disposed.</summary>
    private sealed class Held(Db db, string name) : IAsyncDisposable
    {
        private bool taken;

        public async Task<bool> TakeAsync(CancellationToken cancellation)
        {
            await db.Database.OpenConnectionAsync(cancellation);
            return taken = await db
                .Database.SqlQuery<bool>(
                    $"SELECT pg_try_advisory_lock(7300, hashtext({name})) AS \"Value\""
                )
                .SingleAsync(cancellation);
        }

        public async ValueTask DisposeAsync()
        {
            if (taken)
            {
                await db.Database.ExecuteSqlAsync(
                    $"SELECT pg_advisory_unlock(7300, hashtext({name}))"
                );
            }
            await db.DisposeAsync();
        }
    }
}
