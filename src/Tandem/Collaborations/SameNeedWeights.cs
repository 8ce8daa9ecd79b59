using System.Text.Json;

namespace Tandem.Collaborations;

/// <summary>The learnt weights as <c>content/matching/same-need.json</c> holds them.</summary>
/// <param name="LearntBy">The command that wrote the file.</param>
/// <param name="LearntOn">What the weights were learnt on.</param>
/// <param name="AveragePrecision">What the model reached, by way of testing.</param>
/// <param name="Start">Log-odds of a pair with nothing alike.</param>
/// <param name="Weights">Log-odds for each measure of likeness, per unit.</param>
internal sealed record SameNeedWeights(
    string LearntBy,
    string LearntOn,
    SortedDictionary<string, double> AveragePrecision,
    double Start,
    Dictionary<string, double> Weights
)
{
    public static JsonSerializerOptions Json { get; } =
        new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            WriteIndented = true,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
}
