namespace Tandem.Contracts.Lists;

/// <summary>A filter in force.</summary>
/// <param name="Field">Name in the address.</param>
/// <param name="Value">As given there.</param>
/// <param name="Title">Of the filter.</param>
/// <param name="Keys">The keys it stands for; none for a bound, or where it fits nothing.</param>
public sealed record AskedFilter(
    string Field,
    string Value,
    string Title,
    IReadOnlyCollection<string> Keys
);
