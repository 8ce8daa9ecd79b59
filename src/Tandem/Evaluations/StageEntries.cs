using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Entries;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>The entries of a stage that are judged: once it is decided, those that were decided on, whatever happens to them later. What they say is not read for that.</summary>
public sealed class StageEntries(Db db, OpenEntries open, ReadVersions read)
{
    public async Task<IReadOnlyList<JudgedEntry>> OfAsync(
        Call call,
        CallStage stage,
        CancellationToken cancellation
    ) =>
        await JudgedAsync(
            call,
            stage,
            await CountingAsync(call, stage, cancellation),
            cancellation
        );

    /// <exception cref="Refusal">There is no such entry among those that are judged.</exception>
    internal async Task<JudgedEntry> OneAsync(
        Call call,
        CallStage stage,
        int number,
        CancellationToken cancellation
    )
    {
        var counting = await CountingAsync(call, stage, cancellation);
        var found = await JudgedAsync(
            call,
            stage,
            counting.Where(e => e.Number == number),
            cancellation
        );
        return found is [var one]
            ? one
            : throw new Refusal("There is no such entry.", kind: RefusalKind.NotFound);
    }

    /// <summary>What came late to the stage and is not among those that count, though nobody has said no to it.</summary>
    internal async Task<IReadOnlyList<LateEntry>> LateAsync(
        CallStage stage,
        IReadOnlyList<JudgedEntry> counting,
        CancellationToken cancellation
    )
    {
        var late = await db.Set<EntryVersion>()
            .AsNoTracking()
            .Where(v =>
                v.StageId == stage.Id
                && v.IsLate
                && v.ReplacedAt == null
                && (v.IsAdmitted == null || v.IsAdmitted == true)
            )
            .Join(
                db.Set<Entry>()
                    .Where(e =>
                        e.WithdrawnAt == null && e.HiddenAt == null && e.MergedIntoId == null
                    ),
                v => v.EntryId,
                e => e.Id,
                (v, e) =>
                    new
                    {
                        e.Number,
                        e.CallReference,
                        v.Id,
                        Version = v.Number,
                        v.IsAdmitted,
                        IsOpen = v.ForCall == null || v.OpenedKey != null,
                    }
            )
            .OrderBy(v => v.Number)
            .ToListAsync(cancellation);
        return
        [
            .. late.Where(v => v.IsAdmitted is null || counting.All(e => e.Version != v.Id))
                .Select(v => new LateEntry(
                    $"{v.CallReference}-E{v.Number}",
                    (int)v.Number,
                    v.Version,
                    v.IsAdmitted is null ? LateStanding.Undecided
                        : v.IsOpen ? LateStanding.LeftOut
                        : LateStanding.Sealed
                )),
        ];
    }

    private async Task<IQueryable<Entry>> CountingAsync(
        Call call,
        CallStage stage,
        CancellationToken cancellation
    )
    {
        var decided = db.Set<CallDecision>()
            .Where(d => d.CallId == call.Id && d.StageCode == stage.Code && d.ReturnedAt == null);
        if (!await decided.AnyAsync(cancellation))
        {
            return open.OfStage(stage);
        }
        var lines = decided.SelectMany(d => d.Lines.Select(l => l.EntryId));
        return db.Set<Entry>().Where(e => lines.Contains(e.Id));
    }

    private async Task<IReadOnlyList<JudgedEntry>> JudgedAsync(
        Call call,
        CallStage stage,
        IQueryable<Entry> entries,
        CancellationToken cancellation
    )
    {
        var rows = await entries
            .OrderBy(e => e.Number)
            .Select(e => new
            {
                e.Id,
                e.Number,
                e.CallReference,
                e.Title,
                e.EntrantName,
                e.CreatedAt,
                e.OrganisationId,
                e.IsAnonymous,
                e.EnteredByName,
                Versions = e
                    .Versions.Where(v =>
                        v.StageId == stage.Id
                        && v.ReplacedAt == null
                        && (!v.IsLate || v.IsAdmitted == true)
                    )
                    .Select(v => new
                    {
                        v.Id,
                        v.Number,
                        v.ReceivedAt,
                    })
                    .ToList(),
                Members = e
                    .Members.Where(m => m.RemovedAt == null)
                    .Select(m => new { m.PersonId, m.AddedAt })
                    .ToList(),
            })
            .AsSplitQuery()
            .ToListAsync(cancellation);
        List<JudgedEntry> judged =
        [
            .. rows.Select(row =>
            {
                var version = row.Versions.MaxBy(v => v.Number);
                return new JudgedEntry(
                    row.Id,
                    (int)row.Number,
                    $"{row.CallReference}-E{row.Number}",
                    row.Title,
                    row.EntrantName,
                    version?.ReceivedAt ?? row.CreatedAt,
                    // Whoever only put in what somebody gave them has no part in it.
                    row.Members.Where(m => row.EnteredByName is null || m.AddedAt != row.CreatedAt)
                        .Select(m => m.PersonId.Value)
                        .ToHashSet(),
                    row.OrganisationId,
                    null,
                    row.IsAnonymous,
                    row.EnteredByName is not null,
                    version?.Id
                );
            }),
        ];
        if (call.Kind.Budget is null || call.BudgetMinor is null)
        {
            return judged;
        }
        var known = await read.OfAsync(call, stage, judged, cancellation);
        return judged.ConvertAll(e =>
            e.Version is { } version ? e with { Ask = known[version].Ask } : e
        );
    }
}
