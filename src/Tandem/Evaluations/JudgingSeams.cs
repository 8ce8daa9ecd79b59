using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Entries;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>The panel reads an entry once it was asked to judge it and has declared that it has no interest; those who lead, approve, advise or watch, unless they have one.</summary>
internal sealed class PanelReaders : IEntryReaders
{
    private static readonly CallRole[] Overseers =
    [
        CallRole.Owner,
        CallRole.LeadAssessor,
        CallRole.Approver,
        CallRole.Commenter,
        CallRole.Observer,
    ];

    private static readonly CallRole[] Panel = [CallRole.Assessor, CallRole.LeadAssessor];

    public IQueryable<Id<Entry>> Of(Db db, Actor actor)
    {
        var me = new Id<Person>(actor.PersonId ?? Guid.Empty);
        // The pages of entries show who entered: what is read without a name is read on the pages of judging.
        var asked = db.Set<EntryJudging>()
            .Where(j =>
                !j.IsAnonymised
                && j.Assignments.Any(a =>
                    a.PersonId == me && a.EndedAt == null && a.Interest == Interest.None
                )
            )
            .Select(j => j.EntryId);
        var mine = db.Set<CallPerson>().Where(p => p.PersonId == me);
        // Who is on the panel reads nothing before it is known whether it comes to them.
        var overseen = db.Set<Entry>()
            .Where(e =>
                mine.Any(p => p.CallId == e.CallId && Overseers.Contains(p.Role))
                && !db.Set<EntryJudging>()
                    .Any(j => j.EntryId == e.Id && j.Assignments.Any(a => a.PersonId == me))
                && (
                    !mine.Any(p => p.CallId == e.CallId && Panel.Contains(p.Role))
                    || db.Set<EntryJudging>().Any(j => j.EntryId == e.Id && j.Assignments.Any())
                )
            )
            .Select(e => e.Id);
        // An entry has one page for all its stages: what was declared of an earlier one does not open a later one, and an interest closes all of them.
        var held = db.Set<EntryJudging>()
            .Where(j => j.Assignments.Any(a => a.PersonId == me && a.Interest != Interest.None))
            .Select(j => j.EntryId);
        return asked.Union(overseen).Where(e => !held.Contains(e));
    }
}

/// <summary>What a call's page shows of judging: one's own queue, the panel's work, the results.</summary>
internal sealed class JudgingParts(Db db, FindStage find, FindDecision decisions) : ICallParts
{
    public async Task<IReadOnlyList<CallPart>> OfAsync(
        Call call,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var parts = new List<CallPart>();
        if (!call.IsPublished || call.State == CallState.Cancelled)
        {
            return parts;
        }
        var told = await db.Set<CallDecision>()
            .AnyAsync(d => d.CallId == call.Id && d.ToldAt != null, cancellation);
        if (told)
        {
            parts.Add(
                new(
                    "Results",
                    "It is decided.",
                    $"/calls/{call.Reference}/results",
                    "See the results",
                    true
                )
            );
        }
        await AddLettersAsync(call, actor, parts, cancellation);
        if (!JudgingPermissions.MaySee(actor, call).Allowed)
        {
            return parts;
        }
        if (call.CanEnd(db.Now()) && JudgingPermissions.MayTell(actor, call).Allowed)
        {
            parts.Add(
                new(
                    "What was learnt",
                    call.Kind.IsStanding
                        ? "When it has run its course, say what was learnt and what comes next. It ends with that."
                        : $"{Calls.CallWording.Capital(call.Kind.Words.Entries)} are in. Read them, then say to all what was learnt and what comes next: it ends with that.",
                    $"/calls/{call.Reference}/learnt",
                    "Say what was learnt",
                    !call.Kind.IsStanding
                )
            );
        }
        foreach (var stage in call.InOrder)
        {
            var judged = await find.OfAsync(call, stage, cancellation);
            if (judged.Entries.Count == 0 || judged.Terms.Method == Calls.Kinds.JudgingMethod.None)
            {
                continue;
            }
            var decision = await decisions.NowAsync(judged, cancellation);
            var own =
                actor.PersonId is { } me && judged.AssignedTo(me).Any()
                    ? JudgingQueue.Of(judged, me)
                    : null;
            parts.Add(
                own is { IsDone: false }
                    ? new($"Judge {stage.Title}", own.Says, own.Next, own.Ask, true)
                    : new(
                        $"Judging {stage.Title}",
                        decision is null
                            ? $"{Web.Words.Count(judged.Entries.Count, call.Kind.Words.Entry, call.Kind.Words.Entries)} to judge."
                            : DecisionWordsFor.State(decision, LocalDay.Of(db.Now())) + ".",
                        judged.Path,
                        "See how it stands",
                        false
                    )
            );
        }
        return parts;
    }

    private async Task AddLettersAsync(
        Call call,
        Actor actor,
        List<CallPart> parts,
        CancellationToken cancellation
    )
    {
        if (actor.PersonId is not { } person)
        {
            return;
        }
        var me = new Id<Person>(person);
        var letters = await db.Set<DecisionLetter>()
            .Join(
                db.Set<Entry>()
                    .Where(e =>
                        e.CallId == call.Id
                        && e.Members.Any(m => m.PersonId == me && m.RemovedAt == null)
                    ),
                l => l.EntryId,
                e => e.Id,
                (l, e) => new { l.DecisionId, e.Number }
            )
            .Join(
                db.Set<CallDecision>(),
                l => l.DecisionId,
                d => d.Id,
                (l, d) =>
                    new
                    {
                        l.Number,
                        d.StageCode,
                        d.ToldAt,
                    }
            )
            .OrderByDescending(l => l.ToldAt)
            .ThenBy(l => l.Number)
            .ToListAsync(cancellation);
        parts.AddRange(
            letters.Select(l => new CallPart(
                call.Stages.Count == 1
                    ? "Your letter"
                    : $"Your letter: {call.Stage(l.StageCode)!.Title}",
                $"The decision on E{l.Number}, with its scores and reasons.",
                $"/calls/{call.Reference}/letters/{l.StageCode}/{l.Number}",
                "Read your letter",
                true
            ))
        );
    }
}
