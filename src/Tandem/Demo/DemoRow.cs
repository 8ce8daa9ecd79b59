using System.Globalization;

namespace Tandem.Demo;

/// <summary>One act in a call of the demo network, as <c>demo/entries.tsv</c> tells it.</summary>
/// <param name="Who">E-mail address of whoever acts.</param>
/// <param name="Ago">How long ago.</param>
internal sealed record DemoRow(
    string What,
    string Who,
    string First,
    string Second,
    string Third,
    TimeSpan Ago
)
{
    /// <summary>Number of the entry it is about.</summary>
    public long Entry => long.Parse(First, CultureInfo.InvariantCulture);

    public static DemoRow Read(string[] row) =>
        new(
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            TimeSpan.FromDays(double.Parse(row[5], CultureInfo.InvariantCulture))
        );
}
