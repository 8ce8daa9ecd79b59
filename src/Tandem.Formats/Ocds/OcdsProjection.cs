using System.Text.Json;

namespace Tandem.Formats.Ocds;

/// <summary>
/// Takes what Tandem stores and searches out of a contracting process. Reads the publishers' real habits too: periods and values that stand only in lots,
/// contract dates that stand only in milestones (Contracts Finder to 2016), addresses of delivery under several names.
/// </summary>
/// <remarks>Not safe for use by several threads at once: give each worker its own.</remarks>
public sealed class OcdsProjection
{
    private readonly TextCache cache = new();
    private readonly FieldReader fields;
    private readonly OrganisationReader organisations;

    /// <summary>Makes a projection with an empty cache.</summary>
    public OcdsProjection()
    {
        fields = new FieldReader(cache);
        organisations = new OrganisationReader(cache);
    }

    /// <summary>Merges the releases of one process by the rules of OCDS 1.1 and takes out what is stored. At least one release must be given.</summary>
    public CompiledRelease Project(ReleaseTree tree, ReadOnlySpan<ReleaseNode> releases)
    {
        var sorted = ReleaseMerge.Sort(releases);
        return Project(ReleaseMerge.Compile(tree, sorted), sorted[0], sorted[^1]);
    }

    /// <summary>Takes out what is stored from a compiled release, the first and the latest release of the process.</summary>
    public CompiledRelease Project(ReleaseNode compiled, ReleaseNode first, ReleaseNode latest)
    {
        fields.Doubts.Clear();
        organisations.Parties = compiled["parties"u8];
        var tender = compiled["tender"u8];
        var planning = compiled["planning"u8];
        var awards = Awards(compiled);
        var contracts = Contracts(compiled, awards);
        var tags = Tags(latest["tag"u8]);
        var stage = Stage(compiled, tags);
        var (buyer, others) = organisations.Buyers(compiled["buyer"u8]);
        var codes = new CpvReader();
        codes.AddAll(tender);
        codes.AddAll(awards);
        codes.AddAll(contracts);
        var places = new DeliveryPlaces(cache);
        places.Add(tender);
        return new CompiledRelease
        {
            Ocid = cache.Get(compiled["ocid"u8].Text),
            ReleaseId = latest["id"u8].AsString(),
            Date = fields.Time(compiled["date"u8], "date"),
            Tags = tags,
            Language = fields.Code(compiled["language"u8])?.ToLowerInvariant(),
            Title =
                FieldReader.Text(tender["title"u8])
                ?? FieldReader.Text(planning["project"u8]["title"u8])
                ?? FieldReader.Text(compiled["title"u8])
                ?? contracts.Select(c => c.Title).FirstOrDefault(t => t is not null)
                ?? awards.Select(a => a.Title).FirstOrDefault(t => t is not null),
            Description =
                FieldReader.Text(tender["description"u8])
                ?? FieldReader.Text(planning["rationale"u8])
                ?? FieldReader.Text(compiled["description"u8])
                ?? contracts.Select(c => c.Description).FirstOrDefault(t => t is not null)
                ?? awards.Select(a => a.Description).FirstOrDefault(t => t is not null),
            Buyer = buyer,
            ProcuringEntity = FieldReader.Text(tender["procuringEntity"u8]["name"u8]),
            OtherBuyers = others,
            Stage = stage,
            Status = fields.Code(tender["status"u8]),
            MainCategory = fields.Code(tender["mainProcurementCategory"u8]),
            Method = fields.Code(tender["procurementMethod"u8]),
            MethodDetails = FieldReader.Text(tender["procurementMethodDetails"u8]),
            Cpv = codes.Codes,
            Regions = places.Regions,
            Places = places.Places,
            Value =
                fields.Amount(tender["value"u8])
                ?? LotTotal(tender)
                ?? fields.Amount(planning["budget"u8]["amount"u8]),
            MinValue = fields.Amount(tender["minValue"u8]),
            Published =
                fields.Time(tender["datePublished"u8], "tender.datePublished")
                ?? fields.Time(first["date"u8], "date"),
            Deadline = fields.Time(
                tender["tenderPeriod"u8]["endDate"u8],
                "tender.tenderPeriod.endDate"
            ),
            ContractPeriod = ContractPeriod(tender),
            PlannedNotice = PlannedNotice(tender, planning, stage),
            Renewal = Renewal(tender),
            Framework =
                tender["techniques"u8]["hasFrameworkAgreement"u8].AsBoolean()
                ?? (tender["techniques"u8]["frameworkAgreement"u8].Exists ? true : null),
            NoticeUrl = NoticeAddress.Find(compiled, tender, stage),
            Lots = Lots(tender),
            Awards = awards,
            Contracts = contracts,
            Suppliers = organisations.Distinct(awards, contracts),
            Doubts = fields.Doubts.Count == 0 ? [] : [.. fields.Doubts],
        };
    }

    private static OcdsStage Stage(ReleaseNode compiled, IReadOnlyList<string> tags)
    {
        if (compiled["contracts"u8].Count > 0)
        {
            return OcdsStage.Contract;
        }
        if (compiled["awards"u8].Count > 0)
        {
            return OcdsStage.Award;
        }
        var status = compiled["tender"u8]["status"u8];
        var planned = status.Is("planned"u8) || status.Is("planning"u8);
        var onlyPlanningTags = tags.Count > 0 && tags.All(t => t is "planning" or "planningUpdate");
        return compiled["tender"u8].Exists && !planned && !onlyPlanningTags ? OcdsStage.Tender
            : tags.Any(t => t.StartsWith("tender", StringComparison.Ordinal)) && !planned
                ? OcdsStage.Tender
            : OcdsStage.Planning;
    }

    private List<OcdsAward> Awards(ReleaseNode compiled)
    {
        var awards = new List<OcdsAward>(compiled["awards"u8].Count);
        foreach (var award in compiled["awards"u8].Each)
        {
            awards.Add(
                new OcdsAward(
                    award["id"u8].AsString(),
                    FieldReader.Text(award["title"u8]),
                    FieldReader.Text(award["description"u8]),
                    fields.Code(award["status"u8]),
                    fields.Time(award["date"u8], "awards.date"),
                    fields.Amount(award["value"u8]),
                    organisations.List(award["suppliers"u8]),
                    fields.Period(award["contractPeriod"u8], "awards.contractPeriod"),
                    CpvReader.Of(award)
                )
            );
        }
        return awards;
    }

    private List<OcdsContract> Contracts(ReleaseNode compiled, List<OcdsAward> awards)
    {
        var contracts = new List<OcdsContract>(compiled["contracts"u8].Count);
        foreach (var contract in compiled["contracts"u8].Each)
        {
            var awardId = contract["awardID"u8].AsString();
            var award = awardId is null ? null : awards.Find(a => a.Id == awardId);
            var own = organisations.List(contract["suppliers"u8]);
            contracts.Add(
                new OcdsContract(
                    contract["id"u8].AsString(),
                    awardId,
                    FieldReader.Text(contract["title"u8]) ?? award?.Title,
                    FieldReader.Text(contract["description"u8]) ?? award?.Description,
                    fields.Code(contract["status"u8]),
                    fields.Time(contract["dateSigned"u8], "contracts.dateSigned"),
                    fields.Period(contract["period"u8], "contracts.period")
                        ?? award?.ContractPeriod,
                    fields.Amount(contract["value"u8]) ?? award?.Value,
                    Renewal(contract),
                    contract["extendsContractID"u8].AsString(),
                    own.Count > 0
                        ? own
                        : award?.Suppliers ?? (awards.Count == 1 ? awards[0].Suppliers : []),
                    CpvReader.Of(contract),
                    fields.Amount(contract["annualValue"u8]),
                    Review(contract["implementation"u8])
                )
            );
        }
        return contracts;
    }

    private DateTime? Review(ReleaseNode implementation)
    {
        foreach (var milestone in implementation["milestones"u8].Each)
        {
            if (milestone["type"u8].Is("assessment"u8))
            {
                return fields.Time(
                    milestone["dueDate"u8],
                    "contracts.implementation.milestones.dueDate"
                );
            }
        }
        return null;
    }

    private List<OcdsLot> Lots(ReleaseNode tender)
    {
        var lots = new List<OcdsLot>(tender["lots"u8].Count);
        foreach (var lot in tender["lots"u8].Each)
        {
            lots.Add(
                new OcdsLot(
                    lot["id"u8].AsString(),
                    FieldReader.Text(lot["title"u8]),
                    FieldReader.Text(lot["description"u8]),
                    fields.Amount(lot["value"u8]),
                    fields.Period(lot["contractPeriod"u8], "tender.lots.contractPeriod")
                )
            );
        }
        return lots;
    }

    private OcdsPeriod? ContractPeriod(ReleaseNode tender)
    {
        if (fields.Period(tender["contractPeriod"u8], "tender.contractPeriod") is { } period)
        {
            return period;
        }
        OcdsPeriod? whole = null;
        foreach (var lot in tender["lots"u8].Each)
        {
            if (fields.Period(lot["contractPeriod"u8], "tender.lots.contractPeriod") is { } one)
            {
                whole = whole is null
                    ? one
                    : new OcdsPeriod(
                        whole.Start < one.Start ? whole.Start : one.Start ?? whole.Start,
                        whole.End > one.End ? whole.End : one.End ?? whole.End,
                        whole.MaxExtent > one.MaxExtent
                            ? whole.MaxExtent
                            : one.MaxExtent ?? whole.MaxExtent,
                        Math.Max(whole.DurationInDays ?? 0, one.DurationInDays ?? 0)
                            is > 0
                                and var days
                            ? days
                            : null
                    );
            }
        }
        return whole ?? MilestonePeriod(tender);
    }

    private OcdsPeriod? MilestonePeriod(ReleaseNode tender)
    {
        DateTime? start = null;
        DateTime? end = null;
        foreach (var milestone in tender["milestones"u8].Each)
        {
            var title = milestone["title"u8];
            if (title.Is("Contract start"u8))
            {
                start = fields.Time(milestone["dueDate"u8], "tender.milestones.dueDate");
            }
            else if (title.Is("Contract end"u8))
            {
                end = fields.Time(milestone["dueDate"u8], "tender.milestones.dueDate");
            }
        }
        return start is null && end is null ? null : new OcdsPeriod(start, end, null, null);
    }

    private DateTime? PlannedNotice(ReleaseNode tender, ReleaseNode planning, OcdsStage stage)
    {
        if (
            fields.Time(
                tender["communication"u8]["futureNoticeDate"u8],
                "tender.communication.futureNoticeDate"
            ) is
            { } foreseen
        )
        {
            return foreseen;
        }
        if (stage != OcdsStage.Planning)
        {
            return null;
        }
        DateTime? earliest = null;
        foreach (var milestone in planning["milestones"u8].Each)
        {
            var due = fields.Time(milestone["dueDate"u8], "planning.milestones.dueDate");
            earliest = earliest is null || due < earliest ? due : earliest;
        }
        return fields.Time(tender["tenderPeriod"u8]["startDate"u8], "tender.tenderPeriod.startDate")
            ?? earliest;
    }

    private static string? Renewal(ReleaseNode block)
    {
        var own = OwnRenewal(block);
        foreach (var lot in block["lots"u8].Each)
        {
            own ??= OwnRenewal(lot);
        }
        return own;
    }

    private static string? OwnRenewal(ReleaseNode block) =>
        FieldReader.Text(block["renewal"u8]["description"u8])
        ?? FieldReader.Text(block["options"u8]["description"u8]);

    private OcdsAmount? LotTotal(ReleaseNode tender)
    {
        OcdsAmount? total = null;
        foreach (var lot in tender["lots"u8].Each)
        {
            if (
                fields.Amount(lot["value"u8]) is not { } value
                || (total is { } sum && sum.Currency != value.Currency)
            )
            {
                return null;
            }
            total = new OcdsAmount((total?.Amount ?? 0) + value.Amount, value.Currency);
        }
        return total;
    }

    private string[] Tags(ReleaseNode tag)
    {
        if (tag.Kind == JsonValueKind.String)
        {
            return [cache.Get(tag.Text)];
        }
        var tags = new string[tag.Count];
        var count = 0;
        foreach (var each in tag.Each)
        {
            tags[count++] = cache.Get(each.Text);
        }
        return tags;
    }
}
