using System.Globalization;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Evaluations;
using Tandem.Evaluations.FollowingThrough;
using Tandem.Kernel;

namespace Tandem.Demo;

/// <summary>Decisions of the demo network, from the recommendation to what became of what was selected.</summary>
public sealed class DemoDecisions(Db db, WriteLetters write)
{
    /// <returns>Whether it is an act on a decision.</returns>
    internal async Task<bool> ActAsync(DemoLife life, DemoRow row, CancellationToken cancellation)
    {
        if (row.What == "outcome")
        {
            var said = row.Second.Split(' ');
            life.Outcomes.Add(
                new(
                    life.Entry(row).Id,
                    life.Entry(row).Reference,
                    Enum.Parse<EntryOutcome>(said[0]),
                    row.Third,
                    said.Length > 1 ? long.Parse(said[1], CultureInfo.InvariantCulture) : null
                )
            );
            return true;
        }
        if (
            row.What
            is not (
                "recommend"
                or "approve-decision"
                or "tell"
                or "follow"
                or "milestone"
                or "reach"
                or "found"
            )
        )
        {
            return false;
        }
        var by = await life.Cast.FindAsync(row.Who, cancellation);
        switch (row.What)
        {
            case "recommend":
                Recommend(life, row.First, by.Actor);
                break;
            case "approve-decision":
                JudgingPermissions.MayApprove(by.Actor, life.Call).Permit();
                life.Decision!.Approve(life.Call.Kind.Decision, by.Actor, db.Now());
                db.RecordDecision(by.Actor, JudgingVerbs.Approved, life.Judged!, life.Decision);
                break;
            case "tell":
                await TellAsync(life, by.Actor, cancellation);
                break;
            default:
                JudgingPermissions.MayTell(by.Actor, life.Call).Permit();
                Follow(life, row, by);
                break;
        }
        return true;
    }

    private void Recommend(DemoLife life, string words, Actor actor)
    {
        JudgingPermissions.MayLead(actor, life.Call).Permit();
        var judged = life.Judged = new(
            life.Call,
            life.Stage!.Stage,
            life.Stage.Entries,
            new([.. life.Judgings.Values], [])
        );
        var decision = life.Decision = CallDecision.Recommend(
            life.Call.Id,
            judged.Stage.Code,
            1,
            FindDecision.FrameOf(judged),
            judged.Ranking,
            [.. life.Outcomes],
            new(words),
            actor,
            db.Now()
        );
        life.Outcomes.Clear();
        db.Add(decision);
        db.RecordDecision(actor, JudgingVerbs.Recommended, judged, decision);
    }

    private async Task TellAsync(DemoLife life, Actor actor, CancellationToken cancellation)
    {
        JudgingPermissions.MayTell(actor, life.Call).Permit();
        var (judged, decision, now) = (life.Judged!, life.Decision!, db.Now());
        decision.Tell(now);
        var letters = (await write.RunAsync(judged, decision, cancellation))
            .Select(l => DecisionLetter.Of(decision, l.Entry.Id, l.Text, now))
            .ToList();
        db.AddRange(letters);
        var next = life.Call.InOrder.FirstOrDefault(s => s.Position > judged.Stage.Position);
        foreach (var line in decision.Lines.Where(l => l.Outcome == EntryOutcome.Progressed))
        {
            life.Entries.Single(e => e.Id == line.EntryId).GoOnTo(next!);
        }
        db.Record(
            actor,
            JudgingVerbs.Told,
            nameof(Call),
            life.Call.Id,
            new
            {
                stage = judged.Stage.Code,
                decision.Round,
                digest = decision.Digest(),
                letters = letters.Select(l => l.Digest()),
            }
        );
        if (next is null)
        {
            life.Call.Decide(now);
        }
    }

    private void Follow(DemoLife life, DemoRow row, DemoActor by)
    {
        var verb = row.What switch
        {
            "follow" => "follow-through-begun",
            "milestone" => "milestone-planned",
            "reach" => "milestone-reached",
            _ => "check-answered",
        };
        if (row.What == "follow")
        {
            var line = life.Decision!.Lines.Single(l => l.EntryId == life.Entry(row).Id);
            life.Follows[row.Entry] = FollowThrough.Begin(
                life.Call,
                line,
                life.Judged!.Entry(line.EntryId),
                new(life.Call.Kind.Becomes[0], row.Second, Day(life, row.Third)),
                line.Amount,
                by.Person,
                db.Now()
            );
            db.Add(life.Follows[row.Entry]);
        }
        var follow = life.Follows[row.Entry];
        switch (row.What)
        {
            case "milestone":
                var said = row.Third.Split(' ');
                follow.Plan(
                    row.Second,
                    Day(life, said[0]),
                    said.Length > 1 ? long.Parse(said[1], CultureInfo.InvariantCulture) : null,
                    db.Now()
                );
                break;
            case "reach":
                var milestone = follow.Milestones.Single(m => m.Title == row.Second);
                follow.Reach(milestone.Id, LocalDay.Of(db.Now()), row.Third, db.Now());
                break;
            case "found":
                follow.Answer(
                    int.Parse(row.Second, CultureInfo.InvariantCulture),
                    row.Third,
                    null,
                    by.Actor,
                    db.Now()
                );
                break;
        }
        db.Record(
            by.Actor,
            verb,
            nameof(FollowThrough),
            follow.Id,
            row.What == "follow"
                ? new
                {
                    entry = follow.Reference,
                    becomes = follow.Becomes,
                    owner = follow.OwnerId,
                }
                : new
                {
                    entry = follow.Reference,
                    result = follow.Result,
                    owner = follow.OwnerId,
                }
        );
    }

    private static DateOnly Day(DemoLife life, string days) =>
        life.Today.AddDays(int.Parse(days, CultureInfo.InvariantCulture));
}
