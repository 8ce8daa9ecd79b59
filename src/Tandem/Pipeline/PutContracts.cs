using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Kernel;

namespace Tandem.Pipeline;

/// <summary>What became of contracts that were to be put on the pipeline.</summary>
/// <param name="Added">The new items.</param>
/// <param name="Already">How many are on the pipeline, or were, already.</param>
public sealed record PutOutcome(IReadOnlyList<PipelineItem> Added, int Already);

/// <summary>Puts contracts that end on the pipeline, as purchases to be let again. Done twice it is as done once.</summary>
public sealed class PutContracts(Db db, Actor actor, Settings settings)
{
    /// <summary>Most contracts at once.</summary>
    public const int Most = 500;

    /// <exception cref="Refusal">The actor may not, nothing is chosen, or a contract is not the organisation's.</exception>
    public async Task<PutOutcome> RunAsync(
        Organisation organisation,
        IReadOnlyCollection<long> numbers,
        CancellationToken cancellation = default
    )
    {
        PipelinePermissions.MayAdd(actor, organisation.Id).Permit();
        if (numbers.Count is 0 or > Most)
        {
            throw new Refusal(
                numbers.Count == 0
                    ? "Choose at least one contract"
                    : $"Choose {Most} contracts or fewer",
                "Contracts"
            );
        }
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Whoever writes items takes a number first, so two people who press the same button take turns here.
        await Sequence.TakeAsync(db, Sequence.Changes, 1, cancellation);
        var contracts = await Of(db, actor, organisation)
            .Where(c => numbers.Contains(c.Number))
            .OrderBy(c => c.EndDate)
            .ThenBy(c => c.Number)
            .ToListAsync(cancellation);
        if (contracts.Count < numbers.Distinct().Count())
        {
            throw new Refusal(
                $"Choose contracts of {organisation.Name} that you may see",
                "Contracts"
            );
        }
        var there = (await OnPipeline(db, organisation).ToListAsync(cancellation)).ToHashSet();
        var now = db.Now();
        var rules = await PipelineRules.OfAsync(db, organisation.Id, cancellation);
        var added = contracts
            .Where(c => !there.Contains(c.Id))
            .Select(c => Item(c, organisation, rules, now))
            .ToList();
        db.AddRange(added);
        foreach (var item in added)
        {
            db.RecordOn(
                actor,
                PipelineActs.Published,
                item,
                new { visibility = item.Visibility.ToString() }
            );
        }
        await db.SavePipelineAsync(added, cancellation);
        await transaction.CommitAsync(cancellation);
        return new(added, contracts.Count - added.Count);
    }

    /// <summary>The organisation's contracts that the actor may see: of its own register, and those published under its authority.</summary>
    public static IQueryable<Contract> Of(Db db, Actor actor, Organisation organisation)
    {
        var (own, code) = ((Id<Organisation>?)organisation.Id, organisation.AuthorityCode);
        return db.Set<Contract>()
            .AsNoTracking()
            .VisibleTo(actor)
            .Where(c =>
                c.OrganisationId == own
                || (c.OrganisationId == null && code != null && c.AuthorityCode == code)
            );
    }

    /// <summary>The contracts that an item of the organisation replaces, whatever became of it.</summary>
    public static IQueryable<Id<Contract>> OnPipeline(Db db, Organisation organisation) =>
        db.Set<PipelineItem>()
            .Where(i => i.OrganisationId == organisation.Id && i.ReplacesContractId != null)
            .Select(i => i.ReplacesContractId!.Value);

    private PipelineItem Item(
        Contract contract,
        Organisation organisation,
        PipelineRules rules,
        DateTime now
    )
    {
        var ends = contract.EndSeenFrom(LocalDay.Of(now));
        var item = PipelineItem.Draft(
            organisation.Id,
            new()
            {
                Title = contract.Title.Length <= 300 ? contract.Title : contract.Title[..300],
                Kind = PipelineKind.Relet,
                Department = contract.Department,
                Problem = contract.Description,
                CpvCodes = string.Join(' ', contract.CpvCodes.Split(' ').Take(10)),
                CpvOrigin = contract.CpvOrigin,
                ValueMinor = Whole(contract),
                Currency = contract.Currency ?? "GBP",
                ContractStart = ends?.AddDays(1),
                ReplacesContractId = contract.Id,
                ReplacesEnd = ends,
            },
            PipelineStore.Self(actor),
            settings.OcidPrefix,
            now,
            $"relet:{contract.Id}"
        );
        item.Publish(ItemVisibility.Organisation, needsApprover: false, null, now);
        item.Confirm(rules.ReviewMonths, now);
        return item;
    }

    /// <summary>The value of the whole term; what is for one year counts for each year, and is left out where the term is not known.</summary>
    private static long? Whole(Contract contract)
    {
        if (contract.ValueMinor is not (> 0 and var minor))
        {
            return null;
        }
        if (!contract.ValueIsAnnual)
        {
            return minor;
        }
        var years =
            contract is { StartDate: { } start, EndDate: { } end } && end > start
                ? Math.Round((end.DayNumber - start.DayNumber + 1) / 365.25m, 2)
                : 0;
        return years > 0 ? (long)(minor * years) : null;
    }
}
