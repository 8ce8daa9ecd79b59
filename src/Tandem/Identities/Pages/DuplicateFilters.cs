using Microsoft.AspNetCore.Mvc;
using Tandem.Parties;

namespace Tandem.Identities.Pages;

/// <summary>What the list of possible duplicates is asked for, in its address.</summary>
public sealed class DuplicateFilters
{
    /// <summary>Words that the names have.</summary>
    [FromQuery(Name = "q")]
    public string? Q { get; init; }

    /// <summary>Least likeness in per cent: 80, 90 or 97.</summary>
    [FromQuery(Name = "likeness")]
    public string? Likeness { get; init; }

    /// <summary>“same” for those of one name only.</summary>
    [FromQuery(Name = "name")]
    public string? Name { get; init; }

    /// <summary>Least likeness, 0 to 1.</summary>
    public double Least() =>
        Likeness switch
        {
            "97" => 0.97,
            "90" => 0.9,
            "80" => SupplierDuplicates.Threshold,
            _ => 0,
        };

    /// <summary>Only suggestions whose suppliers all have the same name.</summary>
    public bool OnlySameName() => Name == "same";
}
