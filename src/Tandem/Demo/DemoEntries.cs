using System.Security.Cryptography;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Entries;
using Tandem.Entries.Sealing;
using Tandem.Kernel;
using Tandem.Questionnaires;

namespace Tandem.Demo;

/// <summary>Lets people and firms of the demo network enter calls.</summary>
public sealed class DemoEntries(Db db, DemoAnswers answers, PublishEntry publish)
{
    /// <returns>Whether it is an act on entries.</returns>
    internal async Task<bool> ActAsync(DemoLife life, DemoRow row, CancellationToken cancellation)
    {
        switch (row.What)
        {
            case "usually":
                life.Usual[row.First] = row.Second;
                break;
            case "answer":
                life.Given[row.First] = row.Second;
                break;
            case "enter":
                await EnterAsync(life, row, cancellation);
                break;
            case "behalf":
                EntryPermissions.MayEnterForOthers(life.Lead.Actor, life.Call).Permit();
                life.Current.OnBehalf(life.Lead.Actor, row.Second, row.First);
                break;
            case "builds":
                life.Current.BuildOn(life.Entry(row));
                Say(
                    life.Lead.Actor,
                    "entry-builds-on",
                    life.Current,
                    new { on = life.Entry(row).Reference }
                );
                break;
            case "with":
                await JoinAsync(life, row, cancellation);
                break;
            case "check":
                await answers.KeepAsync(life, null, cancellation);
                life.Current.BeFoundEligible(db.Now());
                Say(life.Lead.Actor, "entry-found-eligible", life.Current);
                break;
            case "draft":
                await answers.KeepAsync(life, life.Call.Stage(row.First), cancellation);
                break;
            case "go-on":
                life.At = (int)row.Entry - 1;
                break;
            case "submit":
                await SubmitAsync(life, row, cancellation);
                break;
            case "admit":
                await AdmitAsync(life, row, cancellation);
                break;
            default:
                return false;
        }
        return true;
    }

    private async Task EnterAsync(DemoLife life, DemoRow row, CancellationToken cancellation)
    {
        var (call, by, now) = (
            life.Call,
            await life.Cast.FindAsync(row.Who, cancellation),
            db.Now()
        );
        var who = Enum.Parse<EntrantKind>(row.First);
        var isForOthers = row.Third == "for others";
        if (!isForOthers)
        {
            EntryPermissions.MayEnter(by.Actor, call).Permit();
        }
        StartEntry.MustBeOpen(call, call.InOrder.First(), now);
        if (!call.Kind.Entrants.Who.Contains(who))
        {
            throw new InvalidOperationException($"No {who} enters {call.Title}.");
        }
        var organisation =
            who == EntrantKind.Organisation && !isForOthers ? by.Firm ?? by.Council : null;
        var entry = Entry.Begin(
            call,
            life.Entries.Count + 1,
            who,
            organisation?.Id,
            row.Second.Length > 0 ? row.Second : organisation?.Name ?? by.Person.Name,
            row.Third == "anonymous",
            by.Person,
            now
        );
        life.Entries.Add(entry);
        life.Leads.Add(by);
        life.At = life.Entries.Count - 1;
        db.Add(entry);
        Say(
            by.Actor,
            "entry-started",
            entry,
            new
            {
                call = call.Reference,
                number = entry.Number,
                onBehalf = isForOthers,
            }
        );
    }

    private async Task JoinAsync(DemoLife life, DemoRow row, CancellationToken cancellation)
    {
        var other = await life.Cast.FindAsync(row.Who, cancellation);
        var right = Enum.Parse<MemberRight>(row.First);
        life.Current.Members.Add(EntryMember.Of(life.Current, other.Person, right, db.Now()));
        Say(other.Actor, "co-entrant-joined", life.Current, new { Right = right });
    }

    private async Task SubmitAsync(DemoLife life, DemoRow row, CancellationToken cancellation)
    {
        var (call, entry, at) = (life.Call, life.Current, db.Now());
        var stage = call.Stage(row.First)!;
        var isLate = stage.Clock.StateAt(at) == StageState.Closed;
        if (!isLate)
        {
            StartEntry.MustBeOpen(call, stage, at);
        }
        var open = await answers.WriteAsync(life, stage, cancellation);
        if (open.Sheet.Gaps.FirstOrDefault() is { } gap)
        {
            throw new InvalidOperationException(
                $"{entry.Reference}, {gap.Question.Code}: {gap.Message}"
            );
        }
        var number = 1 + entry.Versions.Count;
        var code = row.Second.Length > 0 ? row.Second : ReceiptCode.New();
        var id = Id<EntryVersion>.New(at);
        var package = DemoAnswers.Pack(life, stage, open, number, at);
        var kept = stage.IsSealed
            ? KeptPackage.Seal(package, id.ToString(), life.SealedWith!, code)
            : KeptPackage.Plain(package);
        var version = EntryVersion.Of(
            id,
            entry,
            stage,
            number,
            kept,
            Convert.ToHexStringLower(SHA256.HashData(ReceiptCode.KeyOf(code, "form")!)),
            isLate,
            life.Lead.Actor.Name,
            at
        );
        entry.Receive(
            version,
            stage.IsSealed || entry.PublishedAt is not null
                ? null
                : SubmitEntry.TitleOf(open, stage)
        );
        db.Add(version);
        db.Add(EntryPackage.Of(version, kept));
        life.Received[(entry.Number, number)] = open;
        if (entry.IsPublic && call.Kind.Public?.Moderation == Moderation.After)
        {
            publish.Publish(call, entry, number, open, at);
        }
        // What is open still can be changed, so its draft stays; what is sealed has none any more.
        if (!stage.IsSealed && stage.Clock.StateAt(life.Now) == StageState.Open)
        {
            answers.Keep(entry, stage, open);
        }
        Say(
            life.Lead.Actor,
            isLate ? "entry-received-late" : "entry-received",
            entry,
            new
            {
                stage = stage.Code,
                version = number,
                sha256 = version.Sha256,
                closes = stage.ClosesAt,
                terms = call.AcceptedTerms.Keys,
            }
        );
    }

    private async Task AdmitAsync(DemoLife life, DemoRow row, CancellationToken cancellation)
    {
        var owner = await life.Cast.FindAsync(row.Who, cancellation);
        EntryPermissions.MayDecideLate(owner.Actor, life.Call).Permit();
        var late = life.Entry(row).Versions.Single(v => v.IsLate);
        late.Decide(true, row.Second, owner.Actor, db.Now());
        life.Entry(row).Replace(late);
        db.Record(
            owner.Actor,
            "late-entry-admitted",
            nameof(Entry),
            life.Entry(row).Id,
            new { stage = late.StageCode, version = late.Number },
            late.LateReason
        );
    }

    private void Say(Actor actor, string verb, Entry entry, object? data = null) =>
        db.Record(actor, verb, nameof(Entry), entry.Id, data);
}
