using Tandem.Classification;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Parties;
using Tandem.Pipeline;

namespace Tandem.Collaborations;

/// <summary>Reads one contract, notice or pipeline item as a coming purchase: who buys, where, with whom, from whom, and when again.</summary>
/// <param name="partnerships">The partnerships of each buyer, by <see cref="PurchaseBook.BuyerKey"/>.</param>
internal sealed class PurchaseReader(
    Authorities authorities,
    UsualTerms terms,
    DateOnly today,
    ILookup<string, string> partnerships
)
{
    /// <summary>Statuses of what was never bought.</summary>
    public static readonly string[] CameToNothing =
    [
        "withdrawn",
        "cancelled",
        "canceled",
        "unsuccessful",
        "terminated",
    ];

    private readonly ContractEnds _ends = new(terms, today);

    public static string IdOf(Id<Contract> contract) => $"C-{contract}";

    public static string IdOf(Id<Notice> notice) => $"N-{notice}";

    public static string IdOf(Id<PipelineItem> item) => $"PI-{item}";

    /// <summary>Null where it came to nothing, or nothing is known of when it is bought again.</summary>
    public KnownPurchase? OfContract(
        Contract contract,
        string buyer,
        IEnumerable<(Id<Supplier> Id, string Name)> suppliers
    )
    {
        var named = suppliers.DistinctBy(s => s.Id).ToList();
        return
            IsNotAwarded(contract.Title)
            || named.Exists(s => IsNotAwarded(s.Name))
            || CameToNothing.Contains(contract.Status, StringComparer.OrdinalIgnoreCase)
            || _ends.Of(contract) is not { } end
            ? null
            : Contracted(contract, buyer, named, end);
    }

    /// <summary>A contract as if it were bought again today.</summary>
    public KnownPurchase Undated(Contract contract, string buyer) =>
        Contracted(contract, buyer, [], new(null, null, PurchaseWindow.OfPlan(today)));

    public KnownPurchase OfNotice(Notice notice, string buyer)
    {
        var key = PurchaseBook.BuyerKey(authorities, notice.AuthorityCode, null, notice.BuyerId);
        return new()
        {
            Purchase = Placed(
                key,
                buyer,
                new Purchase
                {
                    Id = IdOf(notice.Id),
                    Kind = PurchaseKind.Notice,
                    AuthorityCode = key,
                    AuthorityName = buyer,
                    Title = notice.Title,
                    Description = notice.Description ?? "",
                    Codes = CodesOf(notice.CpvCodes),
                    ValueMinor = notice.ValueMinor,
                    Currency = notice.ValueMinor is null ? null : notice.Currency ?? "GBP",
                    Window = PurchaseWindow.OfPlan(PlannedFor(notice)),
                }
            ),
            Reference = notice.Reference,
            Start = notice.StartDate,
            ValueMinor = notice.ValueMinor,
            SourceUrl = notice.SourceUrl,
        };
    }

    /// <summary>Null where the item does not say when it comes, or that has passed.</summary>
    /// <param name="organisation">The name of its organisation.</param>
    /// <param name="authority">The authority its organisation is, where it is one.</param>
    public KnownPurchase? OfItem(PipelineItem item, string organisation, string? authority)
    {
        var planned =
            item.ContractStart
            ?? item.ReplacesEnd?.AddDays(1)
            ?? item.SubmissionEnd
            ?? item.PlannedPublish;
        if (planned is not { } day || day < today)
        {
            return null;
        }
        var key = PurchaseBook.BuyerKey(authorities, authority, item.OrganisationId, null);
        return new()
        {
            Purchase = Placed(
                key,
                organisation,
                new Purchase
                {
                    Id = IdOf(item.Id),
                    Kind = PurchaseKind.PlannedPurchase,
                    AuthorityCode = key,
                    AuthorityName = organisation,
                    Title = item.Title,
                    Description = item.Problem ?? item.Why ?? "",
                    Codes = CodesOf(item.CpvCodes),
                    ValueMinor = item.ValueMinor,
                    Currency = item.ValueMinor is null ? null : item.Currency,
                    Window = PurchaseWindow.OfPlan(day),
                }
            ),
            Reference = item.Reference,
            Start = item.ContractStart,
            ValueMinor = item.ValueMinor,
            IsPublic = item.Visibility == ItemVisibility.Public,
        };
    }

    // When the contract begins; while nothing says that, when bids are due; before that, when the call for them is to come.
    private DateOnly PlannedFor(Notice notice)
    {
        DateOnly? due = notice.DeadlineAt is { } at ? DateOnly.FromDateTime(at) : null;
        return notice.StartDate is { } start && start >= today ? start
            : due >= today ? due.Value
            : notice.PlannedOn is { } planned && planned >= today ? planned
            : due ?? notice.StartDate ?? today;
    }

    /// <summary>The codes of a record, which stand between spaces.</summary>
    public static IReadOnlyList<Cpv> CodesOf(string codes) =>
        [
            .. codes
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(c => Cpv.TryParse(c, out var cpv) ? cpv : (Cpv?)null)
                .OfType<Cpv>(),
        ];

    /// <summary>A purchase with its authority's name, place, region and partnerships.</summary>
    public Purchase Placed(string key, string buyer, Purchase purchase)
    {
        var authority = authorities.ByCode(key);
        var place = authority is null ? null : authorities.PlaceOf(authority);
        return purchase with
        {
            AuthorityName = authority?.Name ?? buyer,
            Latitude = place?.Latitude,
            Longitude = place?.Longitude,
            Region = authority?.Region ?? "",
            PartnershipIds = [.. partnerships[key]],
        };
    }

    private KnownPurchase Contracted(
        Contract contract,
        string buyer,
        List<(Id<Supplier> Id, string Name)> suppliers,
        ContractEnd end
    )
    {
        var key = PurchaseBook.BuyerKey(
            authorities,
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
                    Id = IdOf(contract.Id),
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
                    ValueMinor = WholeTerm(
                        contract.ValueMinor,
                        contract.ValueIsAnnual,
                        contract.StartDate,
                        contract.EndDate
                    ),
                    Currency = contract.ValueMinor is null ? null : contract.Currency ?? "GBP",
                    Window = end.Window,
                }
            ),
            Reference = contract.Reference,
            Start = contract.StartDate,
            End = end.Day,
            ExtendedTo = contract.LatestEndDate > end.Day ? contract.LatestEndDate : null,
            Assumed = end.Assumed,
            ValueMinor = contract.ValueMinor,
            ValueIsAnnual = contract.ValueIsAnnual,
            SourceUrl = contract.SourceUrl,
            IsPublic = contract.Visibility == Visibility.Public,
        };
    }

    /// <summary>A yearly value counts for every year of the term where both its days are known; else once.</summary>
    public static long? WholeTerm(long? minor, bool isAnnual, DateOnly? starts, DateOnly? ends) =>
        isAnnual && minor is { } annual && starts is { } start && ends is { } end
            ? annual * Math.Max(1, (long)Math.Round((end.DayNumber - start.DayNumber) / 365.25))
            : minor;

    private static bool IsNotAwarded(string words) =>
        words.Contains("not awarded", StringComparison.OrdinalIgnoreCase);
}
