namespace Tandem.Formats.Ocds;

/// <summary>How far a contracting process has come, by the sections and tags of its releases.</summary>
public enum OcdsStage
{
    /// <summary>A purchase is foreseen; no call has gone out.</summary>
    Planning,

    /// <summary>A call has gone out.</summary>
    Tender,

    /// <summary>At least one award is published.</summary>
    Award,

    /// <summary>At least one contract is published.</summary>
    Contract,
}

/// <summary>What holds now of one contracting process, as far as Tandem stores and searches it. Times are UTC; texts are trimmed and repaired.</summary>
public sealed record CompiledRelease
{
    /// <summary>Open contracting id of the process.</summary>
    public required string Ocid { get; init; }

    /// <summary>Id of the latest release.</summary>
    public string? ReleaseId { get; init; }

    /// <summary>Date of the latest release.</summary>
    public DateTime? Date { get; init; }

    /// <summary>Tags of the latest release.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Language of the texts (BCP 47), lower case.</summary>
    public string? Language { get; init; }

    /// <summary>Title of the tender, else of the planning, the first contract or the first award.</summary>
    public string? Title { get; init; }

    /// <summary>Description, from the same places.</summary>
    public string? Description { get; init; }

    /// <summary>Who buys.</summary>
    public OcdsOrganisation? Buyer { get; init; }

    /// <summary>Name of who runs the procurement, where it is said.</summary>
    public string? ProcuringEntity { get; init; }

    /// <summary>Further parties in the role of buyer.</summary>
    public IReadOnlyList<OcdsOrganisation> OtherBuyers { get; init; } = [];

    /// <summary>How far the process has come.</summary>
    public OcdsStage Stage { get; init; }

    /// <summary>Status of the tender, as coded by the standard.</summary>
    public string? Status { get; init; }

    /// <summary>goods, works or services.</summary>
    public string? MainCategory { get; init; }

    /// <summary>open, selective, limited or direct.</summary>
    public string? Method { get; init; }

    /// <summary>The procedure in the publisher's words.</summary>
    public string? MethodDetails { get; init; }

    /// <summary>CPV codes of eight digits, the main one first.</summary>
    public IReadOnlyList<string> Cpv { get; init; } = [];

    /// <summary>NUTS or ITL codes of where it is delivered.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Where it is delivered, in words.</summary>
    public IReadOnlyList<string> Places { get; init; } = [];

    /// <summary>Estimated value of the tender (or of the planning's budget), or its upper end.</summary>
    public OcdsAmount? Value { get; init; }

    /// <summary>Lower end of the estimated value.</summary>
    public OcdsAmount? MinValue { get; init; }

    /// <summary>When the first notice was published.</summary>
    public DateTime? Published { get; init; }

    /// <summary>When tenders close.</summary>
    public DateTime? Deadline { get; init; }

    /// <summary>When the contract is foreseen to run: of the tender, else from first to last of its lots.</summary>
    public OcdsPeriod? ContractPeriod { get; init; }

    /// <summary>When the call is planned to go out, for a process in planning.</summary>
    public DateTime? PlannedNotice { get; init; }

    /// <summary>Renewals and options, in the publisher's words.</summary>
    public string? Renewal { get; init; }

    /// <summary>Whether the tender sets up a framework agreement; null where it is not said.</summary>
    public bool? Framework { get; init; }

    /// <summary>Address of the notice on the web.</summary>
    public string? NoticeUrl { get; init; }

    /// <summary>Lots of the tender.</summary>
    public IReadOnlyList<OcdsLot> Lots { get; init; } = [];

    /// <summary>Awards in the order of the releases.</summary>
    public IReadOnlyList<OcdsAward> Awards { get; init; } = [];

    /// <summary>Contracts in the order of the releases.</summary>
    public IReadOnlyList<OcdsContract> Contracts { get; init; } = [];

    /// <summary>Every supplier of an award or contract, once.</summary>
    public IReadOnlyList<OcdsOrganisation> Suppliers { get; init; } = [];

    /// <summary>What could not be understood: path and what stands there.</summary>
    public IReadOnlyList<string> Doubts { get; init; } = [];
}

/// <summary>An organisation as its releases describe it, without persons to contact.</summary>
public sealed record OcdsOrganisation(
    string? Id,
    string? Name,
    IReadOnlyList<OcdsIdentifier> Identifiers,
    OcdsAddress? Address,
    string? Scale,
    bool? Vcse,
    string? Department = null
);

/// <summary>An identifier of an organisation: scheme (org-id.guide, such as GB-COH) and number as written.</summary>
public readonly record struct OcdsIdentifier(string? Scheme, string Id, string? LegalName);

/// <summary>A postal address; region is a NUTS or ITL code or a name.</summary>
public sealed record OcdsAddress(
    string? Street,
    string? Locality,
    string? Region,
    string? PostalCode,
    string? Country
);

/// <summary>A period; times are UTC.</summary>
public sealed record OcdsPeriod(
    DateTime? Start,
    DateTime? End,
    DateTime? MaxExtent,
    int? DurationInDays
);

/// <summary>A lot of a tender.</summary>
public sealed record OcdsLot(
    string? Id,
    string? Title,
    string? Description,
    OcdsAmount? Value,
    OcdsPeriod? ContractPeriod
);

/// <summary>An award.</summary>
public sealed record OcdsAward(
    string? Id,
    string? Title,
    string? Description,
    string? Status,
    DateTime? Date,
    OcdsAmount? Value,
    IReadOnlyList<OcdsOrganisation> Suppliers,
    OcdsPeriod? ContractPeriod,
    IReadOnlyList<string> Cpv
);

/// <summary>A contract. Its suppliers are those of its award, unless the contract names its own.</summary>
/// <param name="AnnualValue">What is paid in a year (<c>annualValue</c>, which Tandem writes beside the fields of the standard).</param>
/// <param name="Review">When it is to be reviewed: the first milestone of its implementation of the type assessment.</param>
public sealed record OcdsContract(
    string? Id,
    string? AwardId,
    string? Title,
    string? Description,
    string? Status,
    DateTime? DateSigned,
    OcdsPeriod? Period,
    OcdsAmount? Value,
    string? Renewal,
    string? ExtendsContractId,
    IReadOnlyList<OcdsOrganisation> Suppliers,
    IReadOnlyList<string> Cpv,
    OcdsAmount? AnnualValue,
    DateTime? Review
);
