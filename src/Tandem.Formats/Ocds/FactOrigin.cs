using System.Text;

namespace Tandem.Formats.Ocds;

/// <summary>One value a field has had, and the release it came from.</summary>
/// <param name="Path">Path of the field; items of lists are named by their id: <c>awards[a1]/value/amount</c>.</param>
/// <param name="Value">The value: a text as it is, anything else as JSON; null where the release took the field away.</param>
/// <param name="ReleaseId">Id of the release.</param>
/// <param name="ReleaseDate">Its date as written.</param>
/// <param name="ReleaseTag">Its first tag.</param>
/// <param name="IsCurrent">Whether this is what holds now.</param>
public sealed record FactOrigin(
    string Path,
    string? Value,
    string? ReleaseId,
    string? ReleaseDate,
    string? ReleaseTag,
    bool IsCurrent
)
{
    /// <summary>Every value of every field of a versioned release, oldest first for each field, so that a page can say where a fact comes from.</summary>
    public static IReadOnlyList<FactOrigin> Of(ReleaseNode versioned)
    {
        var facts = new List<FactOrigin>();
        if (versioned.Count > 0)
        {
            Walk(versioned.Tree, versioned.Index, "", facts);
        }
        return facts;
    }

    private static void Walk(ReleaseTree tree, int parent, string path, List<FactOrigin> facts)
    {
        var isArray = tree[parent].Kind == TreeKind.Array;
        var position = 0;
        for (var each = tree[parent].First; each >= 0; each = tree[each].Next, position++)
        {
            var name = Encoding.UTF8.GetString(tree.NameOf(each));
            var inner =
                isArray ? $"{path}[{(name.Length > 0 ? name : "#" + position)}]"
                : path.Length == 0 ? name
                : path + "/" + name;
            if (tree[each].Kind is TreeKind.Object or TreeKind.Array)
            {
                Walk(tree, each, inner, facts);
            }
            else if (tree[each].Kind == TreeKind.Versions)
            {
                Versions(tree, each, inner, facts);
            }
        }
    }

    private static void Versions(
        ReleaseTree tree,
        int versions,
        string path,
        List<FactOrigin> facts
    )
    {
        for (var each = tree[versions].First; each >= 0; each = tree[each].Next)
        {
            var value = new ReleaseNode(tree, each);
            var release = new ReleaseNode(tree, tree[each].Release);
            var tag = release["tag"u8];
            var first = tag.Each.GetEnumerator();
            facts.Add(
                new FactOrigin(
                    path,
                    value.Exists ? value.AsString() ?? value.ToJson() : null,
                    release["id"u8].AsString(),
                    release["date"u8].AsString(),
                    first.MoveNext() ? first.Current.AsString() : tag.AsString(),
                    tree[each].Next < 0
                )
            );
        }
    }
}
