using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Questionnaires.Declarations;

/// <summary>Something a firm declares that ends on a day.</summary>
public sealed record EndingAnswer(Organisation Firm, Question Question, DateOnly Ends);

/// <summary>What firms declare in their newest editions that ends soon or has ended. Buyers read editions, so these count and not the draft.</summary>
public sealed class EndingAnswers(Db db, QuestionSets sets)
{
    /// <param name="firms">Only of these firms; null for all.</param>
    /// <param name="from">Ends on this day at the earliest.</param>
    /// <param name="to">And on this at the latest.</param>
    public async Task<IReadOnlyList<EndingAnswer>> OfAsync(
        IReadOnlyCollection<Id<Organisation>>? firms,
        DateOnly from,
        DateOnly to,
        CancellationToken cancellation
    )
    {
        var editions = await db.Set<DeclarationEdition>()
            .AsNoTracking()
            .Where(e => firms == null || firms.Contains(e.OrganisationId))
            .Where(e =>
                !db.Set<DeclarationEdition>()
                    .Any(n => n.OrganisationId == e.OrganisationId && n.Number > e.Number)
            )
            .Join(
                db.Set<Organisation>(),
                e => e.OrganisationId,
                o => o.Id,
                (Edition, Firm) => new { Edition, Firm }
            )
            .IgnoreQueryFilters()
            .ToListAsync(cancellation);
        var ending = new List<EndingAnswer>();
        foreach (var one in editions)
        {
            var set = await sets.FindAsync(
                one.Edition.SetName,
                one.Edition.SetVersion,
                cancellation
            );
            ending.AddRange(
                one.Edition.Says()
                    .Answers.Select(a =>
                        set?.Find(a.Question) is { } question
                        && FindFirm.ExpiresOf(question, AnswerJson.Read(a.Json, question))
                            is { } ends
                            ? new EndingAnswer(one.Firm, question, ends)
                            : null
                    )
                    .OfType<EndingAnswer>()
                    .Where(e => e.Ends >= from && e.Ends <= to)
            );
        }
        return [.. ending.OrderBy(e => e.Ends)];
    }
}

/// <summary>What ends of a firm's declarations waits for its officers, from a month before.</summary>
public sealed class DeclarationWaiting(Db db, EndingAnswers ending) : IWaiting
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<WaitingItem>> ForAsync(
        Actor actor,
        CancellationToken cancellation
    )
    {
        var firms = actor
            .Firms.Where(f => f.Value >= Role.Officer)
            .Select(f => new Id<Organisation>(f.Key))
            .ToList();
        var soon = db.Today().AddDays(RemindFirms.FirstDays);
        return firms.Count == 0
            ? []
            :
            [
                .. (await ending.OfAsync(firms, DateOnly.MinValue, soon, cancellation))
                    .Take(100)
                    .Select(e => new WaitingItem(
                        "What your firm declares",
                        e.Question.Text,
                        $"/declarations/{e.Firm.Slug}",
                        "Give the new answer and publish it",
                        e.Ends
                    )),
            ];
    }
}
