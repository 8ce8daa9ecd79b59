using Tandem.Contracts;
using Tandem.Formats.Tabular;
using Tandem.Kernel;
using Tandem.Parties;

namespace Tandem.Market;

/// <summary>Makes drafts of notice and contract from a notice of Contracts Finder.</summary>
internal static class ContractsFinderDrafts
{
    /// <param name="portalIds">Whether identifiers are the portal's own; otherwise they are the buyers', unique only with the organisation.</param>
    public static NoticeDraft Of(ContractsFinderNotice notice, bool portalIds)
    {
        var buyer = BuyerBook.Clean(notice.Organisation)!;
        var ocid =
            notice.Identifier.StartsWith("ocds-", StringComparison.Ordinal) ? notice.Identifier
            : portalIds ? $"cf:{notice.Identifier}"
            : $"cf:{Slug.Of(buyer)}:{notice.Identifier}";
        var codes = string.Join(' ', notice.CpvCodes);
        var value = notice.ValueHigh ?? notice.AwardedValue ?? notice.ValueLow;
        var low = notice.ValueLow is { } given && notice.ValueHigh is not null ? given : value;
        var draft = new NoticeDraft
        {
            Ocid = ocid,
            Title = notice.Title.Length > 500 ? notice.Title[..500] : notice.Title,
            Description = notice.Description,
            Buyer = buyer,
            Stage = StageOf(notice),
            Status = notice.Status,
            Category = notice.ContractType?.ToUpperInvariant() switch
            {
                "SERVICES" => "services",
                "PRODUCTS" or "SUPPLIES" => "goods",
                "WORKS" => "works",
                _ => null,
            },
            Method = notice.Procedure,
            CpvCodes = codes,
            CpvOrigin = codes.Length > 0 ? CodeOrigin.Buyer : CodeOrigin.None,
            Regions = notice.Regions.Count > 0 ? string.Join(';', notice.Regions) : notice.Postcode,
            ValueMinor = low?.MinorUnits,
            ValueHighMinor = low == value ? null : value?.MinorUnits,
            Currency = value?.Currency,
            PublishedAt = notice.Published?.UtcDateTime,
            DeadlineAt = notice.Closing?.ToDateTime(
                notice.ClosingTime ?? TimeOnly.MinValue,
                DateTimeKind.Utc
            ),
            StartDate = notice.ContractStart ?? notice.Start,
            EndDate = notice.ContractEnd ?? notice.End,
            SuitableForSme = notice.SuitableForSme,
            SourceUrl = notice.Url,
            SourcePlace = notice.Place.ToString(),
        };
        return IsAwarded(notice) ? draft with { Contracts = [ContractOf(notice, draft)] } : draft;
    }

    private static Stage StageOf(ContractsFinderNotice notice) =>
        IsAwarded(notice) ? Stage.Award
        : notice.NoticeType?.ToUpperInvariant()
            is "PREPROCUREMENT"
                or "PIPELINE"
                or "FUTUREOPPORTUNITY"
            ? Stage.Planning
        : Stage.Tender;

    private static bool IsAwarded(ContractsFinderNotice notice) =>
        notice.Status != "withdrawn"
        && (
            notice.Suppliers.Count > 0
            || notice.AwardedDate is not null
            || notice.AwardedValue is not null
            || notice.Status == "awarded"
        );

    private static ContractDraft ContractOf(ContractsFinderNotice notice, NoticeDraft draft) =>
        new()
        {
            Key = $"{draft.Ocid}:award",
            BuyerReference = notice.Identifier,
            Title = draft.Title,
            Description = draft.Description,
            CpvCodes = draft.CpvCodes,
            CpvOrigin = draft.CpvOrigin,
            Region = notice.Regions.Count > 0 ? notice.Regions[0] : null,
            AwardDate = notice.AwardedDate,
            StartDate = draft.StartDate,
            EndDate = draft.EndDate,
            LatestEndDate = Renewals.LatestEndIn(draft.EndDate, draft.Description),
            ValueMinor = (notice.AwardedValue ?? notice.ValueHigh ?? notice.ValueLow)?.MinorUnits,
            Currency = (notice.AwardedValue ?? notice.ValueHigh ?? notice.ValueLow)?.Currency,
            Procedure = notice.Procedure,
            Status = notice.Status,
            SourceUrl = notice.Url,
            Suppliers =
            [
                .. notice.Suppliers.Select(s => new NamedSupplier(
                    BuyerBook.Clean(s.Name) ?? "Supplier not named",
                    s.Number is null ? []
                        : s.Scheme == "CHARITY_COMMISSION" ? [$"GB-CHC-{s.Number}"]
                        : [s.Number],
                    IsSme: s.IsSme,
                    IsVcse: s.IsVcse
                )),
            ],
        };
}
