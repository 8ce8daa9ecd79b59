using Microsoft.EntityFrameworkCore;
using Tandem.Classification;
using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Parties;

namespace Tandem.Contracts;

/// <summary>A contract as every way out shows it: page, CSV, JSON, API.</summary>
public sealed record ContractRow
{
    public required string Reference { get; init; }

    /// <summary>The page of the contract.</summary>
    public string Path => $"/contracts/{Reference}";
    public required string Title { get; init; }
    public string? Description { get; init; }
    public required BuyerPart Buyer { get; init; }
    public required IReadOnlyList<SupplierPart> Suppliers { get; init; }

    /// <summary>The buyer's own reference.</summary>
    public string? BuyerReference { get; init; }
    public string? Department { get; init; }

    /// <summary>The main code first.</summary>
    public required IReadOnlyList<CpvPart> Cpv { get; init; }

    /// <summary>Whether the buyer gave all the codes, or one of them was suggested from the words: the one that says so.</summary>
    public CodeOrigin CpvOrigin { get; init; }
    public string? Region { get; init; }
    public DateOnly? StartDate { get; init; }

    /// <summary>Last day without extensions.</summary>
    public DateOnly? EndDate { get; init; }

    /// <summary>Last day if every extension is taken up.</summary>
    public DateOnly? LatestEndDate { get; init; }
    public DateOnly? ReviewDate { get; init; }
    public AmountPart? Value { get; init; }

    /// <summary>The value is for one year rather than for the whole term.</summary>
    public bool ValueIsAnnual { get; init; }
    public string? Procedure { get; init; }
    public string? Status { get; init; }

    /// <summary>Who may see it.</summary>
    public Visibility Visibility { get; init; }
    public string? SourceUrl { get; init; }
    public DateTime ChangedAt { get; init; }
}

/// <summary>Reads contracts as rows. What the actor may not see is left out, whoever asked for it.</summary>
public sealed class ContractRows(
    Db db,
    Actor actor,
    KnownAuthorities authorities,
    FilterWords words
)
{
    /// <summary>The headings and cells of a CSV export.</summary>
    public static readonly IReadOnlyList<(string, Func<ContractRow, string?>)> Columns =
    [
        ("Reference", c => c.Reference),
        ("Title", c => c.Title),
        ("Buyer", c => c.Buyer.Name),
        ("Authority code", c => c.Buyer.AuthorityCode),
        ("Authority", c => c.Buyer.AuthorityName),
        ("Suppliers", c => string.Join("; ", c.Suppliers.Select(s => s.Name))),
        (
            "Company numbers",
            c => string.Join("; ", c.Suppliers.Select(s => s.CompanyNumber).OfType<string>())
        ),
        ("Starts", c => RecordParts.Text(c.StartDate)),
        ("Ends", c => RecordParts.Text(c.EndDate)),
        ("Ends at the latest", c => RecordParts.Text(c.LatestEndDate)),
        ("Review date", c => RecordParts.Text(c.ReviewDate)),
        ("Value", c => RecordParts.Text(c.Value?.Amount)),
        ("Currency", c => c.Value?.Currency),
        (
            "Value is for one year",
            c =>
                c.Value is null ? null
                : c.ValueIsAnnual ? "yes"
                : "no"
        ),
        ("CPV codes", c => string.Join(' ', c.Cpv.Select(p => p.Code))),
        ("CPV names", c => string.Join("; ", c.Cpv.Select(p => p.Name))),
        ("Region", c => c.Region),
        ("Department", c => c.Department),
        ("Buyer's reference", c => c.BuyerReference),
        ("Procedure", c => c.Procedure),
        ("Status", c => c.Status),
        ("Description", c => c.Description),
        ("Source", c => c.SourceUrl),
    ];

    /// <summary>The rows with these ids, in this order.</summary>
    public async Task<IReadOnlyList<ContractRow>> ByIdAsync(IReadOnlyList<Guid> ids)
    {
        var wanted = ids.Select(id => new Id<Contract>(id)).ToList();
        var rows = await OfAsync(db.Set<Contract>().Where(c => wanted.Contains(c.Id)));
        var byId = rows.ToDictionary(r => r.Id.Value, r => r.Row);
        return [.. ids.Where(byId.ContainsKey).Select(id => byId[id])];
    }

    /// <summary>Those of the contracts that the actor may see, with their ids.</summary>
    public async Task<List<(Id<Contract> Id, ContractRow Row)>> OfAsync(
        IQueryable<Contract> contracts
    )
    {
        var found = await contracts
            .AsNoTracking()
            .VisibleTo(actor)
            .Join(db.Set<Buyer>(), c => c.BuyerId, b => b.Id, (c, b) => new { c, Buyer = b.Name })
            .ToListAsync();
        var ids = found.ConvertAll(f => f.c.Id);
        var suppliers = (
            await RecordSuppliers
                .Of(db, db.Set<ContractSupplier>().Where(s => ids.Contains(s.ContractId)))
                .ToListAsync()
        ).ToLookup(s => s.ContractId);
        return found.ConvertAll(f => (f.c.Id, Row(f.c, f.Buyer, suppliers[f.c.Id])));
    }

    private ContractRow Row(Contract c, string buyer, IEnumerable<RecordSupplier> suppliers) =>
        new()
        {
            Reference = c.Reference,
            Title = c.Title,
            Description = c.Description,
            Buyer = new(
                buyer,
                c.AuthorityCode,
                c.AuthorityCode is { } code ? authorities.Current.ByCode(code)?.Name : null,
                c.AuthorityCode ?? $"b-{c.BuyerId}"
            ),
            Suppliers =
            [
                .. suppliers.Select(s => new SupplierPart(s.Id.Value, s.Name, s.CompanyNumber)),
            ],
            BuyerReference = c.BuyerReference,
            Department = c.Department,
            Cpv = RecordParts.Cpv(c.CpvCodes, words.Cpv, c.CpvOrigin),
            CpvOrigin = c.CpvOrigin,
            Region = c.Region,
            StartDate = c.StartDate,
            EndDate = c.EndDate,
            LatestEndDate = c.LatestEndDate,
            ReviewDate = c.ReviewDate,
            Value = RecordParts.Amount(c.ValueMinor, c.Currency),
            ValueIsAnnual = c.ValueIsAnnual,
            Procedure = c.Procedure,
            Status = c.Status,
            Visibility = c.Visibility,
            SourceUrl = c.SourceUrl,
            ChangedAt = c.ChangedAt,
        };
}
