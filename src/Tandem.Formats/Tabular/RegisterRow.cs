namespace Tandem.Formats.Tabular;

/// <summary>Whether a value is for the whole term or for each year.</summary>
public enum ValueBasis
{
    /// <summary>The register does not say.</summary>
    Unstated,

    /// <summary>For the whole term.</summary>
    Total,

    /// <summary>For each year.</summary>
    Annual,
}

/// <summary>A contract from a council's register. What is null is not known.</summary>
public sealed record RegisterRow
{
    /// <summary>Where it was read.</summary>
    public required Place Place { get; init; }

    /// <summary>The register's own reference, or one derived from title, supplier and start.</summary>
    public required string Reference { get; init; }

    /// <summary>Whether the reference is derived, and so changes with title, supplier or start.</summary>
    public bool ReferenceIsDerived { get; init; }

    /// <summary>Title; where the register has none, its description or else the reference.</summary>
    public required string Title { get; init; }

    /// <summary>Description of the goods or services.</summary>
    public string? Description { get; init; }

    /// <summary>The authority, where the register names it (shared registers do).</summary>
    public string? Buyer { get; init; }

    /// <summary>Department responsible.</summary>
    public string? Department { get; init; }

    /// <summary>Supplier's name as written.</summary>
    public string? SupplierName { get; init; }

    /// <summary>Supplier's address.</summary>
    public string? SupplierAddress { get; init; }

    /// <summary>Supplier's registration number as written.</summary>
    public string? CompanyNumber { get; init; }

    /// <summary>Supplier's VAT number as written.</summary>
    public string? VatNumber { get; init; }

    /// <summary>Whether the supplier is a small or medium-sized enterprise.</summary>
    public bool? IsSme { get; init; }

    /// <summary>Whether the supplier is a voluntary, community or social enterprise.</summary>
    public bool? IsVcse { get; init; }

    /// <summary>Value: the total where it is given, else what is.</summary>
    public Amount? Value { get; init; }

    /// <summary>What <see cref="Value"/> is for.</summary>
    public ValueBasis ValueBasis { get; init; }

    /// <summary>Value for each year, where that is given as well or alone.</summary>
    public Amount? AnnualValue { get; init; }

    /// <summary>VAT that cannot be recovered.</summary>
    public Amount? IrrecoverableVat { get; init; }

    /// <summary>First day.</summary>
    public DateOnly? Start { get; init; }

    /// <summary>Last day without extensions; from start and term where no end is given.</summary>
    public DateOnly? End { get; init; }

    /// <summary>Last days after each extension, in order.</summary>
    public IReadOnlyList<DateOnly> ExtensionEnds { get; init; } = [];

    /// <summary>When it is reviewed.</summary>
    public DateOnly? ReviewDate { get; init; }

    /// <summary>Day of the award.</summary>
    public DateOnly? AwardedDate { get; init; }

    /// <summary>Notice before the end.</summary>
    public Span? NoticePeriod { get; init; }

    /// <summary>How it was tendered, as written.</summary>
    public string? Procedure { get; init; }

    /// <summary>Invitation to quote or to tender, as written.</summary>
    public string? Invitation { get; init; }

    /// <summary>CPV codes of eight digits.</summary>
    public IReadOnlyList<string> CpvCodes { get; init; } = [];

    /// <summary>Category in the register's own scheme.</summary>
    public string? Category { get; init; }

    /// <summary>Goods, services or works, as written.</summary>
    public string? ContractType { get; init; }

    /// <summary>Whom to ask; personal data where a person is named.</summary>
    public string? Contact { get; init; }

    /// <summary>Status as written.</summary>
    public string? Status { get; init; }

    /// <summary>A page about the contract.</summary>
    public string? Url { get; init; }

    /// <summary>Remarks.</summary>
    public string? Notes { get; init; }
}
