using System.Text.Json.Nodes;

namespace Tandem.Formats.Ocds;

/// <summary>Which releaseTag codes a release carries: of each part it speaks of, whether it is new or has changed.</summary>
/// <remarks>Source: standard.open-contracting.org/1.1/en/schema/codelists, "Release tag".</remarks>
public static class ReleaseTags
{
    /// <summary>The tags of a release that states these facts after that one.</summary>
    /// <param name="before">The release before it of the same process; null for the first.</param>
    public static string[] Of(ReleaseFacts facts, byte[]? before)
    {
        var earlier = before is null ? null : JsonNode.Parse(before)!["tag"]!.AsArray();
        var said = earlier?.Select(t => (string)t!).ToHashSet() ?? [];
        var tags = new List<string>();
        Add("planning", facts.Planning is not null);
        Add("tender", facts.Tender is not null);
        if (facts.Tender is { Status: "cancelled" })
        {
            tags.Add("tenderCancellation");
        }
        else if (facts.Tender is { } tender && Amendments(before) < tender.Amendments.Count)
        {
            tags.Add("tenderAmendment");
        }
        Add("award", facts.Awards.Count > 0);
        Add("contract", facts.Contract is not null || facts.ContinuedUnder is not null);
        Add("implementation", facts.Contract?.Implementation.Count > 0);
        return [.. tags];

        static int Amendments(byte[]? release) =>
            release is not null
            && JsonNode.Parse(release)!["tender"]?["amendments"] is JsonArray said
                ? said.Count
                : 0;

        void Add(string part, bool speaks)
        {
            if (speaks)
            {
                tags.Add(
                    said.Contains(part) || said.Contains(part + "Update") ? part + "Update" : part
                );
            }
        }
    }
}
