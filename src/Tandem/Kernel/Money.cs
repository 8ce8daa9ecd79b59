namespace Tandem.Kernel;

/// <summary>An amount in the minor units (pence, öre) of an ISO 4217 currency.</summary>
public readonly record struct Money(long MinorUnits, string Currency)
{
    /// <summary>The amount in major units (pounds, kronor); every currency Tandem meets has two decimals.</summary>
    public decimal Amount => MinorUnits / 100m;
}
