using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Questionnaires;

namespace Tandem.Demo;

/// <summary>Lets councils of the demo network make a call of each kind, each as far as its rows in <c>demo/calls.tsv</c> say.</summary>
public sealed class DemoCalls(
    Db db,
    CallKinds kinds,
    QuestionSets sets,
    WorkingDays calendars,
    Settings settings
)
{
    private const int Opens = 9;
    private const int Closes = 12;

    internal async Task RunAsync(
        IEnumerable<string[]> rows,
        DateOnly today,
        CancellationToken cancellation
    )
    {
        Call? call = null;
        foreach (var row in rows)
        {
            var (what, first, second, third) = (row[0], row[2], row[3], row[4]);
            if (what == "call")
            {
                db.ChangeTracker.Clear();
                call = null;
            }
            db.Ago = TimeSpan.FromDays(int.Parse(row[5], CultureInfo.InvariantCulture));
            if (call is null)
            {
                call = await MakeAsync(row[1], first, second, third, today, cancellation);
                continue;
            }
            switch (what)
            {
                case "about":
                    call.Describe(
                        new()
                        {
                            Title = call.Title,
                            Summary = call.Summary,
                            CpvCodes = first,
                        },
                        db.Now()
                    );
                    call.Fund(Sums(call, second), db.Now());
                    break;
                case "brief":
                    call.WriteBrief(new Dictionary<string, string> { [first] = second }, db.Now());
                    break;
                case "dates":
                    call.Schedule(Dates(call, third, today), db.Now());
                    break;
                case "name":
                    call.Name(
                        (await PersonAsync(row[1], cancellation)).Id,
                        Enum.Parse<CallRole>(first),
                        Actor.System,
                        db.Now()
                    );
                    break;
                default:
                    await ActAsync(call, what, row[1], first, cancellation);
                    break;
            }
            await db.SaveCallAsync(call, cancellation);
        }
        db.ChangeTracker.Clear();
        db.Ago = TimeSpan.Zero;
    }

    private async Task<Call> MakeAsync(
        string email,
        string kindName,
        string title,
        string summary,
        DateOnly today,
        CancellationToken cancellation
    )
    {
        var kind = kinds.Find(kindName)!;
        var versions = new Dictionary<string, string>();
        foreach (
            var name in kind.Stages.Select(s => s.Form).Append(kind.Eligibility).OfType<string>()
        )
        {
            versions[name] = (await sets.InForceAsync(name, today, cancellation))!.Version;
        }
        var (owner, organisations) = await Actors.OfAsync(
            db,
            await PersonAsync(email, cancellation),
            cancellation
        );
        var call = Call.Make(
            kind,
            organisations[0],
            title,
            name => versions[name],
            settings.OcidPrefix,
            owner,
            db.Now()
        );
        call.Describe(new() { Title = title, Summary = summary }, db.Now());
        db.Add(call);
        db.RecordOn(owner, CallActs.Made, call);
        await db.SaveCallAsync(call, cancellation);
        return call;
    }

    private async Task ActAsync(
        Call call,
        string act,
        string email,
        string reason,
        CancellationToken cancellation
    )
    {
        var (actor, _) = await Actors.OfAsync(
            db,
            await PersonAsync(email, cancellation),
            cancellation
        );
        var now = db.Now();
        switch (act)
        {
            case "submit":
                call.Submit(actor, now);
                db.RecordOn(actor, CallActs.Submitted, call);
                break;
            case "approve":
                call.Approve(actor, now);
                db.RecordOn(actor, CallActs.Approved, call);
                break;
            case "return":
                call.Return(reason, now);
                db.RecordOn(actor, CallActs.Returned, call, reason: reason);
                break;
            case "publish":
                call.Publish(calendars, now);
                db.RecordOn(actor, CallActs.Published, call);
                break;
            case "cancel":
                call.Cancel(reason, now);
                db.RecordOn(actor, CallActs.Cancelled, call, reason: reason);
                break;
            default:
                throw new InvalidOperationException($"No call has the act ‘{act}’.");
        }
    }

    /// <summary>Sums as the table writes them, in pence: <c>budget 12000000</c>, <c>value …</c>, <c>prizes Title=…;fee STAGE=…</c>.</summary>
    private static CallSums Sums(Call call, string text)
    {
        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries);
        var prizes = new List<Prize>();
        var fees = new Dictionary<string, long?>();
        var sums = new CallSums
        {
            LeastAskMinor = call.LeastAskMinor,
            MostAskMinor = call.MostAskMinor,
        };
        foreach (var part in parts)
        {
            var minor = long.Parse(
                part[(part.LastIndexOfAny([' ', '=']) + 1)..],
                CultureInfo.InvariantCulture
            );
            var name = part.Contains('=') ? part[..part.LastIndexOf('=')] : "";
            sums = part.Split(' ')[0] switch
            {
                "budget" => sums with { BudgetMinor = minor },
                "value" => sums with { ValueMinor = minor },
                _ => sums,
            };
            if (name.StartsWith("fee ", StringComparison.Ordinal))
            {
                fees[name[4..]] = minor;
            }
            else if (name.Length > 0)
            {
                prizes.Add(new(name.Replace("prizes ", ""), minor, null));
            }
        }
        return sums with { Prizes = prizes, Fees = fees };
    }

    /// <summary>Opening and closing of each stage, in days from today: <c>-15:20 50:140</c>. Without an opening it opens when it is published.</summary>
    private static CallDates Dates(Call call, string text, DateOnly today) =>
        new(
            [
                .. call
                    .InOrder.Zip(text.Split(' '))
                    .Select(stage =>
                    {
                        var days = stage
                            .Second.Split(':')
                            .Select(d => int.Parse(d, CultureInfo.InvariantCulture))
                            .ToList();
                        return new StageDates(
                            stage.First.Code,
                            days[0] <= 0 && stage.First.Position == 1
                                ? null
                                : At(today.AddDays(days[0]), Opens),
                            At(today.AddDays(days[1]), Closes),
                            null
                        );
                    }),
            ],
            null,
            null
        );

    private static DateTime At(DateOnly day, int hour) =>
        day.ToDateTime(new(hour, 0), DateTimeKind.Utc);

    private Task<Person> PersonAsync(string email, CancellationToken cancellation) =>
        db.Set<Person>().AsNoTracking().SingleAsync(p => p.Email == email, cancellation);
}
