using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Formats.Ocds;
using Tandem.Kernel;
using Tandem.Pipeline;

namespace Tandem.Releases;

/// <summary>Planning releases, from the pipeline items that everybody may see.</summary>
internal sealed class PipelineReleases(Db db, Settings settings, Publisher publisher)
    : IReleaseSource
{
    public string Kind => nameof(PipelineItem);

    public async Task<IReadOnlyList<ChangedRecord>> NextAsync(
        long after,
        int count,
        CancellationToken cancellation
    )
    {
        var rows = await (
            from item in db.Set<PipelineItem>().AsNoTracking()
            join organisation in db.Set<Organisation>()
                on item.OrganisationId equals organisation.Id
            // The contract it replaces is named only where everybody may see that one too.
            join replaced in db.Set<Contract>().VisibleTo(Actor.Visitor)
                on item.ReplacesContractId equals (Id<Contract>?)replaced.Id
                into known
            from contract in known.DefaultIfEmpty()
            where item.ChangeSeq > after
            orderby item.ChangeSeq
            select new
            {
                item,
                organisation,
                contract,
            }
        )
            .Take(count)
            .ToListAsync(cancellation);
        return
        [
            .. rows.Select(r => new ChangedRecord(
                r.item.ChangeSeq,
                r.item.ChangedAt,
                null,
                r.item.Id,
                r.item.Visibility == ItemVisibility.Public
                    ? Facts(r.item, r.organisation, r.contract)
                    : null
            )),
        ];
    }

    /// <summary>What would be published of an item, whoever may see it: for drafts, which only those see who may change it.</summary>
    public async Task<ReleaseFacts> OfAsync(PipelineItem item, CancellationToken cancellation) =>
        Facts(
            item,
            await db.OrganisationOfAsync(item, cancellation),
            await db.Set<Contract>()
                .AsNoTracking()
                .VisibleTo(Actor.Visitor)
                .SingleOrDefaultAsync(
                    c => (Id<Contract>?)c.Id == item.ReplacesContractId,
                    cancellation
                )
        );

    private ReleaseFacts Facts(PipelineItem item, Organisation organisation, Contract? replaced) =>
        new()
        {
            Ocid = item.Ocid,
            Buyer = publisher.Buyer(organisation, item.Department),
            Title = item.Title,
            Description = item.Problem ?? item.Why,
            Cpv = item.CpvOrigin == CodeOrigin.Buyer ? publisher.Codes(item.CpvCodes) : [],
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
        contract.OrganisationId is not null ? ContractReleases.OcidOf(settings, contract)
        : contract.SourceKey.Split(':') is ["ocds", var ocid, ..] ? ocid
        : null;
}
