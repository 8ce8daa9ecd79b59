using System.Globalization;
using Tandem.Calls;
using Tandem.Entries;
using Tandem.Kernel;

namespace Tandem.Demo;

/// <summary>What is done with public entries of the demo network: let through, supported, joined, answered.</summary>
public sealed class DemoIdeas(Db db, PublishEntry publish)
{
    /// <returns>Whether it is an act on public entries.</returns>
    internal async Task<bool> ActAsync(DemoLife life, DemoRow row, CancellationToken cancellation)
    {
        var now = db.Now();
        if (row.What == "support")
        {
            foreach (var email in row.Who.Split(' '))
            {
                Support(life.Entry(row), await life.Cast.FindAsync(email, cancellation), now);
            }
            return true;
        }
        if (
            row.What
            is not (
                "let-through"
                or "status"
                or "merge"
                or "report"
                or "confidential"
                or "acknowledge"
                or "told"
            )
        )
        {
            return false;
        }
        var (entry, by) = (life.Entry(row), await life.Cast.FindAsync(row.Who, cancellation));
        if (row.What is "let-through" or "status" or "merge" or "told")
        {
            EntryPermissions.MayModerate(by.Actor, life.Call).Permit();
        }
        switch (row.What)
        {
            case "let-through":
                var version = entry.Awaiting!.Number;
                publish.Publish(
                    life.Call,
                    entry,
                    version,
                    life.Received[(entry.Number, version)],
                    now
                );
                Say(by, "entry-let-through", entry);
                break;
            case "status":
                entry.GiveStatus(
                    life.Call.Kind.Public!.Statuses.Single(s => s.Code == row.Second).Code,
                    row.Third,
                    by.Actor,
                    now
                );
                Say(by, "entry-status-given", entry, new { status = row.Second }, entry.StatusNote);
                break;
            case "merge":
                var other = life.Entries[int.Parse(row.Second, CultureInfo.InvariantCulture) - 1];
                entry.MergeInto(other, row.Third, now);
                Count(other);
                Say(by, "entry-merged", entry, new { into = other.Reference }, entry.MergedReason);
                break;
            case "report":
                db.Add(EntryReport.By(entry, by.Actor, row.Second, now));
                Say(by, "entry-reported", entry);
                break;
            case "confidential":
                db.Add(ConfidentialReply.By(entry, by.Actor, by.Firm?.Name, row.Second, now));
                db.Record(
                    Discussions.Question.Hidden,
                    "confidential-reply-given",
                    nameof(Entry),
                    entry.Id
                );
                break;
            case "acknowledge":
                ReplyInConfidenceOf(entry).Acknowledge(by.Actor, now);
                Say(by, "confidential-reply-acknowledged", entry);
                break;
            default:
                db.Add(ToldToAll.Of(life.Call, entry, row.Second, row.Third, by.Actor, now));
                db.Record(
                    by.Actor,
                    "told-to-all",
                    nameof(Call),
                    life.Call.Id,
                    new { entry = entry.Reference }
                );
                break;
        }
        return true;
    }

    private ConfidentialReply ReplyInConfidenceOf(Entry entry) =>
        db.Set<ConfidentialReply>().Local.Last(r => r.EntryId == entry.Id);

    private void Support(Entry entry, DemoActor by, DateTime now)
    {
        db.Add(EntrySupport.By(entry, by.Person.Id, $"person:{by.Person.Id}", now));
        Count(entry);
        Say(by, "entry-supported", entry);
    }

    private void Count(Entry entry)
    {
        var joined = db.Set<Entry>()
            .Local.Where(e => e.Id == entry.Id || e.MergedIntoId == entry.Id)
            .Select(e => e.Id)
            .ToHashSet();
        entry.SupportCount = db.Set<EntrySupport>()
            .Local.Where(s => joined.Contains(s.EntryId))
            .Select(s => s.Supporter)
            .Distinct()
            .Count();
    }

    private void Say(
        DemoActor by,
        string verb,
        Entry entry,
        object? data = null,
        string? reason = null
    ) => db.Record(by.Actor, verb, nameof(Entry), entry.Id, data, reason);
}
