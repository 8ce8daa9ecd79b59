namespace Tandem.Formats.Tabular;

/// <summary>A notice of the UK's Contracts Finder, from its CSV export or from a flat JSON Lines extract. What is null is not known.</summary>
public sealed record ContractsFinderNotice
{
    /// <summary>Where it was read.</summary>
    public required Place Place { get; init; }

    /// <summary>The buyer's own identifier in the CSV export (unique only together with the organisation), or the portal's id in the flat form.</summary>
    public required string Identifier { get; init; }

    /// <summary>The buyer's name as published.</summary>
    public required string Organisation { get; init; }

    /// <summary>Title.</summary>
    public required string Title { get; init; }

    /// <summary>Contract, PreProcurement, Pipeline or FutureOpportunity, as published.</summary>
    public string? NoticeType { get; init; }

    /// <summary>Open, Closed, Awarded or Withdrawn, in lower case.</summary>
    public string? Status { get; init; }

    /// <summary>When it was published; midnight UTC where only a day is given.</summary>
    public DateTimeOffset? Published { get; init; }

    /// <summary>Description; the flat form cuts it at 500 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Whether it concerns the whole nation.</summary>
    public bool? Nationwide { get; init; }

    /// <summary>Postcode of where the contract is delivered.</summary>
    public string? Postcode { get; init; }

    /// <summary>Regions of delivery, as published.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>CPV codes, eight digits, the first the main one.</summary>
    public IReadOnlyList<string> CpvCodes { get; init; } = [];

    /// <summary>Whom to ask at the buyer; personal data where a person is named.</summary>
    public ContractsFinderContact? Contact { get; init; }

    /// <summary>Links to attachments.</summary>
    public string? Attachments { get; init; }

    /// <summary>Further links.</summary>
    public string? Links { get; init; }

    /// <summary>Additional text.</summary>
    public string? AdditionalText { get; init; }

    /// <summary>Estimated start as advertised.</summary>
    public DateOnly? Start { get; init; }

    /// <summary>Estimated end as advertised.</summary>
    public DateOnly? End { get; init; }

    /// <summary>Last day for answers.</summary>
    public DateOnly? Closing { get; init; }

    /// <summary>Time of day on <see cref="Closing"/>.</summary>
    public TimeOnly? ClosingTime { get; init; }

    /// <summary>Whether it is a sub-contract.</summary>
    public bool? IsSubContract { get; init; }

    /// <summary>The notice it follows from.</summary>
    public string? ParentReference { get; init; }

    /// <summary>Whether the buyer thinks it suits small and medium-sized enterprises.</summary>
    public bool? SuitableForSme { get; init; }

    /// <summary>Whether the buyer thinks it suits voluntary organisations.</summary>
    public bool? SuitableForVcse { get; init; }

    /// <summary>Whether it is a supply chain notice.</summary>
    public bool? SupplyChain { get; init; }

    /// <summary>Services, Products or Works.</summary>
    public string? ContractType { get; init; }

    /// <summary>Least estimated value over the whole term.</summary>
    public Amount? ValueLow { get; init; }

    /// <summary>Greatest estimated value over the whole term.</summary>
    public Amount? ValueHigh { get; init; }

    /// <summary>Day of the award.</summary>
    public DateOnly? AwardedDate { get; init; }

    /// <summary>Value awarded over the whole term.</summary>
    public Amount? AwardedValue { get; init; }

    /// <summary>Suppliers awarded.</summary>
    public IReadOnlyList<ContractsFinderSupplier> Suppliers { get; init; } = [];

    /// <summary>Start of the contract awarded.</summary>
    public DateOnly? ContractStart { get; init; }

    /// <summary>End of the contract awarded.</summary>
    public DateOnly? ContractEnd { get; init; }

    /// <summary>Procedure, as published.</summary>
    public string? Procedure { get; init; }

    /// <summary>Why the procedure was accelerated.</summary>
    public string? AcceleratedJustification { get; init; }

    /// <summary>Address of the notice on the portal.</summary>
    public string? Url { get; init; }
}

/// <summary>A buyer's contact as published.</summary>
public sealed record ContractsFinderContact(
    string? Name,
    string? Email,
    string? Address,
    string? Town,
    string? Postcode,
    string? Country,
    string? Telephone,
    string? Website
);

/// <summary>A supplier in an award.</summary>
/// <param name="Name">Name as published.</param>
/// <param name="Address">Address, with its line ends.</param>
/// <param name="Scheme">Where <paramref name="Number"/> is from: COMPANIES_HOUSE, CHARITY_COMMISSION; null where there is no number.</param>
/// <param name="Number">Registration number.</param>
/// <param name="IsSme">Small or medium-sized enterprise.</param>
/// <param name="IsVcse">Voluntary, community or social enterprise.</param>
public sealed record ContractsFinderSupplier(
    string Name,
    string? Address,
    string? Scheme,
    string? Number,
    bool? IsSme,
    bool? IsVcse
);
