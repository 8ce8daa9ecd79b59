using Microsoft.EntityFrameworkCore;
using Tandem.Entries;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>What was decided of entries, for their own pages: once everybody concerned was told, nothing earlier.</summary>
internal sealed class EntryOutcomes(Db db) : IToldOutcomes
{
    public async Task<IReadOnlyList<ToldOutcome>> OfAsync(
        IReadOnlyCollection<Id<Entry>> entries,
        CancellationToken cancellation
    )
    {
        var ids = entries.ToList();
        var lines = await db.Set<DecisionLine>()
            .Where(l => EF.Parameter(ids).Contains(l.EntryId))
            .Join(
                db.Set<CallDecision>().Where(d => d.ToldAt != null),
                l => l.DecisionId,
                d => d.Id,
                (l, d) =>
                    new
                    {
                        l.EntryId,
                        l.Outcome,
                        d.StageCode,
                        d.ToldAt,
                        HasLetter = db.Set<DecisionLetter>()
                            .Any(x => x.DecisionId == d.Id && x.EntryId == l.EntryId),
                    }
            )
            .Join(
                db.Set<Entry>(),
                l => l.EntryId,
                e => e.Id,
                (l, e) =>
                    new
                    {
                        Line = l,
                        e.CallReference,
                        e.Number,
                    }
            )
            .ToListAsync(cancellation);
        return
        [
            .. lines.Select(l => new ToldOutcome(
                l.Line.EntryId,
                l.Line.StageCode,
                l.Line.ToldAt!.Value,
                RankWords.Of(l.Line.Outcome),
                RankWords.ColourOf(l.Line.Outcome),
                l.Line.HasLetter
                    ? $"/calls/{l.CallReference}/letters/{l.Line.StageCode}/{l.Number}"
                    : null
            )),
        ];
    }
}
