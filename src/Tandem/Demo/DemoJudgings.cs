using System.Globalization;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Evaluations;
using Tandem.Kernel;

namespace Tandem.Demo;

/// <summary>Panels of the demo network at work: screening, interests, scores given alone, revealed and agreed.</summary>
public sealed class DemoJudgings(Db db, StageEntries entries)
{
    /// <returns>Whether it is an act of judging.</returns>
    internal async Task<bool> ActAsync(DemoLife life, DemoRow row, CancellationToken cancellation)
    {
        if (row.What == "stage")
        {
            await BeginAsync(life, row.First, cancellation);
            return true;
        }
        if (row.What is not ("screen" or "share" or "declare" or "save" or "score" or "agree"))
        {
            return false;
        }
        var by = await life.Cast.FindAsync(row.Who, cancellation);
        switch (row.What)
        {
            case "screen":
                Screen(life, row, by.Actor);
                break;
            case "share":
                await ShareAsync(life, row, by.Actor, cancellation);
                break;
            case "declare":
                Declare(life, row, by.Actor);
                break;
            case "agree":
                Agree(life, row, by.Actor);
                break;
            default:
                Score(life, row, by.Actor);
                break;
        }
        return true;
    }

    private async Task BeginAsync(DemoLife life, string code, CancellationToken cancellation)
    {
        var stage = life.Call.Stage(code)!;
        life.Stage = new(
            life.Call,
            stage,
            await entries.OfAsync(life.Call, stage, cancellation),
            new([], [])
        );
        life.Judgings.Clear();
        foreach (var entry in life.Stage.Entries)
        {
            var judging = life.Stage.Begin(entry, db.Now());
            life.Judgings[entry.Number] = judging;
            db.Add(judging);
        }
    }

    private void Screen(DemoLife life, DemoRow row, Actor actor)
    {
        JudgingPermissions.MayScreen(actor, life.Call).Permit();
        var judging = life.Judgings[row.Entry];
        var passes = row.Second == "yes";
        judging.Screen(passes, row.Third, actor, db.Now());
        var screening = judging.Screenings[^1];
        Say(
            actor,
            JudgingVerbs.Screened,
            judging,
            new
            {
                entry = life.Entry(row).Reference,
                passes,
                digest = screening.Digest(),
            },
            screening.Reason
        );
    }

    /// <summary>Gives entries, all or those that are named, to assessors.</summary>
    private async Task ShareAsync(
        DemoLife life,
        DemoRow row,
        Actor actor,
        CancellationToken cancellation
    )
    {
        JudgingPermissions.MayLead(actor, life.Call).Permit();
        var added = 0;
        foreach (var email in row.Second.Split(' '))
        {
            var assessor = await life.Cast.FindAsync(email, cancellation);
            foreach (var number in Numbers(life, row.First))
            {
                life.Judgings[number]
                    .Assign(assessor.Person.Id, assessor.Person.Name, actor, db.Now());
                added++;
            }
        }
        db.Record(
            actor,
            JudgingVerbs.SharedOut,
            nameof(Call),
            life.Call.Id,
            new
            {
                stage = life.Stage!.Stage.Code,
                added,
                few = Array.Empty<string>(),
                away = 0,
            }
        );
    }

    private void Declare(DemoLife life, DemoRow row, Actor actor)
    {
        JudgingPermissions.MayAssess(actor, life.Call).Permit();
        var interest = row.Second == "yes" ? Interest.Declared : Interest.None;
        foreach (var number in Numbers(life, row.First))
        {
            var judging = life.Judgings[number];
            if (
                judging.AssignmentOf(actor.PersonId) is { Interest: Interest.Undeclared } own
                && own.Declare(interest, row.Third, db.Now())
            )
            {
                Say(actor, JudgingVerbs.Declared, judging, new { interest = interest.ToString() });
            }
        }
    }

    private void Score(DemoLife life, DemoRow row, Actor actor)
    {
        var (terms, judging) = (life.Stage!.Terms, life.Judgings[row.Entry]);
        var own = judging.AssignmentOf(actor.PersonId)!;
        var given = Given(life, row);
        foreach (var one in given)
        {
            own.Save(terms, one, db.Now());
        }
        Say(actor, JudgingVerbs.Saved, judging, new { changed = given.Select(g => g.Field) });
        if (row.What == "save")
        {
            return;
        }
        var (_, revealed) = judging.Submit(terms, own, db.Now());
        var entry = life.Entry(row).Reference;
        Say(
            actor,
            JudgingVerbs.Submitted,
            judging,
            new { entry, digests = own.Scores.Select(s => s.Digest()) }
        );
        if (revealed)
        {
            Say(
                actor,
                JudgingVerbs.Revealed,
                judging,
                new { entry, assessors = judging.Panel.Count(a => a.Counts) }
            );
        }
    }

    private void Agree(DemoLife life, DemoRow row, Actor actor)
    {
        JudgingPermissions.MayLead(actor, life.Call).Permit();
        var judging = life.Judgings[row.Entry];
        foreach (var one in Given(life, row))
        {
            judging.Agree(life.Stage!.Terms, one.Code, one.Value, one.Words, actor, db.Now());
            var agreed = judging.Agreed[^1];
            Say(
                actor,
                JudgingVerbs.Agreed,
                judging,
                new
                {
                    entry = life.Entry(row).Reference,
                    agreed.Criterion,
                    agreed.Value,
                    digest = agreed.Digest(),
                },
                agreed.Reason
            );
        }
    }

    /// <summary>As the table writes scores: <c>need=4,value=3</c>, and the words for each between bars.</summary>
    private static List<ScoreGiven> Given(DemoLife life, DemoRow row)
    {
        var words = row.Third.Split('|');
        return
        [
            .. row
                .Second.Split(',')
                .Select(
                    (score, place) =>
                    {
                        var (code, value) = (score.Split('=')[0], score.Split('=')[1]);
                        return new ScoreGiven(
                            life.Stage!.Terms.RedLines.Any(r => r.Code == code)
                                ? ScoreKind.RedLine
                                : ScoreKind.Criterion,
                            code,
                            int.Parse(value, CultureInfo.InvariantCulture),
                            words.ElementAtOrDefault(place)?.Trim()
                        );
                    }
                ),
        ];
    }

    private static IEnumerable<long> Numbers(DemoLife life, string text) =>
        text == "all"
            ? life.Judgings.Keys.Order()
            : text.Split(' ').Select(n => long.Parse(n, CultureInfo.InvariantCulture));

    private void Say(
        Actor actor,
        string verb,
        EntryJudging judging,
        object? data = null,
        string? reason = null
    ) => db.Record(actor, verb, nameof(EntryJudging), judging.Id, data, reason);
}
