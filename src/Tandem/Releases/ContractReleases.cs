using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Formats.Ocds;
using Tandem.Kernel;
using Tandem.Parties;

namespace Tandem.Releases;

/// <summary>Contract and implementation releases, from the registers of the organisations here. What was read from others' notices is theirs to publish.</summary>
internal sealed class ContractReleases(Db db, Settings settings, Publisher publisher)
    : IReleaseSource
{
    private static readonly string[] Statuses = ["pending", "active", "cancelled", "terminated"];

    public string Kind => nameof(Contract);

    public async Task<IReadOnlyList<ChangedRecord>> NextAsync(
        long after,
        int count,
        CancellationToken cancellation
    )
    {
        var rows = await (
            from contract in db.Set<Contract>().AsNoTracking()
            join organisation in db.Set<Organisation>()
                on contract.OrganisationId equals organisation.Id
            where contract.ChangeSeq > after
            orderby contract.ChangeSeq
            select new { contract, organisation }
        )
            .Take(count)
            .ToListAsync(cancellation);
        var ids = rows.Select(r => r.contract.Id).ToList();
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
        return
        [
            .. rows.Select(r => new ChangedRecord(
                r.contract.ChangeSeq,
                r.contract.ChangedAt,
                r.contract.Id,
                null,
                r.contract.Visibility == Visibility.Public
                    ? Facts(
                        r.contract,
                        r.organisation,
                        [
                            .. suppliers[r.contract.Id]
                                .Select(s => Supplier(s.supplier, s.NameAsPublished))
                                .DistinctBy(s => s.Id),
                        ]
                    )
                    : null
            )),
        ];
    }

    /// <summary>The open contracting id under which a contract of a register here is published.</summary>
    internal static string OcidOf(Settings settings, Contract contract) =>
        $"{settings.OcidPrefix}-{contract.Id.Value:N}";

    private ReleaseFacts Facts(
        Contract contract,
        Organisation organisation,
        IReadOnlyList<PartyFacts> suppliers
    ) =>
        new()
        {
            Ocid = OcidOf(settings, contract),
            Buyer = publisher.Buyer(organisation, contract.Department),
            Title = contract.Title,
            Description = contract.Description,
            // A code that was only suggested is no fact of the contract.
            Cpv = contract.CpvOrigin == CodeOrigin.Buyer ? publisher.Codes(contract.CpvCodes) : [],
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
                Implementation = contract.ReviewDate is { } review
                    ?
                    [
                        new MilestoneFacts(
                            "review",
                            "Contract review",
                            "assessment",
                            review,
                            "scheduled"
                        ),
                    ]
                    : [],
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
}
