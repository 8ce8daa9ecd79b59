using System.Globalization;
using System.Text.Json.Nodes;

namespace Tandem.Tests.Formats.Ocds;

/// <summary>
/// The merge routine written the slow and obvious way, as the standard explains it: each release becomes a list of paths and values, the lists are laid over
/// each other, and the result becomes JSON again. What the fast one is held to.
/// </summary>
internal static class PlainMerge
{
    private static readonly HashSet<string> WholeLists =
    [
        "tender.items.additionalClassifications",
        "parties.roles",
    ];

    /// <summary>A step of a path: the name of a property, or an item with its id (null for an item of its own).</summary>
    private sealed record Step(string Name, bool IsItem, JsonNode? Id);

    public static JsonObject Compile(IEnumerable<JsonObject> releases)
    {
        var (paths, last) = Lay(releases);
        var (ocid, date) = ((string)last["ocid"]!, (string)last["date"]!);
        var compiled = Build(paths, values => values[^1].Value);
        compiled["tag"] = new JsonArray("compiled");
        compiled["id"] = $"{ocid}-{date}";
        compiled["date"] = date;
        compiled["ocid"] = ocid;
        return compiled;
    }

    public static JsonObject Version(IEnumerable<JsonObject> releases)
    {
        var (paths, last) = Lay(releases);
        var versioned = Build(
            paths,
            values => new JsonArray([
                .. values
                    .Where((v, i) => i == 0 || !JsonNode.DeepEquals(v.Value, values[i - 1].Value))
                    .Select(v => new JsonObject
                    {
                        ["releaseID"] = v.Release["id"]?.DeepClone(),
                        ["releaseDate"] = v.Release["date"]?.DeepClone(),
                        ["releaseTag"] = v.Release["tag"]?.DeepClone(),
                        ["value"] = v.Value?.DeepClone(),
                    }),
            ])
        );
        versioned["ocid"] = last["ocid"]!.DeepClone();
        return versioned;
    }

    private static (
        OrderedDictionary<
            string,
            (List<Step> Path, List<(JsonObject Release, JsonNode? Value)> Values)
        > Paths,
        JsonObject Last
    ) Lay(IEnumerable<JsonObject> releases)
    {
        var sorted = releases.OrderBy(r => (string)r["date"]!, StringComparer.Ordinal).ToList();
        var paths = new OrderedDictionary<string, (List<Step>, List<(JsonObject, JsonNode?)>)>();
        var own = 0;
        foreach (var release in sorted)
        {
            void Flatten(JsonNode? node, List<Step> path)
            {
                var rule = string.Join('.', path.Where(s => !s.IsItem).Select(s => s.Name));
                if (rule is "id" or "date" or "tag" or "ocid")
                {
                    return;
                }
                if (node is JsonObject o && path.Count >= 0 && !WholeLists.Contains(rule))
                {
                    foreach (var (name, value) in o)
                    {
                        Flatten(value, [.. path, new Step(name, false, null)]);
                    }
                }
                else if (
                    node is JsonArray a
                    && !WholeLists.Contains(rule)
                    && a.All(i => i is JsonObject)
                )
                {
                    foreach (var item in a)
                    {
                        var id = item!["id"];
                        Flatten(
                            item,
                            [.. path, new Step(id?.ToString() ?? $"own {own++}", true, id)]
                        );
                    }
                }
                else
                {
                    var key = string.Join('/', path.Select(s => (s.IsItem ? "#" : "") + s.Name));
                    if (!paths.TryGetValue(key, out var known))
                    {
                        paths[key] = known = (path, []);
                    }
                    known.Item2.Add((release, node));
                }
            }
            Flatten(release, []);
        }
        return (paths, sorted[^1]);
    }

    private static JsonObject Build(
        OrderedDictionary<
            string,
            (List<Step> Path, List<(JsonObject Release, JsonNode? Value)> Values)
        > paths,
        Func<List<(JsonObject Release, JsonNode? Value)>, JsonNode?> of
    )
    {
        var root = new JsonObject();
        var items = new Dictionary<string, JsonObject>();
        foreach (var (path, values) in paths.Values)
        {
            JsonNode at = root;
            var walked = "";
            for (var i = 0; i < path.Count; i++)
            {
                walked += "/" + path[i].Name;
                if (path[i].IsItem)
                {
                    if (!items.TryGetValue(walked, out var item))
                    {
                        items[walked] = item = path[i].Id is { } id
                            ? new JsonObject { ["id"] = id.DeepClone() }
                            : [];
                        at.AsArray().Add(item);
                    }
                    at = item;
                }
                else if (i < path.Count - 1)
                {
                    at = at[path[i].Name] ??= path[i + 1].IsItem
                        ? new JsonArray()
                        : new JsonObject();
                }
                else if (of(values) is { } value && at[path[i].Name] is null)
                {
                    at[path[i].Name] = value.Parent is null ? value : value.DeepClone();
                }
            }
        }
        return root;
    }

    /// <summary>A history of releases out of numbers: each number sets one field of one release.</summary>
    public static List<JsonObject> History(int[][] numbers)
    {
        var releases = new List<JsonObject>();
        foreach (var sets in numbers)
        {
            var day = releases.Count;
            var release = new JsonObject
            {
                ["ocid"] = "ocds-x-1",
                ["id"] = string.Create(CultureInfo.InvariantCulture, $"r{day}"),
                ["date"] = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)
                    .AddHours(day * 7)
                    .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                ["tag"] = new JsonArray(day % 2 == 0 ? "tender" : "tenderUpdate"),
            };
            foreach (var number in sets)
            {
                Set(release, Math.Abs(number % 13), Math.Abs(number / 13 % 5));
            }
            releases.Add(release);
        }
        return releases;
    }

    private static void Set(JsonObject release, int field, int value)
    {
        JsonNode? plain = value switch
        {
            0 => null,
            1 => 1,
            2 => "zwei \"2\" ü",
            3 => true,
            _ => 2.5m,
        };
        JsonObject Inner(string name) => (JsonObject)(release[name] ??= new JsonObject());
        JsonObject Item(JsonObject parent, string list, JsonNode? id)
        {
            var items = (JsonArray)(parent[list] ??= new JsonArray());
            var known = items.FirstOrDefault(i =>
                id is not null && JsonNode.DeepEquals(i!["id"], id)
            );
            if (known is null)
            {
                items.Add(known = id is null ? new JsonObject() : new JsonObject { ["id"] = id });
            }
            return (JsonObject)known;
        }
        switch (field)
        {
            case 0:
                release["language"] = plain;
                break;
            case 1:
                Inner("tender")["id"] = plain;
                break;
            case 2:
                ((JsonObject)(Inner("tender")["value"] ??= new JsonObject()))["amount"] = plain;
                break;
            case 3:
                Item(Inner("tender"), "items", value)["quantity"] = plain;
                break;
            case 4:
                Item(Inner("tender"), "items", value % 2)["description"] = plain;
                break;
            case 5:
                Item(Inner("tender"), "items", 1)["additionalClassifications"] = new JsonArray([
                    .. Enumerable
                        .Range(0, value)
                        .Select(i => new JsonObject { ["id"] = i % 2, ["x"] = null }),
                ]);
                break;
            case 6:
                Item(release, "parties", "p" + (value % 2))["roles"] = new JsonArray([
                    .. Enumerable.Range(0, value).Select(i => JsonValue.Create("role" + i)),
                ]);
                break;
            case 7:
                ((JsonObject)(Item(release, "parties", "p1")["identifier"] ??= new JsonObject()))[
                    "id"
                ] = plain;
                break;
            case 8:
                Item(Inner("extension"), "list", null)["key"] = plain;
                break;
            case 9:
                Inner("tender")["submissionTerms"] = new JsonObject();
                break;
            case 10:
                Item(Item(release, "awards", "a" + (value % 3)), "suppliers", "s" + value)["name"] =
                    plain;
                break;
            case 11:
                Item(release, "contracts", "c");
                break;
            default:
                Inner("extension")["words"] = new JsonArray("a", value);
                break;
        }
    }
}
