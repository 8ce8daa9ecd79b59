using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Questionnaires;

/// <summary>A version of a set, as lists show it.</summary>
/// <param name="Owner">The organisation that brought it in; null: it ships with the installation.</param>
/// <param name="When">When responses are begun with it, in words.</param>
public sealed record SetRow(
    string Name,
    string Version,
    string Title,
    string? Owner,
    bool InForce,
    string When,
    int Questions
);

/// <summary>The sets of questions an actor may see: those that ship, and those their own organisations brought in.</summary>
public sealed class VisibleQuestionSets(
    Db db,
    Actor actor,
    ShippedQuestionSets shipped,
    QuestionSets sets
)
{
    /// <summary>All versions, by title, the newest first.</summary>
    public async Task<IReadOnlyList<SetRow>> ListAsync(CancellationToken cancellation = default)
    {
        var own = actor.Roles.Keys.Select(id => new Id<Organisation>(id)).ToList();
        var brought = await db.Set<BroughtQuestionSet>()
            .AsNoTracking()
            .Where(s => own.Contains(s.OrganisationId))
            .Join(
                db.Set<Organisation>(),
                s => s.OrganisationId,
                o => o.Id,
                (s, o) =>
                    new
                    {
                        s.Name,
                        s.Version,
                        Owner = o.Name,
                    }
            )
            .ToListAsync(cancellation);
        var all = shipped.All.Select(s => (Set: s, Owner: (string?)null)).ToList();
        foreach (var one in brought)
        {
            all.Add(
                (
                    await sets.FindAsync(one.Name, one.Version, cancellation) is { } set
                        ? (set, one.Owner)
                        : throw new InvalidOperationException(one.Name)
                )
            );
        }
        var today = db.Today();
        var newest = all.GroupBy(s => s.Set.Name)
            .Select(g =>
                g.Select(s => s.Set)
                    .Where(s => s.IsInForce(today))
                    .MaxBy(s => (s.From ?? DateOnly.MinValue, s.Version))
            )
            .ToHashSet();
        return
        [
            .. all.OrderBy(s => s.Set.Title, StringComparer.Ordinal)
                .ThenByDescending(s => s.Set.From ?? DateOnly.MinValue)
                .ThenByDescending(s => s.Set.Version, StringComparer.Ordinal)
                .Select(s => new SetRow(
                    s.Set.Name,
                    s.Set.Version,
                    s.Set.Title,
                    s.Owner,
                    newest.Contains(s.Set),
                    When(s.Set),
                    s.Set.Questions.Count()
                )),
        ];
    }

    /// <summary>That version, where the actor may see it.</summary>
    /// <exception cref="Refusal">There is none that the actor may see.</exception>
    public async Task<QuestionSet> FindAsync(
        string name,
        string version,
        CancellationToken cancellation = default
    )
    {
        var set = await sets.FindAsync(name, version, cancellation);
        return
            set is not null && (shipped.All.Contains(set) || await IsOwnAsync(name, cancellation))
            ? set
            : throw new Refusal("There is no such question set.", kind: RefusalKind.NotFound);
    }

    private Task<bool> IsOwnAsync(string name, CancellationToken cancellation)
    {
        var own = actor.Roles.Keys.Select(id => new Id<Organisation>(id)).ToList();
        return db.Set<BroughtQuestionSet>()
            .AnyAsync(s => s.Name == name && own.Contains(s.OrganisationId), cancellation);
    }

    private static string When(QuestionSet set) =>
        (set.From, set.To) switch
        {
            ({ } from, { } to) => $"{Words.ShortDay(from)} to {Words.ShortDay(to)}",
            ({ } from, null) => $"From {Words.ShortDay(from)}",
            (null, { } to) => $"Until {Words.ShortDay(to)}",
            _ => "Always",
        };
}
