namespace Tandem.Formats.Ocds;

/// <summary>What one contracting process has to say at one moment, ready to be written as a release.</summary>
public sealed record ReleaseFacts
{
    /// <summary>Open contracting id of the process.</summary>
    public required string Ocid { get; init; }
    public required PartyFacts Buyer { get; init; }
    public required string Title { get; init; }
    public string? Description { get; init; }

    /// <summary>What is bought, the main code first: CPV codes of eight digits with their names.</summary>
    public IReadOnlyList<(string Code, string? Name)> Cpv { get; init; } = [];

    /// <summary>Region code (ITL or NUTS) of where it is delivered.</summary>
    public string? Region { get; init; }

    /// <summary>The procedure, in words.</summary>
    public string? Procedure { get; init; }
    public PlanningFacts? Planning { get; init; }
    public TenderFacts? Tender { get; init; }

    /// <summary>Decisions, beside the award of <see cref="Contract"/>.</summary>
    public IReadOnlyList<AwardFacts> Awards { get; init; } = [];
    public ContractFacts? Contract { get; init; }

    /// <summary>Ocid of the process under which this one goes on, where it is published there from now on.</summary>
    public string? ContinuedUnder { get; init; }
}

/// <summary>An organisation that takes part.</summary>
/// <param name="Id">Scheme and number, or an id that holds within this publisher.</param>
/// <param name="Scheme">List the number is of (org-id.guide), such as GB-COH.</param>
/// <param name="Number">The number in that list.</param>
/// <param name="Department">The part of the organisation it is for.</param>
public sealed record PartyFacts(
    string Id,
    string Name,
    string? Scheme = null,
    string? Number = null,
    string? PostalCode = null,
    string? Locality = null,
    bool? IsSme = null,
    bool? IsVcse = null,
    string? Department = null
);

/// <summary>An event that is foreseen or has come: type and status by the codelists of the standard.</summary>
public sealed record MilestoneFacts(
    string Id,
    string Title,
    string Type,
    DateOnly? Due,
    string Status,
    string? Description = null,
    DateOnly? Met = null
);

/// <summary>A document that belongs to the planning; a notice is one.</summary>
/// <param name="Type">documentType of the standard.</param>
/// <param name="NoticeType">Code of the notice, such as UK3 (the UK profile).</param>
public sealed record DocumentFacts(string Id, string Type, string NoticeType, string? Description);

/// <summary>A purchase that is foreseen.</summary>
public sealed record PlanningFacts
{
    /// <summary>Why it is done.</summary>
    public string? Rationale { get; init; }

    /// <summary>planning, planned, cancelled, withdrawn or complete (tenderStatus of the standard).</summary>
    public required string Status { get; init; }

    /// <summary>Minor units of <see cref="Currency"/>.</summary>
    public long? ValueMinor { get; init; }
    public string Currency { get; init; } = "GBP";

    /// <summary>What is known of the money in words, such as a band.</summary>
    public string? Budget { get; init; }

    /// <summary>When the tender notice is planned to be published.</summary>
    public DateOnly? PlannedNotice { get; init; }
    public DateOnly? TenderStart { get; init; }
    public DateOnly? TenderEnd { get; init; }
    public DateOnly? ContractStart { get; init; }
    public DateOnly? ContractEnd { get; init; }
    public IReadOnlyList<MilestoneFacts> Milestones { get; init; } = [];

    public IReadOnlyList<DocumentFacts> Documents { get; init; } = [];

    /// <summary>Ocid of the process whose contract this replaces.</summary>
    public string? PriorOcid { get; init; }
}

/// <summary>A contract, with the award it came from.</summary>
public sealed record ContractFacts
{
    public required string Id { get; init; }
    public IReadOnlyList<PartyFacts> Suppliers { get; init; } = [];
    public DateOnly? AwardDate { get; init; }
    public DateOnly? Start { get; init; }

    /// <summary>Last day without extensions.</summary>
    public DateOnly? End { get; init; }

    /// <summary>Last day if every extension is taken up.</summary>
    public DateOnly? LatestEnd { get; init; }

    /// <summary>Value of the whole term, in minor units of <see cref="Currency"/>.</summary>
    public long? ValueMinor { get; init; }

    /// <summary>Value of one year, where the register gives that; written in <c>annualValue</c>, a field of ours beside those of the standard.</summary>
    public long? AnnualMinor { get; init; }
    public string Currency { get; init; } = "GBP";

    /// <summary>pending, active, cancelled or terminated.</summary>
    public string? Status { get; init; }

    /// <summary>What is to happen, and has happened, while it runs.</summary>
    public IReadOnlyList<MilestoneFacts> Implementation { get; init; } = [];
}

/// <summary>An invitation to tender, from its publication on.</summary>
public sealed record TenderFacts
{
    public required string Title { get; init; }
    public string? Description { get; init; }

    /// <summary>planned, active, complete, cancelled or unsuccessful (tenderStatus of the standard).</summary>
    public required string Status { get; init; }

    /// <summary>open, selective, limited or direct (method of the standard).</summary>
    public string? Method { get; init; }
    public string? MethodDetails { get; init; }

    /// <summary>Minor units of <see cref="Currency"/>.</summary>
    public long? ValueMinor { get; init; }
    public string Currency { get; init; } = "GBP";

    /// <summary>When tenders can be sent, and until when (UTC).</summary>
    public DateTime? Opens { get; init; }
    public DateTime? Closes { get; init; }

    /// <summary>Until when questions are taken (UTC).</summary>
    public DateTime? EnquiriesUntil { get; init; }

    /// <summary>Criteria with their weights, in words.</summary>
    public string? AwardCriteria { get; init; }

    /// <summary>Who can take part, in words.</summary>
    public string? Eligibility { get; init; }

    /// <summary>Where it stands and where tenders are sent.</summary>
    public string? Address { get; init; }
    public IReadOnlyList<MilestoneFacts> Milestones { get; init; } = [];

    /// <summary>Addenda: id, when (UTC), and what they say.</summary>
    public IReadOnlyList<(string Id, DateTime Date, string Description)> Amendments { get; init; } =
    [];
}

/// <summary>A decision about a tender.</summary>
/// <param name="Status">pending, active, cancelled or unsuccessful (awardStatus of the standard).</param>
/// <param name="Date">When it was published (UTC).</param>
/// <param name="ValueMinor">Minor units of <paramref name="Currency"/>.</param>
public sealed record AwardFacts(
    string Id,
    string Title,
    string? Description,
    string Status,
    DateTime? Date,
    IReadOnlyList<PartyFacts> Suppliers,
    long? ValueMinor = null,
    string Currency = "GBP"
);
