using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Classification;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Parties;

namespace Tandem.Collaborations;

/// <summary>Reads contracts and notices as coming purchases, with who buys, where, with whom, from whom, and when again.</summary>
public sealed class PurchaseBook
{
    /// <summary>Contracts that ended up to this long ago are still worth comparing notes about.</summary>
    public const int YearsBack = 3;

    private static readonly string[] CameToNothing =
    [
        "withdrawn",
        "cancelled",
        "canceled",
        "unsuccessful",
        "terminated",
    ];

    private static readonly string[] Over = [.. CameToNothing, "closed", "complete", "awarded"];

    private readonly Authorities _authorities;
    private readonly UsualTerms _terms;
    private readonly DateOnly _today;
    private readonly ILookup<string, string> _partnerships;

    private PurchaseBook(
        Authorities authorities,
        UsualTerms terms,
        DateOnly today,
        ILookup<string, string> partnerships
    ) => (_authorities, _terms, _today, _partnerships) = (authorities, terms, today, partnerships);

    public static async Task<PurchaseBook> OpenAsync(
        Db db,
        Authorities authorities,
        UsualTerms terms,
        DateOnly today,
        CancellationToken cancellation = default
    )
    {
        var members = await db.Set<PartnershipMember>()
            .Join(
                db.Set<Organisation>(),
                m => m.OrganisationId,
                o => o.Id,
                (m, o) =>
                    new
                    {
                        m.PartnershipId,
                        o.AuthorityCode,
                        o.Id,
                    }
            )
            .ToListAsync(cancellation);
        return new(
            authorities,
            terms,
            today,
            members.ToLookup(
                m => BuyerKey(authorities, m.AuthorityCode, m.Id, null),
                m => m.PartnershipId.ToString()
            )
        );
    }

    /// <summary>
    /// By what a buyer is known in matching: the code of its authority (of the one that took over, where it was abolished); else its organisation
    /// here; else the spelling of its name.
    /// </summary>
    public static string BuyerKey(
        Authorities authorities,
        string? authority,
        Id<Organisation>? organisation,
        Id<Buyer>? buyer
    ) =>
        authority is not null
            ? authorities.ByCode(authority) is { } known
                ? (authorities.SuccessorOf(known) ?? known).Code
                : authority
            : organisation is { } own
                ? $"o-{own}"
                : $"b-{buyer}";

    /// <summary>The contracts as purchases; those that say nothing of when they end, and of which nothing can be assumed, are left out.</summary>
    public async Task<List<KnownPurchase>> ContractsAsync(
        Db db,
        IQueryable<Contract> contracts,
        CancellationToken cancellation = default
    )
    {
        var back = _today.AddYears(-YearsBack);
        var rows = await contracts
            .AsNoTracking()
            .Where(c =>
                c.EndDate >= back
                || c.LatestEndDate >= back
                || (c.EndDate == null && (c.AwardDate != null || c.StartDate != null))
            )
            .Join(db.Set<Buyer>(), c => c.BuyerId, b => b.Id, (c, b) => new { c, Buyer = b.Name })
            .ToListAsync(cancellation);
        var suppliers = await SuppliersAsync(db, contracts, cancellation);
        return
        [
            .. rows.Select(r => OfContract(r.c, r.Buyer, suppliers[r.c.Id]))
                .OfType<KnownPurchase>(),
        ];
    }

    /// <summary>The plans and open tenders among notices that give a day still to come.</summary>
    public async Task<List<KnownPurchase>> NoticesAsync(
        Db db,
        IQueryable<Notice> notices,
        CancellationToken cancellation = default
    )
    {
        var now = _today.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var rows = await notices
            .AsNoTracking()
            .Where(n => n.Stage == Stage.Planning || n.Stage == Stage.Tender)
            .Where(n => n.StartDate >= _today || n.DeadlineAt >= now)
            .Join(db.Set<Buyer>(), n => n.BuyerId, b => b.Id, (n, b) => new { n, Buyer = b.Name })
            .ToListAsync(cancellation);
        return
        [
            .. rows.Where(r => !Over.Contains(r.n.Status, StringComparer.OrdinalIgnoreCase))
                .Select(r => OfNotice(r.n, r.Buyer)),
        ];
    }

    /// <summary>One contract, whatever is known of its dates, to look for others like it.</summary>
    public KnownPurchase Asked(Contract contract, string buyer) =>
        OfContract(contract, buyer, [])
        ?? Contracted(contract, buyer, [], null, null, PurchaseWindow.OfPlan(_today));

    /// <inheritdoc cref="Asked(Contract, string)"/>
    public KnownPurchase Asked(Notice notice, string buyer) => OfNotice(notice, buyer);

    private KnownPurchase? OfContract(
        Contract contract,
        string buyer,
        IEnumerable<(Id<Supplier> Id, string Name)> suppliers
    )
    {
        var named = suppliers.DistinctBy(s => s.Id).ToList();
        if (
            IsNotAwarded(contract.Title)
            || named.Exists(s => IsNotAwarded(s.Name))
            || CameToNothing.Contains(contract.Status, StringComparer.OrdinalIgnoreCase)
        )
        {
            return null;
        }
        if ((contract.EndDate ?? contract.LatestEndDate) is { } end)
        {
            var extended = contract.LatestEndDate > end ? contract.LatestEndDate : null;
            return Contracted(
                contract,
                buyer,
                named,
                end,
                null,
                // One that has outrun its end is running on its extensions, and comes up when they end.
                extended is { } last
                && end < _today
                    ? PurchaseWindow.OfContractEnding(last)
                    : PurchaseWindow.OfContractEnding(end, extended)
            );
        }
        var (from, what) = contract.StartDate is { } start
            ? (start, "start")
            : (contract.AwardDate, "award");
        if (
            from is not { } begun
            || Assumed(contract, begun, what) is not var (ends, why)
            || ends < _today
        )
        {
            return null;
        }
        return Contracted(contract, buyer, named, ends, why, PurchaseWindow.OfContractEnding(ends));
    }

    // The years in a title come before the usual term: they are the buyer's own words.
    private (DateOnly Ends, string Why)? Assumed(Contract contract, DateOnly begun, string what)
    {
        if (TitleYears.EndOf(contract.Title, begun) is { } said)
        {
            return (said, $"Assumed from the {what} date and the years in its title");
        }
        return CodesOf(contract.CpvCodes) is [var main, ..] && _terms.YearsOf(main) is { } years
            ? (
                begun.AddYears(years),
                $"Assumed from the {what} date and a usual term of {Web.Words.CountInWords(years, "year")}"
            )
            : null;
    }

    private KnownPurchase Contracted(
        Contract contract,
        string buyer,
        List<(Id<Supplier> Id, string Name)> suppliers,
        DateOnly? end,
        string? assumed,
        PurchaseWindow window
    )
    {
        var key = BuyerKey(
            _authorities,
            contract.AuthorityCode,
            contract.OrganisationId,
            contract.BuyerId
        );
        return new()
        {
            Purchase = Placed(
                key,
                buyer,
                new Purchase
                {
                    Id = $"C-{contract.Id}",
                    Kind = PurchaseKind.ContractEnding,
                    AuthorityCode = key,
                    AuthorityName = buyer,
                    Title = contract.Title,
                    Description = contract.Description ?? "",
                    Codes = CodesOf(contract.CpvCodes),
                    SupplierKey = suppliers is [var only] ? only.Id.ToString() : null,
                    SupplierName = suppliers switch
                    {
                        [] => null,
                        [var one] => one.Name,
                        [var first, ..] => $"{first.Name} and {suppliers.Count - 1} more",
                    },
                    ValueMinor = WholeTerm(contract),
                    Currency = contract.ValueMinor is null ? null : contract.Currency ?? "GBP",
                    Window = window,
                }
            ),
            Reference = contract.Reference,
            Start = contract.StartDate,
            End = end,
            ExtendedTo = contract.LatestEndDate > end ? contract.LatestEndDate : null,
            Assumed = assumed,
            ValueMinor = contract.ValueMinor,
            ValueIsAnnual = contract.ValueIsAnnual,
            SourceUrl = contract.SourceUrl,
            IsPublic = contract.Visibility == Visibility.Public,
        };
    }

    private KnownPurchase OfNotice(Notice notice, string buyer)
    {
        var key = BuyerKey(_authorities, notice.AuthorityCode, null, notice.BuyerId);
        var planned =
            notice.StartDate is { } start && start >= _today ? start
            : notice.DeadlineAt is { } deadline ? DateOnly.FromDateTime(deadline)
            : notice.StartDate ?? _today;
        return new()
        {
            Purchase = Placed(
                key,
                buyer,
                new Purchase
                {
                    Id = $"N-{notice.Id}",
                    Kind = PurchaseKind.Notice,
                    AuthorityCode = key,
                    AuthorityName = buyer,
                    Title = notice.Title,
                    Description = notice.Description ?? "",
                    Codes = CodesOf(notice.CpvCodes),
                    ValueMinor = notice.ValueMinor,
                    Currency = notice.ValueMinor is null ? null : notice.Currency ?? "GBP",
                    Window = PurchaseWindow.OfPlan(planned),
                }
            ),
            Reference = notice.Reference,
            Start = notice.StartDate,
            ValueMinor = notice.ValueMinor,
            SourceUrl = notice.SourceUrl,
        };
    }

    private Purchase Placed(string key, string buyer, Purchase purchase)
    {
        var authority = _authorities.ByCode(key);
        var place = authority is null ? null : _authorities.PlaceOf(authority);
        return purchase with
        {
            AuthorityName = authority?.Name ?? buyer,
            Latitude = place?.Latitude,
            Longitude = place?.Longitude,
            Region = authority?.Region ?? "",
            PartnershipIds = [.. _partnerships[key]],
        };
    }

    private static async Task<ILookup<Id<Contract>, (Id<Supplier> Id, string Name)>> SuppliersAsync(
        Db db,
        IQueryable<Contract> contracts,
        CancellationToken cancellation
    )
    {
        var rows = await contracts
            .Join(db.Set<ContractSupplier>(), c => c.Id, s => s.ContractId, (_, s) => s)
            .Join(
                db.Set<Supplier>(),
                c => c.SupplierId,
                s => s.Id,
                (c, s) =>
                    new
                    {
                        c.ContractId,
                        Id = s.MergedIntoId ?? s.Id,
                        s.Name,
                    }
            )
            .ToListAsync(cancellation);
        return rows.OrderBy(r => r.Name, StringComparer.Ordinal)
            .ToLookup(r => r.ContractId, r => (r.Id, r.Name));
    }

    // A yearly value counts for every year of the term where both its days are known; else once.
    private static long? WholeTerm(Contract contract) =>
        contract
            is {
                ValueIsAnnual: true,
                ValueMinor: { } annual,
                StartDate: { } start,
                EndDate: { } end
            }
            ? annual * Math.Max(1, (long)Math.Round((end.DayNumber - start.DayNumber) / 365.25))
            : contract.ValueMinor;

    private static IReadOnlyList<Cpv> CodesOf(string codes) =>
        [
            .. codes
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(c => Cpv.TryParse(c, out var cpv) ? cpv : (Cpv?)null)
                .OfType<Cpv>(),
        ];

    private static bool IsNotAwarded(string words) =>
        words.Contains("not awarded", StringComparison.OrdinalIgnoreCase);
}
