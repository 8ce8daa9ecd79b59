using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Formats.Ocds;
using Tandem.Kernel;
using Tandem.Pipeline;

namespace Tandem.Releases;

/// <summary>What there is to publish of pipeline items: their planning.</summary>
internal sealed class ItemFacts(Db db, Settings settings, Publisher publisher)
{
    /// <summary>What would be published of an item, whoever may see it: for drafts, which only those see who may change it.</summary>
    public async Task<ReleaseFacts> OfAsync(PipelineItem item, CancellationToken cancellation) =>
        (await OfAsync([item], cancellation))[item.Id];

    /// <summary>What would be published of these items.</summary>
    public async Task<IReadOnlyDictionary<Id<PipelineItem>, ReleaseFacts>> OfAsync(
        IReadOnlyCollection<PipelineItem> items,
        CancellationToken cancellation
    )
    {
        var keepers = items.Select(i => i.OrganisationId).Distinct().ToList();
        var organisations = await db.Set<Organisation>()
            .AsNoTracking()
            .Where(o => EF.Parameter(keepers).Contains(o.Id))
            .ToDictionaryAsync(o => o.Id, cancellation);
        // The contract it replaces is named only where everybody may see that one too.
        var replaced = items.Select(i => i.ReplacesContractId).OfType<Id<Contract>>().ToList();
        var contracts = await db.Set<Contract>()
            .AsNoTracking()
            .VisibleTo(Actor.Visitor)
            .Where(c => EF.Parameter(replaced).Contains(c.Id))
            .ToDictionaryAsync(c => c.Id, cancellation);
        return items.ToDictionary(
            i => i.Id,
            i =>
                Facts(
                    i,
                    organisations[i.OrganisationId],
                    i.ReplacesContractId is { } prior ? contracts.GetValueOrDefault(prior) : null
                )
        );
    }

    private ReleaseFacts Facts(PipelineItem item, Organisation organisation, Contract? replaced) =>
        new()
        {
            Ocid = item.Ocid,
            Buyer = publisher.Buyer(organisation, item.Department),
            Title = item.Title,
            Description = item.Problem ?? item.Why,
            Cpv = publisher.Codes(SuggestedCodes.Given(item.CpvCodes, item.CpvOrigin)),
            Procedure =
                item.Procedure == ProcedureGuess.NotDecided
                    ? null
                    : PipelineWords.Procedure(item.Procedure),
            Planning = new PlanningFacts
            {
                Rationale = item.Why,
                Status = Status(item),
                ValueMinor = item.ValueMinor,
                Currency = item.Currency,
                Budget =
                    item.ValueMinor is null && ValueBands.Find(item.ValueBand) is { } band
                        ? PipelineWords.Band(band, item.Currency)
                        : null,
                PlannedNotice = item.PlannedPublish,
                TenderStart = item.SubmissionStart,
                TenderEnd = item.SubmissionEnd,
                ContractStart = item.ContractStart,
                ContractEnd = item.ContractEnd,
                Milestones = Milestones(item),
                PriorOcid = replaced is null ? null : OcidOf(replaced),
            },
        };

    /// <summary>tenderStatus of the standard: planning while it is an idea, planned once it is meant to happen, complete when something came of it.</summary>
    private static string Status(PipelineItem item) =>
        item.State switch
        {
            PipelineState.Withdrawn => "withdrawn",
            PipelineState.Superseded => "cancelled",
            PipelineState.Done => "complete",
            _ => item.Confidence == Confidence.Idea ? "planning" : "planned",
        };

    private static List<MilestoneFacts> Milestones(PipelineItem item)
    {
        var milestones = new List<MilestoneFacts>();
        if (item.Engagement is { Length: > 0 } engagement)
        {
            milestones.Add(
                new(
                    "engagement",
                    "Early market engagement",
                    "engagement",
                    null,
                    "scheduled",
                    engagement
                )
            );
        }
        if (item.ReplacesEnd is { } end)
        {
            milestones.Add(
                new("replaces", "The contract it replaces ends", "preProcurement", end, "scheduled")
            );
        }
        return milestones;
    }

    private string? OcidOf(Contract contract) =>
        contract.OrganisationId is not null ? RegisterFacts.OcidOf(settings, contract)
        : contract.SourceKey.Split(':') is ["ocds", var ocid, ..] ? ocid
        : null;
}
