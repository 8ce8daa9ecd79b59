using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tandem.Formats.Ocds;

/// <summary>
/// Says in a release what no longer holds. The merge routine keeps whatever a later release leaves out, so a fact that is gone is stated as null, and
/// of an entry that is gone from a list everything but its id is.
/// </summary>
/// <remarks>Source: standard.open-contracting.org/1.1/en/schema/merging, "Merging specification": null removes.</remarks>
public static class ReleaseChanges
{
    /// <summary>The release with nulls for what the releases before it said and it does not say.</summary>
    /// <param name="before">The release before it, as this method gave it; null for the first.</param>
    /// <param name="whole">All that holds now.</param>
    public static byte[] Since(byte[]? before, byte[] whole)
    {
        if (before is null)
        {
            return whole;
        }
        var now = JsonNode.Parse(whole)!.AsObject();
        Retract(Held(before), now);
        return JsonSerializer.SerializeToUtf8Bytes(now, Written);
    }

    /// <summary>The release without the words of a milestone of a contract's implementation, which keeps its id, day and status; null where it has none of them.</summary>
    public static byte[]? WithoutWords(byte[] release, string milestone)
    {
        var whole = JsonNode.Parse(release)!.AsObject();
        var found = (whole["contracts"] as JsonArray ?? [])
            .OfType<JsonObject>()
            .SelectMany(c => c["implementation"]?["milestones"] as JsonArray ?? [])
            .OfType<JsonObject>()
            .Where(m =>
                m["id"]?.ToString() == milestone && (m["title"] ?? m["description"]) is not null
            )
            .ToList();
        foreach (var entry in found)
        {
            entry.Remove("title");
            entry.Remove("description");
        }
        return found.Count == 0 ? null : JsonSerializer.SerializeToUtf8Bytes(whole, Written);
    }

    private static readonly JsonSerializerOptions Written = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(
            System.Text.Unicode.UnicodeRanges.All
        ),
    };

    private static JsonObject Held(byte[] release)
    {
        var held = JsonNode.Parse(release)!.AsObject();
        Forget(held);
        return held;
    }

    /// <summary>Leaves out what is null already, and entries of lists that were taken back.</summary>
    private static bool Forget(JsonObject held)
    {
        var tookBack = false;
        foreach (var (name, value) in held.ToList())
        {
            switch (value)
            {
                case null:
                    tookBack = true;
                    held.Remove(name);
                    break;
                case JsonObject part when Forget(part) && part.Count == 0:
                    tookBack = true;
                    held.Remove(name);
                    break;
                case JsonArray list:
                    foreach (var entry in list.OfType<JsonObject>().ToList())
                    {
                        if (Forget(entry) && entry.All(e => e.Key == "id" || IsEmpty(e.Value)))
                        {
                            list.Remove(entry);
                        }
                    }
                    break;
            }
        }
        return tookBack;
    }

    private static bool IsEmpty(JsonNode? value) => value is JsonArray { Count: 0 };

    private static void Retract(JsonObject held, JsonObject now)
    {
        foreach (var (name, value) in held)
        {
            switch (value)
            {
                case JsonObject part:
                    Retract(part, Part(now, name));
                    break;
                case JsonArray list when list.All(e => e is JsonObject o && o.ContainsKey("id")):
                    Retract(list, List(now, name));
                    break;
                case JsonArray:
                    List(now, name);
                    break;
                case not null when !now.ContainsKey(name):
                    now[name] = null;
                    break;
            }
        }
    }

    private static void Retract(JsonArray held, JsonArray now)
    {
        foreach (var entry in held.OfType<JsonObject>())
        {
            var id = entry["id"]!.ToString();
            var same = now.OfType<JsonObject>().FirstOrDefault(e => e["id"]!.ToString() == id);
            if (same is null)
            {
                now.Add(same = new JsonObject { ["id"] = id });
            }
            Retract(entry, same);
        }
    }

    private static JsonObject Part(JsonObject of, string name)
    {
        if (of[name] is not JsonObject part)
        {
            of[name] = part = [];
        }
        return part;
    }

    private static JsonArray List(JsonObject of, string name)
    {
        if (of[name] is not JsonArray list)
        {
            of[name] = list = [];
        }
        return list;
    }
}
