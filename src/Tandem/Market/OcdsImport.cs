using System.Collections.Concurrent;
using System.Threading.Channels;
using Tandem.Classification;
using Tandem.Contracts;
using Tandem.Formats;
using Tandem.Formats.Ocds;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Parties;

namespace Tandem.Market;

/// <summary>
/// Brings in OCDS: every release is kept once as it came, the releases of a process are merged by the standard's routine with those kept before, and
/// what they say together becomes a notice, its contracts and their suppliers. One thread reads, all of them parse and merge, one writes; memory is flat.
/// </summary>
/// <remarks>Counting: a release is added where its process is new, updated where it adds to a known process, unchanged where it is kept already.</remarks>
internal sealed class OcdsImport(Authorities authorities, SuggestedCodes suggested) : IImporter
{
    private const int Batches = 3;

    public ImportKind Kind => ImportKind.Ocds;

    public async Task RunAsync(ImportWork work, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var free = Channel.CreateUnbounded<ReleaseBatch>();
        var read = Channel.CreateBounded<ReleaseBatch>(1);
        var drafted = Channel.CreateBounded<ReleaseBatch>(1);
        for (var i = 0; i < Batches; i++)
        {
            free.Writer.TryWrite(new ReleaseBatch());
        }
        var codes = new MissingCodes(suggested);
        var writer = new OcdsWriter(
            work,
            codes,
            new MarketStore(new BuyerBook(authorities), new SupplierBook(), work.Run.Id)
        );
        var reading = Stage(
            () => ReadAsync(work, free.Reader, read.Writer, stop.Token),
            read.Writer
        );
        var drafting = Stage(
            () => DraftAsync(work, codes, read.Reader, drafted.Writer, stop.Token),
            drafted.Writer
        );
        try
        {
            await foreach (var batch in drafted.Reader.ReadAllAsync(stop.Token))
            {
                await writer.WriteAsync(batch, stop.Token);
                batch.Clear();
                free.Writer.TryWrite(batch);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(reading, drafting);
        }
    }

    /// <summary>Runs a stage on a thread of its own; what goes wrong in it is thrown where its output is read.</summary>
    private static Task Stage(Func<Task> act, ChannelWriter<ReleaseBatch> output) =>
        Task.Run(async () =>
        {
            try
            {
                await act();
                output.TryComplete();
            }
            catch (Exception e)
            {
                output.TryComplete(e);
            }
        });

    private static async Task ReadAsync(
        ImportWork work,
        ChannelReader<ReleaseBatch> free,
        ChannelWriter<ReleaseBatch> read,
        CancellationToken cancellation
    )
    {
        var batch = await free.ReadAsync(cancellation);
        foreach (var source in work.Sources)
        {
            work.Begin(source);
            await using var stream = new CountingSource(source.Open(), work.ReadTo);
            using var reader = new OcdsReader(
                stream,
                source.Name,
                problem => Account(work, problem)
            );
            while (reader.Read(out var item))
            {
                batch.Add(item);
                if (batch.IsFull)
                {
                    await read.WriteAsync(batch, cancellation);
                    batch = await free.ReadAsync(cancellation);
                }
            }
        }
        if (!batch.IsEmpty)
        {
            await read.WriteAsync(batch, cancellation);
        }
    }

    private static async Task DraftAsync(
        ImportWork work,
        MissingCodes codes,
        ChannelReader<ReleaseBatch> read,
        ChannelWriter<ReleaseBatch> drafted,
        CancellationToken cancellation
    )
    {
        // As many as work at once, whichever threads they work on: each holds what it has grown to.
        var workers = new ConcurrentBag<ReleaseWorker>();
        await using var db = await work.NewDbAsync(cancellation);
        await foreach (var batch in read.ReadAllAsync(cancellation))
        {
            batch.Close();
            await OcdsWriter.MarkKnownAsync(db, batch.Items, cancellation);
            batch.Drafts = new NoticeDraft?[batch.Processes.Count];
            Parallel.For(
                0,
                batch.Processes.Count,
                Processors.All(cancellation),
                () => workers.TryTake(out var idle) ? idle : new ReleaseWorker(codes),
                (i, _, worker) =>
                {
                    batch.Drafts[i] = worker.Work(batch.Processes[i], pack: work.Writes);
                    return worker;
                },
                workers.Add
            );
            await drafted.WriteAsync(batch, cancellation);
        }
    }

    private static void Account(ImportWork work, Problem problem)
    {
        if (problem.Kind == ProblemKind.Refused)
        {
            work.Refuse(problem);
        }
        else
        {
            work.Note(problem);
        }
    }
}
