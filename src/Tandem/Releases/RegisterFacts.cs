using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Commitments;
using Tandem.Contracts;
using Tandem.Formats.Ocds;
using Tandem.Kernel;
using Tandem.Parties;

namespace Tandem.Releases;

/// <summary>What there is to publish of contracts in the registers here: the contract, and what is promised and done while it runs.</summary>
internal sealed class RegisterFacts(Db db, Settings settings, Publisher publisher)
{
    private static readonly string[] Statuses = ["pending", "active", "cancelled", "terminated"];

    /// <summary>What would be published of these contracts; of one that stands in no register here, nothing.</summary>
    public async Task<IReadOnlyDictionary<Id<Contract>, ReleaseFacts>> OfAsync(
        IReadOnlyCollection<Contract> contracts,
        CancellationToken cancellation
    )
    {
        var kept = contracts.Where(c => c.OrganisationId is not null).ToList();
        var ids = kept.ConvertAll(c => c.Id);
        var keepers = kept.Select(c => c.OrganisationId!.Value).Distinct().ToList();
        var organisations = await db.Set<Organisation>()
            .AsNoTracking()
            .Where(o => EF.Parameter(keepers).Contains(o.Id))
            .ToDictionaryAsync(o => o.Id, cancellation);
        var suppliers = (
            await (
                from part in db.Set<ContractSupplier>()
                join supplier in db.Set<Supplier>() on part.SupplierId equals supplier.Id
                where EF.Parameter(ids).Contains(part.ContractId)
                orderby part.NameAsPublished
                select new
                {
                    part.ContractId,
                    part.NameAsPublished,
                    supplier,
                }
            ).ToListAsync(cancellation)
        ).ToLookup(p => p.ContractId);
        var promises = await PromisesAsync(ids, cancellation);
        return kept.ToDictionary(
            c => c.Id,
            c =>
                Facts(
                    c,
                    organisations[c.OrganisationId!.Value],
                    [
                        .. suppliers[c.Id]
                            .Select(s => Supplier(s.supplier, s.NameAsPublished))
                            .DistinctBy(s => s.Id),
                    ],
                    promises[c.Id.ToString()].Where(p => p.OrganisationId == c.OrganisationId)
                )
        );
    }

    /// <summary>The open contracting id under which a contract of a register here is published, unless it came of a pipeline item.</summary>
    internal static string OcidOf(Settings settings, Contract contract) =>
        $"{settings.OcidPrefix}-{contract.Id.Value:N}";

    // Those everybody may read; one that was taken down is none.
    private async Task<ILookup<string?, Commitment>> PromisesAsync(
        List<Id<Contract>> contracts,
        CancellationToken cancellation
    )
    {
        var about = contracts.ConvertAll(id => id.ToString());
        return (
            await db.Set<Commitment>()
                .AsNoTracking()
                .VisibleTo(Actor.Visitor)
                .Where(p =>
                    p.SubjectKind == nameof(Contract)
                    && EF.Parameter(about).Contains(p.SubjectId!)
                    && p.TakenDownAt == null
                )
                .OrderBy(p => p.Number)
                .ToListAsync(cancellation)
        ).ToLookup(p => p.SubjectId);
    }

    private ReleaseFacts Facts(
        Contract contract,
        Organisation organisation,
        IReadOnlyList<PartyFacts> suppliers,
        IEnumerable<Commitment> promises
    ) =>
        new()
        {
            Ocid = OcidOf(settings, contract),
            Buyer = publisher.Buyer(organisation, contract.Department),
            Title = contract.Title,
            Description = contract.Description,
            // A code that was only suggested is no fact of the contract.
            Cpv = publisher.Codes(SuggestedCodes.Given(contract.CpvCodes, contract.CpvOrigin)),
            Region = contract.Region,
            Procedure = contract.Procedure,
            Contract = new ContractFacts
            {
                Id = contract.BuyerReference ?? contract.Reference,
                Suppliers = suppliers,
                AwardDate = contract.AwardDate,
                Start = contract.StartDate,
                End = contract.EndDate,
                LatestEnd = contract.LatestEndDate,
                ValueMinor = contract.ValueIsAnnual ? null : contract.ValueMinor,
                AnnualMinor = contract.ValueIsAnnual ? contract.ValueMinor : null,
                Currency = contract.Currency ?? "GBP",
                Status = Statuses.Contains(contract.Status) ? contract.Status : null,
                Implementation = [.. Review(contract), .. promises.Select(Promise)],
            },
        };

    private static PartyFacts Supplier(Supplier supplier, string name) =>
        supplier.CompanyNumber is { } company ? Known(supplier, name, "GB-COH", company)
        : supplier.VatNumber is { } vat ? Known(supplier, name, "GB-VAT", vat)
        : new(
            $"S-{supplier.Id}",
            name,
            PostalCode: supplier.PostalCode,
            Locality: supplier.Locality,
            IsSme: supplier.IsSme,
            IsVcse: supplier.IsVcse
        );

    private static PartyFacts Known(Supplier supplier, string name, string scheme, string number) =>
        new(
            $"{scheme}-{number}",
            name,
            scheme,
            number,
            supplier.PostalCode,
            supplier.Locality,
            supplier.IsSme,
            supplier.IsVcse
        );

    private static IEnumerable<MilestoneFacts> Review(Contract contract) =>
        contract.ReviewDate is { } review
            ? [new("review", "Contract review", "assessment", review, "scheduled")]
            : [];

    /// <summary>A promise about a contract is something to be delivered while it runs (milestoneType and milestoneStatus of the standard).</summary>
    private static MilestoneFacts Promise(Commitment promise) =>
        new(
            promise.Reference,
            CommitmentWords.Short(promise.Text),
            "delivery",
            promise.Due,
            promise.State switch
            {
                CommitmentState.Kept => "met",
                CommitmentState.NotKept => "notMet",
                _ => "scheduled",
            },
            promise.Text,
            promise.State == CommitmentState.Kept ? promise.SettledOn : null
        );
}
