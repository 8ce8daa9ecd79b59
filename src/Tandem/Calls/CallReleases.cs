using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls.Kinds;
using Tandem.Formats.Ocds;
using Tandem.Kernel;
using Tandem.Pipeline;
using Tandem.Releases;
using Tandem.Web;

namespace Tandem.Calls;

/// <summary>What a later room has to publish of decisions about calls.</summary>
public interface ICallAwards
{
    /// <summary>Awards of these calls, published ones alone.</summary>
    Task<IReadOnlyDictionary<Id<Call>, IReadOnlyList<AwardFacts>>> OfAsync(
        IReadOnlyCollection<Id<Call>> calls,
        CancellationToken cancellation
    );
}

/// <summary>Tender releases, from published calls of kinds that are published as OCDS.</summary>
internal sealed class CallReleases(Db db, Processes processes, Publisher publisher) : IReleaseSource
{
    public string Kind => nameof(Call);

    public async Task<IReadOnlyList<ChangedRecord>> NextAsync(
        long after,
        int count,
        CancellationToken cancellation
    )
    {
        var calls = await db.Set<Call>()
            .AsNoTracking()
            .Where(c => c.ChangeSeq > after)
            .OrderBy(c => c.ChangeSeq)
            .Take(count)
            .ToListAsync(cancellation);
        var makers = calls.Select(c => c.OrganisationId).Distinct().ToList();
        var organisations = await db.Set<Organisation>()
            .AsNoTracking()
            .Where(o => EF.Parameter(makers).Contains(o.Id))
            .ToDictionaryAsync(o => o.Id, cancellation);
        var records = new List<ChangedRecord>();
        foreach (var call in calls)
        {
            records.Add(
                CallTenders.IsPublic(call)
                    ? await OfAsync(call, organisations[call.OrganisationId], cancellation)
                    : new(call.ChangeSeq, call.ChangedAt, null, null, null)
            );
        }
        return records;
    }

    // One process with the item it came from, and with the contract that item has led to: what is known of those is stated as well.
    private async Task<ChangedRecord> OfAsync(
        Call call,
        Organisation organisation,
        CancellationToken cancellation
    )
    {
        var item = call.PipelineItemId is { } id
            ? await db.Set<PipelineItem>()
                .AsNoTracking()
                .SingleOrDefaultAsync(i => i.Id == id, cancellation)
            : null;
        var known = item is null
            ? null
            : (await processes.OfItemsAsync([item], cancellation)).FirstOrDefault(r =>
                r.Facts?.Ocid == call.Ocid
            );
        return known is not null
            ? known with
            {
                Place = call.ChangeSeq,
                ChangedAt = call.ChangedAt,
            }
            : new(
                call.ChangeSeq,
                call.ChangedAt,
                null,
                null,
                new()
                {
                    Ocid = call.Ocid,
                    Buyer = publisher.Buyer(organisation, null),
                    Title = call.Title,
                    Description = call.Summary,
                    Cpv = publisher.Codes(call.CpvCodes),
                    Region = call.Region,
                }
            );
    }
}

/// <summary>Public calls as the tenders of their processes.</summary>
internal sealed class CallTenders(Db db, Settings settings, IEnumerable<ICallAwards> awards)
    : ITenderSource
{
    /// <summary>Whether anything of it is published as open contracting data.</summary>
    public static bool IsPublic(Call call) =>
        call is { IsPublished: true, Audience: CallAudience.Public } && call.Kind.Publishes.Ocds;

    public async Task<IReadOnlyDictionary<string, TenderPart>> OfAsync(
        IReadOnlyCollection<string> ocids,
        CancellationToken cancellation
    )
    {
        var calls = (
            await db.Set<Call>()
                .AsNoTracking()
                .Whole()
                .VisibleTo(Actor.Visitor)
                .Where(c => EF.Parameter(ocids).Contains(c.Ocid))
                .OrderBy(c => c.PublishedAt)
                .ToListAsync(cancellation)
        ).FindAll(IsPublic);
        var decided = new Dictionary<Id<Call>, List<AwardFacts>>();
        foreach (var source in awards)
        {
            foreach (
                var (id, facts) in await source.OfAsync([.. calls.Select(c => c.Id)], cancellation)
            )
            {
                decided.TryAdd(id, []);
                decided[id].AddRange(facts);
            }
        }
        var parts = new Dictionary<string, TenderPart>();
        foreach (var call in calls)
        {
            // Where several calls are stages of one process, the last is its tender.
            parts[call.Ocid] = new(
                Tender(call),
                [
                    .. calls
                        .Where(c => c.Ocid == call.Ocid)
                        .SelectMany(c => decided.GetValueOrDefault(c.Id) ?? []),
                ]
            );
        }
        return parts;
    }

    private TenderFacts Tender(Call call)
    {
        var (kind, stages) = (call.Kind, call.InOrder.ToList());
        return new()
        {
            Title = call.Title,
            Description = call.Summary,
            Status = Status(call, stages),
            Method = kind.Stages.Any(s => s.OnlyProgressed) ? "selective" : "open",
            MethodDetails = kind.Title,
            ValueMinor = call.ValueMinor ?? call.BudgetMinor,
            Currency = call.Currency,
            Opens = stages[0].OpensAt,
            Closes = stages[^1].ClosesAt,
            EnquiriesUntil = call.QuestionsUntil,
            AwardCriteria = Criteria(stages),
            Eligibility = KindWording.Who(kind),
            Address = settings.AddressOf($"/calls/{call.Reference}"),
            Milestones = stages.Count == 1 ? [] : [.. stages.Select(s => Milestone(s, call))],
            Amendments =
            [
                .. call
                    .Addenda.OrderBy(a => a.Number)
                    .Select(a => ($"{call.Reference}-A{a.Number}", a.MadeAt, a.Text)),
            ],
        };
    }

    private static string Status(Call call, List<CallStage> stages) =>
        call.State == CallState.Cancelled ? "cancelled"
        : call.DecidedAt is not null || call.State == CallState.Ended ? "complete"
        : stages.All(s => s.ClosingTold) && !call.Kind.IsStanding ? "complete"
        : "active";

    private static string? Criteria(List<CallStage> stages)
    {
        var said = stages
            .Where(s => s.Judging.IsScored)
            .Select(s =>
                string.Join(
                    "; ",
                    s.Judging.Criteria.Select(c =>
                        s.Judging.IsWeighted
                            ? $"{c.Title} {c.Weight.ToString("0.##", Words.Culture)}%"
                            : c.Title
                    )
                )
            )
            .ToList();
        return said.Count == 0 ? null : string.Join(". ", said);
    }

    private static MilestoneFacts Milestone(CallStage stage, Call call) =>
        new(
            stage.Code,
            $"{stage.Title} closes",
            "assessment",
            stage.ClosesAt is { } closes
                ? DateOnly.FromDateTime(LocalTime.Of(closes, call.TimeZone))
                : null,
            stage.ClosingTold ? "met" : "scheduled"
        );
}
