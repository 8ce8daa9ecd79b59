using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Entries;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Evaluations;

/// <summary>What sharing out has done.</summary>
/// <param name="Assessors">How many people were asked anew.</param>
/// <param name="Entries">How many entries they were asked to judge.</param>
/// <param name="Short">References of entries that too few can judge.</param>
public sealed record SharedOut(int Assessors, int Entries, IReadOnlyList<string> Short)
{
    /// <summary>What was done, in a sentence.</summary>
    public string Says(Calls.Kinds.CallWords names, string more = "") =>
        (
            Assessors == 0
                ? "Nobody new was asked."
                : $"{Words.Count(Assessors, "assessor was", "assessors were")} asked{more} to judge {Words.Count(Entries, names.Entry, names.Entries)}."
        )
        + (Short.Count == 0 ? "" : $" Too few can judge {Words.List(Short)}: name more assessors.");
}

/// <summary>Gives every entry of a closed stage its assessors, evenly; what is shared out already stays. Also run when somebody drops out.</summary>
public sealed class ShareOut(Db db, Actor actor, FindStage find, Messages messages)
{
    /// <exception cref="Refusal">The actor may not, or the stage is still open.</exception>
    public async Task<SharedOut> RunAsync(
        string reference,
        string stageCode,
        CancellationToken cancellation = default
    )
    {
        var stage = await find.PanelAsync(reference, stageCode, cancellation: cancellation);
        JudgingPermissions.MayLead(actor, stage.Call).Permit();
        if (!stage.Call.Kind.IsStanding && stage.Stage.Clock.StateAt(db.Now()) != StageState.Closed)
        {
            throw new Refusal("Entries are shared out once the stage has closed.");
        }
        if (!stage.Call.People.Any(p => p.Role is CallRole.Assessor or CallRole.LeadAssessor))
        {
            throw new Refusal("Name assessors for this call first.");
        }
        var done = await AgainAsync(stage, cancellation);
        await db.SaveChangesAsync(cancellation);
        return done;
    }

    /// <summary>Shares out what is not shared out yet; the caller saves.</summary>
    internal async Task<SharedOut> AgainAsync(JudgedStage stage, CancellationToken cancellation)
    {
        var now = db.Now();
        var people = await PanelAsync(stage.Call, cancellation);
        var judgings = new Dictionary<Guid, EntryJudging>();
        var (interests, away) = (await InterestsAsync(stage, cancellation), 0);
        foreach (var entry in stage.Entries)
        {
            var judging = stage.Of(entry.Id);
            if (judging is null)
            {
                judging = stage.Begin(entry, now);
                db.Add(judging);
            }
            foreach (var other in interests[entry.Id])
            {
                away += judging.KeepAway(other, actor, now) ? 1 : 0;
            }
            var waitsForScreening = stage.Terms.Screening && judging.Screened?.Passes != true;
            if (!judging.IsRevealed && !waitsForScreening && stage.IsScoredByPanel)
            {
                judgings[entry.Id.Value] = judging;
            }
        }
        var (added, shortfalls) = FairShare.Of(
            [.. judgings.Keys],
            [.. people.Keys],
            // Comparisons and votes need everybody; else as many as the terms ask at least.
            stage.IsPairwise
            || stage.Terms.Method == Calls.Kinds.JudgingMethod.Votes
                ? people.Count
                : stage.Terms.Assessors,
            [
                .. judgings.SelectMany(j =>
                    j.Value.Panel.Select(a => new Share(j.Key, a.PersonId.Value))
                ),
            ],
            [.. Barred(stage, judgings)]
        );
        foreach (var share in added)
        {
            judgings[share.Entry].Assign(new(share.Assessor), people[share.Assessor], actor, now);
        }
        var references = stage.Entries.ToDictionary(e => e.Id.Value, e => e.Reference);
        var few =
            stage.IsPairwise || stage.Terms.Method == Calls.Kinds.JudgingMethod.Votes
                ? []
                : shortfalls.Select(s => references[s.Entry]).ToList();
        await TellAsync(stage, added, few, cancellation);
        db.Record(
            actor,
            JudgingVerbs.SharedOut,
            nameof(Call),
            stage.Call.Id,
            new
            {
                stage = stage.Stage.Code,
                added = added.Count,
                few,
                away,
            }
        );
        return new(
            added.Select(a => a.Assessor).Distinct().Count(),
            added.Select(a => a.Entry).Distinct().Count(),
            few
        );
    }

    // What was declared in another stage of the same call.
    private async Task<ILookup<Id<Entry>, Assignment>> InterestsAsync(
        JudgedStage stage,
        CancellationToken cancellation
    ) =>
        (
            await db.Set<EntryJudging>()
                .AsNoTracking()
                .Where(j => j.CallId == stage.Call.Id && j.StageCode != stage.Stage.Code)
                .Join(
                    db.Set<Assignment>().AsNoTracking().Where(a => a.Interest == Interest.Declared),
                    j => j.Id,
                    a => a.JudgingId,
                    (j, a) => new { j.EntryId, Assignment = a }
                )
                .ToListAsync(cancellation)
        ).ToLookup(i => i.EntryId, i => i.Assignment);

    private async Task TellAsync(
        JudgedStage stage,
        IReadOnlyList<Share> added,
        IReadOnlyList<string> few,
        CancellationToken cancellation
    )
    {
        foreach (var own in added.GroupBy(a => a.Assessor))
        {
            await messages.ToPersonAsync(
                new(own.Key),
                new(
                    $"judging:{stage.Stage.Id}:{own.Key}:{own.Min(s => s.Entry)}:{own.Count()}",
                    $"{Words.Count(own.Count(), "entry", "entries")} to judge: {stage.Call.Title}",
                    [
                        "Say first of each whether you have an interest in it. Then give your scores, one entry at a time.",
                        .. stage.Stage.JudgedBy is { } by
                            ? new[] { $"Please finish by {Words.Day(by)}." }
                            : [],
                    ],
                    "/judging",
                    Owed: true,
                    nameof(Call),
                    stage.Call.Id.ToString()
                ),
                cancellation
            );
        }
        if (few.Count > 0)
        {
            await messages.ToPeopleAsync(
                Leads(stage.Call),
                new(
                    $"judging:{stage.Stage.Id}:few:{string.Join(',', few)}",
                    $"Too few assessors: {stage.Call.Title}",
                    [
                        $"{string.Join(", ", few)}: fewer than {Words.Count(stage.Terms.Assessors, "assessor")} can judge it. Name more assessors, then share the entries out again.",
                    ],
                    stage.Path,
                    Owed: true,
                    nameof(Call),
                    stage.Call.Id.ToString()
                ),
                cancellation
            );
        }
    }

    /// <summary>Those who lead the panel: the owners where nobody is named for it.</summary>
    internal static IReadOnlyCollection<Id<Person>> Leads(Call call) =>
        call.People.Any(p => p.Role == CallRole.LeadAssessor)
            ? [.. call.People.Where(p => p.Role == CallRole.LeadAssessor).Select(p => p.PersonId)]
            : [.. call.People.Where(p => p.Role == CallRole.Owner).Select(p => p.PersonId)];

    // Nobody judges what they gave back, have an interest in, or wrote.
    private static IEnumerable<Share> Barred(
        JudgedStage stage,
        Dictionary<Guid, EntryJudging> judgings
    ) =>
        judgings
            .SelectMany(j =>
                j.Value.Assignments.Where(a => !a.IsOpen)
                    .Select(a => new Share(j.Key, a.PersonId.Value))
            )
            .Concat(stage.Entries.SelectMany(e => e.Members.Select(m => new Share(e.Id.Value, m))));

    private async Task<Dictionary<Guid, string>> PanelAsync(
        Call call,
        CancellationToken cancellation
    )
    {
        var ids = call
            .People.Where(p => p.Role is CallRole.Assessor or CallRole.LeadAssessor)
            .Select(p => p.PersonId)
            .Distinct()
            .ToList();
        return await db.Set<Person>()
            .Where(p => ids.Contains(p.Id))
            .ToDictionaryAsync(p => p.Id.Value, p => p.Name, cancellation);
    }
}

/// <summary>Takes an assessor off the entries they have not handed in, and shares those out again. What they handed in stays and counts.</summary>
public sealed class ReleaseAssessor(Db db, Actor actor, FindStage find, ShareOut share)
{
    /// <exception cref="Refusal">The actor may not, or the person judges nothing here.</exception>
    public async Task<SharedOut> RunAsync(
        string reference,
        string stageCode,
        Id<Person> person,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var stage = await find.PanelAsync(reference, stageCode, cancellation: cancellation);
        if (actor.PersonId != person.Value)
        {
            JudgingPermissions.MayLead(actor, stage.Call).Permit();
        }
        var why = Discussions.PlainText.Take(reason, 4000, "why", "Reason");
        var open = stage
            .AssignedTo(person.Value)
            .Where(a => a.Own.IsOpen && a.Own.SubmittedAt is null)
            .ToList();
        if (open.Count == 0)
        {
            throw new Refusal(
                "Nothing is left for them to judge here.",
                kind: RefusalKind.NotFound
            );
        }
        foreach (var (_, own) in open)
        {
            own.End(why, db.Now());
        }
        db.Record(
            actor,
            JudgingVerbs.Left,
            nameof(Call),
            stage.Call.Id,
            new
            {
                stage = stage.Stage.Code,
                person,
                entries = open.Select(o => o.Entry.Reference),
            },
            why
        );
        var done = await share.AgainAsync(stage, cancellation);
        await db.SaveChangesAsync(cancellation);
        return done;
    }
}
