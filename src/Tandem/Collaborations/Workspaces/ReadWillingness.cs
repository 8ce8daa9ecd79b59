using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Pipeline;

namespace Tandem.Collaborations.Workspaces;

/// <summary>How far one of those in an opportunity would go.</summary>
/// <param name="Words">What it says to that, if anything.</param>
/// <param name="Path">The pipeline item or question that says so; null where it was said on the opportunity.</param>
/// <param name="Where">What stands there: its pipeline, its answer.</param>
public sealed record SaidWillingness(
    string Who,
    Willingness Level,
    string? Words,
    string? Path,
    string? Where = null
);

/// <summary>
/// How far those in an opportunity would go, as a reader may know it: what was said on it is for the organisations in it, an answer for whoever sees
/// the question, what stands on a pipeline item for whoever sees that item. The most willing first.
/// </summary>
public sealed class ReadWillingness(Db db, Actor actor)
{
    public async Task<IReadOnlyList<SaidWillingness>> RunAsync(
        FoundOpportunity found,
        bool isConcerned,
        UnderWay underWay,
        CancellationToken cancellation = default
    )
    {
        var stated = isConcerned
            ? await db.Set<StatedWillingness>()
                .AsNoTracking()
                .Where(w => w.Kind == StartingKind.Opportunity && w.Key == found.Key)
                .Join(
                    db.Set<Organisation>(),
                    w => w.OrganisationId,
                    o => o.Id,
                    (w, o) =>
                        new
                        {
                            o.Id,
                            w.At,
                            Said = new SaidWillingness(o.Name, w.Level, w.Words, null, null),
                        }
                )
                .ToListAsync(cancellation)
            : [];
        var answers = await AnswersAsync(underWay, cancellation);
        var numbers = found
            .Purchases.Where(p => p.Kind == PurchaseKind.PlannedPurchase)
            .Select(p => PipelineItem.NumberOf(p.Reference))
            .OfType<long>()
            .ToList();
        var planned = await db.Set<PipelineItem>()
            .AsNoTracking()
            .VisibleTo(actor)
            .Where(i => numbers.Contains(i.Number) && i.Willingness != Willingness.NotNow)
            .Join(
                db.Set<Organisation>(),
                i => i.OrganisationId,
                o => o.Id,
                (i, o) =>
                    new
                    {
                        o.Name,
                        i.Willingness,
                        i.Number,
                    }
            )
            .ToListAsync(cancellation);
        return
        [
            .. stated
                .Select(s => (s.Id, s.At, s.Said))
                .Concat(answers)
                .GroupBy(s => s.Id)
                .Select(g => g.MaxBy(s => s.At).Said)
                .Concat(
                    planned.Select(p => new SaidWillingness(
                        p.Name,
                        p.Willingness,
                        null,
                        $"/pipeline/PI-{p.Number}",
                        "its pipeline"
                    ))
                )
                .OrderByDescending(s => s.Level)
                .ThenBy(s => s.Who, StringComparer.Ordinal),
        ];
    }

    private async Task<
        IEnumerable<(Id<Organisation> Id, DateTime At, SaidWillingness Said)>
    > AnswersAsync(UnderWay underWay, CancellationToken cancellation)
    {
        var given = underWay
            .Answers.Where(x => x.Answer.Reply != InterestReply.No && x.Answer.Level is not null)
            .ToList();
        var names = await db.OrganisationsAsync(
            given.Select(x => x.Answer.OrganisationId),
            cancellation
        );
        return given.Select(x =>
            (
                x.Answer.OrganisationId,
                (x.Answer.ChangedAt ?? x.Answer.AnsweredAt)!.Value,
                new SaidWillingness(
                    names[x.Answer.OrganisationId].Name,
                    x.Answer.Level!.Value,
                    x.Answer.Words,
                    $"/interests/{x.Question.Reference}",
                    "its answer"
                )
            )
        );
    }
}
