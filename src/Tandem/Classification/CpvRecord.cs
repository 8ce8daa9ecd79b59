using System.Security.Cryptography;
using System.Text.Json;
using Tandem.Kernel;

namespace Tandem.Classification;

/// <summary>How the shipped weights were learnt, beside them in <c>content/</c>.</summary>
/// <param name="LearntBy">The command.</param>
/// <param name="LearntOn">What from, in words.</param>
/// <param name="LearntFrom">SHA-256 of each file of notices, so that it is not mistaken for unseen ones.</param>
/// <param name="Reached">The score on notices left out of learning, by how they were left out.</param>
internal sealed record CpvRecord(
    string LearntBy,
    string LearntOn,
    IReadOnlyList<string> LearntFrom,
    SortedDictionary<string, CpvScore> Reached
)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
    };

    /// <summary>The record a content folder ships.</summary>
    public static CpvRecord In(Content content) =>
        JsonSerializer.Deserialize<CpvRecord>(content.Text("cpv/classifier.json"), Json)!;

    public static string HashOf(FileInfo file)
    {
        using var stream = file.OpenRead();
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    public void Write(string path) =>
        File.WriteAllText(path, JsonSerializer.Serialize(this, Json) + "\n");
}
