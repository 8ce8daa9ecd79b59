using System.Text.Json;
using Tandem.Kernel;
using Tandem.Kernel.Sealing;

namespace Tandem.Questionnaires;

/// <summary>
/// Keeps the answers and files of one response so that the database and the file store do not show them: each answer and each file's name is sealed with the response's own key, each file with a key of its own. The response's
/// key is closed with the key of the installation. Destroying the response's row destroys them all.
/// </summary>
public sealed class SealedAnswers
{
    private readonly byte[] key;
    private readonly string response;

    private SealedAnswers(byte[] key, Id<Response> response) =>
        (this.key, this.response) = (key, response.ToString());

    /// <summary>A fresh key for a response, and how it is kept.</summary>
    internal static string NewKey(SealingKey installation, Id<Response> response) =>
        installation.Wrap(SealedBox.NewKey(), "response " + response);

    /// <summary>What opens the answers of a response; null for one that is not sealed.</summary>
    /// <exception cref="SealBroken">The installation's key is another.</exception>
    internal static SealedAnswers? Of(Response response, SealingKey installation) =>
        response.SealedKey is { } kept
            ? new(installation.Unwrap(kept, "response " + response.Id), response.Id)
            : null;

    internal string Seal(string question, string json) =>
        SealedBox.SealText(key, json, $"answer {response} {question}");

    internal string Open(string question, string kept) =>
        SealedBox.OpenText(key, kept, $"answer {response} {question}");

    internal string Seal(Id<Evidence> id, SealedEvidence about) =>
        SealedBox.SealText(key, JsonSerializer.Serialize(about), $"evidence {response} {id}");

    internal SealedEvidence Open(Id<Evidence> id, string kept) =>
        JsonSerializer.Deserialize<SealedEvidence>(
            SealedBox.OpenText(key, kept, $"evidence {response} {id}")
        )!;
}

/// <summary>What is not shown of a sealed file.</summary>
/// <param name="Key">The key the file is sealed with.</param>
internal sealed record SealedEvidence(string Name, byte[] Key);
