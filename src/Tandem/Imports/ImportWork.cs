using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tandem.Formats;
using Tandem.Kernel;

namespace Tandem.Imports;

/// <summary>
/// What an importer works with: its sources, the database to write to, and the account in which every row ends as added, updated, unchanged or
/// refused. The account may be written to from several threads; <see cref="WriteAsync"/> from one.
/// </summary>
public sealed class ImportWork : IAsyncDisposable
{
    private readonly Lock account = new();
    private readonly SemaphoreSlim gate = new(1);
    private readonly IDbContextFactory<Db> databases;
    private readonly Db db;
    private readonly List<ImportProblem> problems = [];
    private readonly bool oneTransaction;
    private long added;
    private long updated;
    private long unchanged;
    private long refused;
    private long bytesBefore;
    private long bytesOfSource;
    private ImportSource? at;
    private IReadOnlyList<string>? columns;

    internal ImportWork(
        ImportRun run,
        IReadOnlyList<ImportSource> sources,
        IDbContextFactory<Db> databases,
        bool writes,
        bool oneTransaction
    )
    {
        (Run, Sources, this.databases, Writes) = (run, sources, databases, writes);
        db = databases.CreateDbContext();
        this.oneTransaction = oneTransaction;
    }

    /// <summary>The run: its choices, its organisation, its id for provenance. Not tracked.</summary>
    public ImportRun Run { get; }

    public IReadOnlyList<ImportSource> Sources { get; }

    /// <summary>Whether anything may be written; otherwise the importer only says what would change.</summary>
    public bool Writes { get; }

    /// <summary>The open database for look-ups on the thread that writes.</summary>
    public Db Db => db;

    /// <summary>Another connection, for look-ups of what was committed, on another thread.</summary>
    public async Task<Db> NewDbAsync(CancellationToken cancellation)
    {
        var other = databases.CreateDbContext();
        await Bulk.PrepareAsync(other, cancellation);
        return other;
    }

    /// <summary>How the rows ended so far.</summary>
    public ImportCounts Counts
    {
        get
        {
            lock (account)
            {
                return new(
                    added + updated + unchanged + refused,
                    added,
                    updated,
                    unchanged,
                    refused
                );
            }
        }
    }

    /// <summary>Bytes of all sources read so far.</summary>
    public long BytesRead =>
        Interlocked.Read(ref bytesBefore) + Interlocked.Read(ref bytesOfSource);

    /// <summary>Says that a source is begun, for progress.</summary>
    public void Begin(ImportSource source)
    {
        Interlocked.Add(ref bytesBefore, at?.Bytes ?? Interlocked.Read(ref bytesOfSource));
        Interlocked.Exchange(ref bytesOfSource, 0);
        at = source;
    }

    /// <summary>Says how many bytes of the begun source, as kept, have been read.</summary>
    public void ReadTo(long bytes) => Interlocked.Exchange(ref bytesOfSource, bytes);

    /// <summary>Says what the cells of refused rows stand under; the first source of a run decides.</summary>
    public void Columns(IReadOnlyList<string> names) => columns ??= names;

    /// <summary>Accounts for rows that were taken.</summary>
    public void Count(long added = 0, long updated = 0, long unchanged = 0)
    {
        lock (account)
        {
            this.added += added;
            this.updated += updated;
            this.unchanged += unchanged;
        }
    }

    /// <summary>Accounts for one refused row.</summary>
    /// <param name="cells">The row as it was, so that it can be mended and brought again.</param>
    public void Refuse(Problem problem, IReadOnlyList<string>? cells = null)
    {
        lock (account)
        {
            refused++;
            problems.Add(ProblemOf(problem, true, cells));
        }
    }

    /// <summary>Notes a doubt about a row that was taken.</summary>
    public void Note(Problem problem, IReadOnlyList<string>? cells = null)
    {
        lock (account)
        {
            problems.Add(ProblemOf(problem, false, cells));
        }
    }

    /// <summary>
    /// Writes one batch: all of it or none of it. Progress and other people's work come in between batches; with all-or-nothing every batch is part
    /// of one transaction.
    /// </summary>
    public async Task WriteAsync(Func<Db, Task> write, CancellationToken cancellation)
    {
        if (!Writes)
        {
            throw new InvalidOperationException("This run only says what would change.");
        }
        await gate.WaitAsync(cancellation);
        try
        {
            if (oneTransaction)
            {
                if (db.Database.CurrentTransaction is null)
                {
                    await db.Database.BeginTransactionAsync(cancellation);
                }
                await write(db);
                return;
            }
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            await write(db);
            await transaction.CommitAsync(cancellation);
        }
        finally
        {
            db.ChangeTracker.Clear();
            gate.Release();
        }
    }

    /// <summary>Runs something between batches; false where one transaction holds the database until the end.</summary>
    internal async Task<bool> BetweenBatchesAsync(Func<Task> act, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            if (oneTransaction)
            {
                return false;
            }
            await act();
            return true;
        }
        finally
        {
            gate.Release();
        }
    }

    internal async Task CommitAsync(CancellationToken cancellation)
    {
        if (db.Database.CurrentTransaction is { } transaction)
        {
            await transaction.CommitAsync(cancellation);
        }
    }

    /// <summary>What <see cref="Columns"/> was told, as JSON.</summary>
    internal string? ColumnsJson => columns is null ? null : JsonSerializer.Serialize(columns);

    /// <summary>Takes the problems noted since they were last taken.</summary>
    internal List<ImportProblem> TakeProblems()
    {
        lock (account)
        {
            var taken = problems.ToList();
            problems.Clear();
            return taken;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await db.DisposeAsync();
        gate.Dispose();
    }

    private ImportProblem ProblemOf(Problem problem, bool refused, IReadOnlyList<string>? cells) =>
        new()
        {
            RunId = Run.Id,
            Refused = refused,
            File = problem.Place.File,
            Line = problem.Place.Line,
            Column = ColumnOf(problem.Place),
            Reason = problem.Message,
            Cells = cells is null ? null : JsonSerializer.Serialize(cells),
        };

    private static string? ColumnOf(Place place) =>
        (place.Path, place.Column) switch
        {
            ({ } path, { } column) => string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{path}, column {column}"
            ),
            ({ } path, null) => path,
            (null, { } column) => "column "
                + column.ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => null,
        };
}
