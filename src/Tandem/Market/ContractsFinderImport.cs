using Tandem.Classification;
using Tandem.Contracts;
using Tandem.Formats;
using Tandem.Formats.Tabular;
using Tandem.Imports;
using Tandem.Parties;

namespace Tandem.Market;

/// <summary>
/// Brings in notices of Contracts Finder: its CSV export, or flat JSON Lines. A row is added where its notice is new, updated where it says
/// something new, else unchanged.
/// </summary>
internal sealed class ContractsFinderImport(Authorities authorities, SuggestedCodes suggested)
    : IImporter
{
    private const int BatchRows = 500;

    public ImportKind Kind => ImportKind.ContractsFinder;

    public async Task RunAsync(ImportWork work, CancellationToken cancellation)
    {
        var store = new MarketStore(new BuyerBook(authorities), new SupplierBook(), work.Run.Id);
        var codes = new MissingCodes(suggested);
        // Where nothing is written: what earlier rows of this run would have stored.
        var wouldBe = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in work.Sources)
        {
            work.Begin(source);
            foreach (var rows in Rows(work, source).Chunk(BatchRows))
            {
                await BatchAsync(work, store, codes, wouldBe, rows, cancellation);
            }
        }
    }

    private static IEnumerable<(RowOutcome<ContractsFinderNotice> Row, bool PortalIds)> Rows(
        ImportWork work,
        ImportSource source
    )
    {
        NoticeFile kind;
        using (var start = source.Open())
        {
            kind = ContractsFinderFile.Detect(start);
        }
        using var stream = new CountingSource(source.Open(), work.ReadTo);
        if (kind == NoticeFile.Ocds)
        {
            work.Refuse(
                new Problem(new Place(source.Name, 0), "this is OCDS: bring it as OCDS instead")
            );
            yield break;
        }
        if (kind == NoticeFile.ContractsFinderJson)
        {
            work.Columns(["Line as it was"]);
            foreach (var row in ContractsFinderJson.Read(stream, source.Name))
            {
                yield return (row, true);
            }
            yield break;
        }
        using var table = ContractsFinderCsv.Open(stream, source.Name);
        if (table.IsReadable && !ContractsFinderCsv.Recognises(table.Columns))
        {
            work.Refuse(
                new Problem(
                    new Place(source.Name, table.HeaderLine),
                    "this is not an export of Contracts Finder: it has no columns Notice Identifier, Notice Type, Organisation Name and Title"
                )
            );
            yield break;
        }
        work.Columns(table.Columns);
        foreach (var row in ContractsFinderCsv.Read(table))
        {
            yield return (row, false);
        }
        foreach (var problem in table.Problems)
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

    private static async Task BatchAsync(
        ImportWork work,
        MarketStore store,
        MissingCodes codes,
        Dictionary<string, string> wouldBe,
        (RowOutcome<ContractsFinderNotice> Row, bool PortalIds)[] rows,
        CancellationToken cancellation
    )
    {
        var drafts = rows.Where(r => r.Row.Record is not null)
            .Select(r => codes.Fill(ContractsFinderDrafts.Of(r.Row.Record!, r.PortalIds)).Hashed())
            .ToList();
        var hashes = await MarketStore.HashesAsync(
            work.Db,
            drafts.ConvertAll(d => d.Ocid),
            cancellation
        );
        var (added, updated, unchanged) = (0, 0, 0);
        var changed = new Dictionary<string, NoticeDraft>(StringComparer.Ordinal);
        foreach (var draft in drafts)
        {
            var hash = draft.ContentHash;
            var before =
                wouldBe.GetValueOrDefault(draft.Ocid) ?? hashes.GetValueOrDefault(draft.Ocid);
            unchanged += before == hash ? 1 : 0;
            added += before is null ? 1 : 0;
            updated += before is not null && before != hash ? 1 : 0;
            if (before != hash)
            {
                changed[draft.Ocid] = draft;
                hashes[draft.Ocid] = hash;
                if (!work.Writes)
                {
                    wouldBe[draft.Ocid] = hash;
                }
            }
        }
        if (work.Writes && changed.Count > 0)
        {
            await work.WriteAsync(
                db => store.WriteAsync(db, [.. changed.Values], cancellation),
                cancellation
            );
        }
        work.Count(added, updated, unchanged);
        foreach (var (row, _) in rows)
        {
            Account(work, row);
        }
    }

    private static void Account(ImportWork work, RowOutcome<ContractsFinderNotice> row)
    {
        if (row.Record is null)
        {
            var first = row.Problems[0].Place;
            work.Refuse(new Problem(first with { Line = row.Line }, row.Reason), row.Cells);
            return;
        }
        foreach (var problem in row.Problems)
        {
            work.Note(problem);
        }
    }
}
