using Microsoft.EntityFrameworkCore;
using Tandem.Classification;
using Tandem.Contracts;
using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Parties;

namespace Tandem.Market;

/// <summary>A notice as every way out shows it: page, CSV, JSON, API.</summary>
public sealed record NoticeRow
{
    public required string Reference { get; init; }

    /// <summary>The page of the notice.</summary>
    public string Path => $"/notices/{Reference}";

    /// <summary>Open Contracting identifier.</summary>
    public required string Ocid { get; init; }
    public required string Title { get; init; }
    public string? Description { get; init; }
    public required BuyerPart Buyer { get; init; }

    /// <summary>Suppliers of the contracts it led to.</summary>
    public required IReadOnlyList<SupplierPart> Suppliers { get; init; }
    public Stage Stage { get; init; }
    public string? Status { get; init; }

    /// <summary>goods, services or works.</summary>
    public string? Category { get; init; }
    public string? Method { get; init; }
    public required IReadOnlyList<CpvPart> Cpv { get; init; }

    /// <summary>Whether the buyer gave all the codes, or one of them was suggested from the words: the one that says so.</summary>
    public CodeOrigin CpvOrigin { get; init; }
    public string? Regions { get; init; }
    public AmountPart? Value { get; init; }

    /// <summary>Upper end, where a range is given.</summary>
    public AmountPart? ValueHigh { get; init; }
    public DateTime? PublishedAt { get; init; }
    public DateTime? DeadlineAt { get; init; }
    public DateOnly? StartDate { get; init; }
    public DateOnly? EndDate { get; init; }
    public bool? SuitableForSme { get; init; }
    public string? SourceUrl { get; init; }

    /// <summary>Releases it was merged from.</summary>
    public int ReleaseCount { get; init; }
    public DateTime ChangedAt { get; init; }
}

/// <summary>Reads notices as rows.</summary>
public sealed class NoticeRows(Db db, KnownAuthorities authorities, FilterWords words)
{
    /// <summary>The headings and cells of a CSV export.</summary>
    public static readonly IReadOnlyList<(string, Func<NoticeRow, string?>)> Columns =
    [
        ("Reference", n => n.Reference),
        ("Title", n => n.Title),
        ("Buyer", n => n.Buyer.Name),
        ("Authority code", n => n.Buyer.AuthorityCode),
        ("Authority", n => n.Buyer.AuthorityName),
        ("Stage", n => n.Stage.ToString()),
        ("Status", n => n.Status),
        ("Published", n => RecordParts.Text(n.PublishedAt)),
        ("Deadline", n => RecordParts.Text(n.DeadlineAt)),
        ("Starts", n => RecordParts.Text(n.StartDate)),
        ("Ends", n => RecordParts.Text(n.EndDate)),
        ("Value", n => RecordParts.Text(n.Value?.Amount)),
        ("Value at most", n => RecordParts.Text(n.ValueHigh?.Amount)),
        ("Currency", n => n.Value?.Currency),
        ("CPV codes", n => string.Join(' ', n.Cpv.Select(p => p.Code))),
        ("CPV names", n => string.Join("; ", n.Cpv.Select(p => p.Name))),
        ("Category", n => n.Category),
        ("Procedure", n => n.Method),
        ("Regions", n => n.Regions),
        (
            "Suitable for small firms",
            n =>
                n.SuitableForSme switch
                {
                    true => "yes",
                    false => "no",
                    _ => null,
                }
        ),
        ("Suppliers", n => string.Join("; ", n.Suppliers.Select(s => s.Name))),
        ("Description", n => n.Description),
        ("OCID", n => n.Ocid),
        ("Source", n => n.SourceUrl),
    ];

    /// <summary>The rows with these ids, in this order.</summary>
    public async Task<IReadOnlyList<NoticeRow>> ByIdAsync(IReadOnlyList<Guid> ids)
    {
        var wanted = ids.Select(id => new Id<Notice>(id)).ToList();
        var rows = await OfAsync(db.Set<Notice>().Where(n => wanted.Contains(n.Id)));
        var byId = rows.ToDictionary(r => r.Id.Value, r => r.Row);
        return [.. ids.Where(byId.ContainsKey).Select(id => byId[id])];
    }

    /// <summary>The notices as rows, with their ids.</summary>
    public async Task<List<(Id<Notice> Id, NoticeRow Row)>> OfAsync(IQueryable<Notice> notices)
    {
        var found = await notices
            .AsNoTracking()
            .Join(db.Set<Buyer>(), n => n.BuyerId, b => b.Id, (n, b) => new { n, Buyer = b.Name })
            .ToListAsync();
        var ids = found.ConvertAll(f => (Guid?)f.n.Id.Value);
        var contracts = db.Set<Contract>()
            .Where(c => c.Visibility == Visibility.Public && ids.Contains(c.NoticeId));
        var noticeOf = await contracts
            .Select(c => new { c.Id, c.NoticeId })
            .ToDictionaryAsync(c => c.Id, c => c.NoticeId!.Value);
        var suppliers = (
            await RecordSuppliers
                .Of(
                    db,
                    contracts.Join(
                        db.Set<ContractSupplier>(),
                        c => c.Id,
                        s => s.ContractId,
                        (_, s) => s
                    )
                )
                .ToListAsync()
        )
            .Where(s => noticeOf.ContainsKey(s.ContractId))
            .ToLookup(s => noticeOf[s.ContractId]);
        return found.ConvertAll(f => (f.n.Id, Row(f.n, f.Buyer, suppliers[f.n.Id.Value])));
    }

    private NoticeRow Row(Notice n, string buyer, IEnumerable<RecordSupplier> suppliers) =>
        new()
        {
            Reference = n.Reference,
            Ocid = n.Ocid,
            Title = n.Title,
            Description = n.Description,
            Buyer = new(
                buyer,
                n.AuthorityCode,
                n.AuthorityCode is { } code ? authorities.Current.ByCode(code)?.Name : null,
                n.AuthorityCode ?? $"b-{n.BuyerId}"
            ),
            Suppliers =
            [
                .. suppliers
                    .DistinctBy(s => s.Id)
                    .Select(s => new SupplierPart(s.Id.Value, s.Name, s.CompanyNumber)),
            ],
            Stage = n.Stage,
            Status = n.Status,
            Category = n.Category,
            Method = n.Method,
            Cpv = RecordParts.Cpv(n.CpvCodes, words.Cpv, n.CpvOrigin),
            CpvOrigin = n.CpvOrigin,
            Regions = n.Regions,
            Value = RecordParts.Amount(n.ValueMinor, n.Currency),
            ValueHigh = RecordParts.Amount(n.ValueHighMinor, n.Currency),
            PublishedAt = n.PublishedAt,
            DeadlineAt = n.DeadlineAt,
            StartDate = n.StartDate,
            EndDate = n.EndDate,
            SuitableForSme = n.SuitableForSme,
            SourceUrl = n.SourceUrl,
            ReleaseCount = n.ReleaseCount,
            ChangedAt = n.ChangedAt,
        };
}
