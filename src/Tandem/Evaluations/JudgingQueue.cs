using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>What is left for somebody in one stage.</summary>
/// <param name="Undeclared">Entries of which they have not said whether they have an interest.</param>
/// <param name="Left">Entries they have still to score.</param>
/// <param name="Done">Entries they have handed in.</param>
/// <param name="Next">Where they go on.</param>
/// <param name="Ask">What is asked there, in a few words.</param>
public sealed record QueueRow(
    JudgedStage Stage,
    int Undeclared,
    int Left,
    int Done,
    string Next,
    string Ask
)
{
    /// <summary>Entries they have declared on and have still to score; without what is compared.</summary>
    public int ToScore { get; init; }

    public bool IsDone => Undeclared == 0 && Left == 0;

    /// <summary>What is left, as a sentence.</summary>
    public string Says
    {
        get
        {
            var names = Stage.Call.Kind.Words;
            return Undeclared > 0
                    ? $"{Web.Words.Count(Undeclared, names.Entry, names.Entries)} to declare on first"
                        + (
                            ToScore == 0
                                ? "."
                                : $"; {Web.Words.Count(ToScore, "more waits", "more wait")} to be judged."
                        )
                : Stage.IsPairwise && Left <= 1
                    ? $"{Web.Words.Count(Done, "pair")} compared so far."
                : $"{Web.Words.Count(Left, names.Entry, names.Entries)} left, {Done} handed in.";
        }
    }
}

/// <summary>What an actor has still to judge, call by call.</summary>
public sealed class JudgingQueue(Db db, Actor actor, FindStage find)
{
    private const int Most = 50;

    /// <summary>The most pressing first; what is done last.</summary>
    public async Task<IReadOnlyList<QueueRow>> RunAsync(CancellationToken cancellation = default)
    {
        if (actor.PersonId is not { } me)
        {
            return [];
        }
        var person = new Id<Person>(me);
        var stages = await db.Set<EntryJudging>()
            .Where(j => j.Assignments.Any(a => a.PersonId == person))
            .Select(j => new { j.CallId, j.StageCode })
            .Distinct()
            .OrderBy(j => j.CallId)
            .ThenBy(j => j.StageCode)
            .Take(Most)
            .ToListAsync(cancellation);
        var ids = stages.Select(s => s.CallId).Distinct().ToList();
        var calls = await find.Calls()
            .VisibleTo(actor)
            .Where(c => ids.Contains(c.Id) && c.State != CallState.Cancelled)
            .ToListAsync(cancellation);
        var rows = new List<QueueRow>();
        foreach (var call in calls.OrderBy(c => c.Reference, StringComparer.Ordinal))
        {
            foreach (
                var stage in call.InOrder.Where(s =>
                    stages.Any(x => x.CallId == call.Id && x.StageCode == s.Code)
                )
            )
            {
                rows.Add(Of(await find.OfAsync(call, stage, cancellation), me));
            }
        }
        return
        [
            .. rows.OrderBy(r => r.IsDone).ThenBy(r => r.Stage.Stage.JudgedBy ?? DateOnly.MaxValue),
        ];
    }

    /// <summary>One stage for one person.</summary>
    public static QueueRow Of(JudgedStage stage, Guid person)
    {
        var undeclared = stage.Undeclared(person).Count();
        var left = stage.ToScore(person).ToList();
        var pair = stage.IsPairwise ? stage.NextPair(person) : null;
        var done =
            stage.IsPairwise && left.Count == 0
                ? stage.Comparisons.Count(c => c.PersonId.Value == person)
                : stage.AssignedTo(person).Count(a => a.Own.SubmittedAt is not null);
        var (next, ask) =
            undeclared > 0 ? ($"{stage.Path}/interests", "Say whether you have an interest")
            : left is [var first, ..] ? ($"{stage.Path}/{first.Entry.Number}", "Judge the next one")
            : pair is not null ? ($"{stage.Path}/pairs", "Compare the next two")
            : (stage.Path, "Look at what you have judged");
        return new(stage, undeclared, left.Count + (pair is null ? 0 : 1), done, next, ask)
        {
            ToScore = left.Count,
        };
    }
}

/// <summary>Entries that wait to be judged, and decisions that wait for approval, on <c>/work</c>.</summary>
public sealed class JudgingWaiting(Db db, JudgingQueue queue) : IWaiting
{
    private const int Most = 100;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WaitingItem>> ForAsync(
        Actor actor,
        CancellationToken cancellation
    )
    {
        if (actor.PersonId is not { } me)
        {
            return [];
        }
        var rows = await queue.RunAsync(cancellation);
        var person = new Id<Person>(me);
        var recommended = await db.Set<CallDecision>()
            .Where(d => d.ApprovedAt == null && d.ReturnedAt == null)
            .Join(
                db.Set<Call>()
                    .VisibleTo(actor)
                    .Where(c =>
                        c.People.Any(p => p.PersonId == person && p.Role == CallRole.Approver)
                    ),
                d => d.CallId,
                c => c.Id,
                (d, c) => new { d.StageCode, Call = c }
            )
            .OrderBy(d => d.Call.Number)
            .ThenBy(d => d.StageCode)
            .Take(Most)
            .ToListAsync(cancellation);
        var checks = await db.Set<FollowingThrough.FollowCheck>()
            .Where(c => c.AnsweredAt == null)
            .Join(
                db.Set<FollowingThrough.FollowThrough>()
                    .Where(f => f.OwnerId == person && f.Result == null),
                c => c.FollowThroughId,
                f => f.Id,
                (c, f) =>
                    new
                    {
                        Follow = f,
                        c.Due,
                        c.Months,
                    }
            )
            .OrderBy(c => c.Due)
            .Take(Most)
            .ToListAsync(cancellation);
        var soon = LocalDay.Of(db.Now()).AddDays(14);
        return
        [
            .. rows.Where(r => !r.IsDone)
                .Select(r => new WaitingItem(
                    "Entries to judge",
                    r.Stage.Call.Title,
                    r.Next,
                    r.Ask,
                    r.Stage.Stage.JudgedBy
                )),
            .. recommended.Select(r => new WaitingItem(
                "Decisions to approve",
                r.Call.Title,
                $"/calls/{r.Call.Reference}/judging/{r.StageCode}/decision",
                "Approve what the panel recommends, or return it",
                null
            )),
            .. checks
                .Where(c => c.Due <= soon)
                .Select(c => new WaitingItem(
                    "What came of it",
                    c.Follow.Title,
                    $"{c.Follow.Path}#check-{c.Months}",
                    $"Say what has come of it after {Web.Words.Count(c.Months, "month")}",
                    c.Due
                )),
        ];
    }
}
