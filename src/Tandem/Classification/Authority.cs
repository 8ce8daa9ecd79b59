namespace Tandem.Classification;

/// <summary>
/// A local authority, past or present, as an official list states it. Codes: for the United Kingdom the three-letter
/// register code and the nine-character GSS code; for Sweden the four-digit municipality code.
/// </summary>
public sealed record Authority
{
    public required string Code { get; init; }
    public string? Gss { get; init; }
    public required string Name { get; init; }
    public required string ShortName { get; init; }
    public required string Nation { get; init; }
    public required string Region { get; init; }
    public required AuthorityKind Kind { get; init; }

    /// <summary>Code of the county council above a district.</summary>
    public string? County { get; init; }

    /// <summary>Code of the combined authority (or the Greater London Authority) it belongs to.</summary>
    public string? Combined { get; init; }

    /// <summary>Codes of the authorities that took over when it was abolished; more than one where it was divided.</summary>
    public IReadOnlyList<string> ReplacedBy { get; init; } = [];
    public DateOnly? Start { get; init; }
    public DateOnly? End { get; init; }
    public int? Population { get; init; }

    /// <summary>Degrees north and east (WGS 84) of the centre of its area.</summary>
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }

    /// <summary>Codes of authorities that share a border with it.</summary>
    public IReadOnlyList<string> Neighbours { get; init; } = [];

    /// <summary>Known spellings that no rule gives: names in another language, old names, abbreviations.</summary>
    public IReadOnlyList<string> Spellings { get; init; } = [];

    /// <summary>Whether it has been replaced by another authority.</summary>
    public bool IsAbolished => ReplacedBy.Count > 0 || End is not null;
}

/// <summary>The kind of a local authority; decides which words ("city", "county" …) may stand in its name.</summary>
public enum AuthorityKind
{
    County,
    District,
    MetropolitanDistrict,
    Unitary,
    LondonBorough,
    CityCorporation,
    ScottishCouncil,
    WelshCouncil,
    NorthernIrishDistrict,
    CombinedAuthority,
    StrategicAuthority,
    SwedishMunicipality,
}
