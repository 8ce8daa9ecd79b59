using System.Globalization;
using Tandem.Contracts;
using Tandem.Formats.Ocds;
using Tandem.Parties;

namespace Tandem.Market;

/// <summary>Makes drafts of notice and contracts from a compiled release.</summary>
internal static class ProcessDrafts
{
    /// <summary>Award statuses of the standard that promise no contract.</summary>
    private static readonly string[] CameToNothing = ["cancelled", "unsuccessful", "pending"];

    public static NoticeDraft Of(CompiledRelease release, int releases, string place)
    {
        var title = Title(release);
        var codes = string.Join(' ', release.Cpv);
        var origin = codes.Length > 0 ? CodeOrigin.Buyer : CodeOrigin.None;
        var contracts = ContractsOf(release, title, codes, origin);
        var value = release.Value ?? Awarded(release);
        var low = release.MinValue is { } min && release.Value is not null ? min : value;
        var (start, end) = Days(release.ContractPeriod);
        return new NoticeDraft
        {
            Ocid = release.Ocid,
            Title = title,
            Description = release.Description,
            Buyer =
                BuyerBook.Clean(release.Buyer?.Name)
                ?? BuyerBook.Clean(release.ProcuringEntity)
                ?? "Buyer not named",
            Stage = (Stage)release.Stage,
            Status = release.Status,
            Category = release.MainCategory,
            Method = release.Method,
            CpvCodes = codes,
            CpvOrigin = origin,
            Regions = Joined(release.Regions) ?? Joined(release.Places),
            ValueMinor = Minor(low),
            ValueHighMinor = low == value ? null : Minor(value),
            Currency = value?.Currency,
            PublishedAt = release.Published ?? release.Date,
            DeadlineAt = release.Deadline,
            PlannedOn = DayOf(release.PlannedNotice),
            StartDate = start ?? contracts.Min(c => c.StartDate),
            EndDate = end ?? contracts.Max(c => c.EndDate),
            SourceUrl = release.NoticeUrl,
            ReleaseCount = releases,
            SourcePlace = place,
            Contracts = contracts,
        };
    }

    private static List<ContractDraft> ContractsOf(
        CompiledRelease release,
        string title,
        string codes,
        CodeOrigin origin
    )
    {
        var drafts = new List<ContractDraft>(release.Contracts.Count);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var contracted = release.Contracts.Select(c => c.AwardId).ToHashSet();
        ContractDraft Common(
            string key,
            OcdsPeriod? period,
            IReadOnlyList<string> cpv,
            string? renewal
        )
        {
            var (start, end) = Days(period);
            return new ContractDraft
            {
                Key = key,
                Title = title,
                Description = release.Description,
                CpvCodes = cpv.Count > 0 ? string.Join(' ', cpv) : codes,
                CpvOrigin = cpv.Count > 0 ? CodeOrigin.Buyer : origin,
                Region = release.Regions.FirstOrDefault() ?? release.Buyer?.Address?.Region,
                StartDate = start,
                EndDate = end,
                LatestEndDate = Day(period?.MaxExtent) ?? Renewals.LatestEnd(end, renewal),
                Procedure = release.MethodDetails ?? release.Method,
                SourceUrl = release.NoticeUrl,
            };
        }
        foreach (var contract in release.Contracts)
        {
            var key = Unique(keys, $"ocds:{release.Ocid}:c:{contract.Id}");
            var draft = Common(
                key,
                contract.Period ?? OnlyPeriod(release),
                contract.Cpv,
                contract.Renewal ?? release.Renewal
            );
            drafts.Add(
                draft with
                {
                    EarlierKey = contract.AwardId is null
                        ? null
                        : $"ocds:{release.Ocid}:a:{contract.AwardId}",
                    BuyerReference = contract.Id,
                    AwardDate = DayOf(contract.DateSigned),
                    Title = contract.Title ?? title,
                    Description = contract.Description ?? release.Description,
                    Department = release.Buyer?.Department,
                    ReviewDate = DayOf(contract.Review),
                    ValueMinor = Minor(contract.Value ?? contract.AnnualValue),
                    ValueIsAnnual = contract.Value is null && contract.AnnualValue is not null,
                    Currency = (contract.Value ?? contract.AnnualValue)?.Currency,
                    Status = contract.Status,
                    Suppliers = SuppliersOf(contract.Suppliers),
                }
            );
        }
        foreach (var award in release.Awards)
        {
            if (award.Id is not null && contracted.Contains(award.Id))
            {
                continue;
            }
            var nothing = award.Status is not null && CameToNothing.Contains(award.Status);
            if (!nothing && award is { Value: null, ContractPeriod: null, Suppliers.Count: 0 })
            {
                continue;
            }
            var key = Unique(keys, $"ocds:{release.Ocid}:a:{award.Id}");
            var draft = Common(
                key,
                award.ContractPeriod ?? OnlyPeriod(release),
                award.Cpv,
                release.Renewal
            );
            drafts.Add(
                draft with
                {
                    OnlyIfKnown = nothing,
                    BuyerReference = award.Id,
                    AwardDate = DayOf(award.Date),
                    Title = award.Title ?? title,
                    Description = award.Description ?? release.Description,
                    ValueMinor = Minor(award.Value),
                    Currency = award.Value?.Currency,
                    Status = award.Status,
                    Suppliers = SuppliersOf(award.Suppliers),
                }
            );
        }
        return drafts;
    }

    private static DateOnly? DayOf(DateTime? instant) =>
        instant is { } at ? DateOnly.FromDateTime(at) : null;

    /// <summary>The tender's own period holds for a contract where there is only one.</summary>
    private static OcdsPeriod? OnlyPeriod(CompiledRelease release) =>
        release.Contracts.Count <= 1 && release.Awards.Count <= 1 ? release.ContractPeriod : null;

    private static string Title(CompiledRelease release)
    {
        var text = release.Title ?? release.Description ?? "Untitled notice";
        return text.Length > 500 ? text[..500] : text;
    }

    private static OcdsAmount? Awarded(CompiledRelease release)
    {
        OcdsAmount? total = null;
        foreach (var award in release.Awards)
        {
            if (award.Value is not { } value || (total is { } t && t.Currency != value.Currency))
            {
                return null;
            }
            total = new OcdsAmount((total?.Amount ?? 0) + value.Amount, value.Currency);
        }
        return total;
    }

    private static List<NamedSupplier> SuppliersOf(IReadOnlyList<OcdsOrganisation> suppliers)
    {
        var facts = new List<NamedSupplier>(suppliers.Count);
        foreach (var supplier in suppliers)
        {
            if (BuyerBook.Clean(supplier.Name) is not { } name)
            {
                continue;
            }
            facts.Add(
                new NamedSupplier(
                    name,
                    [
                        .. supplier.Identifiers.Select(i =>
                            i.Scheme is null || i.Id.StartsWith(i.Scheme, StringComparison.Ordinal)
                                ? i.Id
                                : $"{i.Scheme}-{i.Id}"
                        ),
                    ],
                    supplier.Address?.PostalCode,
                    supplier.Address?.Locality,
                    supplier.Scale is null ? null : supplier.Scale == "sme",
                    supplier.Vcse
                )
            );
        }
        return facts;
    }

    private static (DateOnly? Start, DateOnly? End) Days(OcdsPeriod? period)
    {
        var start = Day(period?.Start);
        var end = Day(period?.End);
        if (end is null && start is { } from && period?.DurationInDays is { } days)
        {
            end =
                from.DayNumber + days - 1 <= DateOnly.MaxValue.DayNumber
                    ? from.AddDays(days - 1)
                    : null;
        }
        return (start, end);
    }

    private static DateOnly? Day(DateTime? time) => time is { } t ? DateOnly.FromDateTime(t) : null;

    private static long? Minor(OcdsAmount? amount) =>
        amount is { } a && decimal.Abs(a.Amount) < long.MaxValue / 1000m
            ? (long)decimal.Round(a.Amount * 100, MidpointRounding.AwayFromZero)
            : null;

    private static string? Joined(IReadOnlyList<string> parts) =>
        parts.Count == 0 ? null : string.Join(';', parts);

    private static string Unique(HashSet<string> keys, string key)
    {
        for (var i = 2; !keys.Add(key); i++)
        {
            key = string.Create(CultureInfo.InvariantCulture, $"{key}#{i}");
        }
        return key;
    }
}
