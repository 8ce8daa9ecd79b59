using System.Text.Json;

namespace Tandem.Formats.Ocds;

/// <summary>Puts JSON into a <see cref="ReleaseTree"/>.</summary>
internal sealed class TreeParser(ReleaseTree tree)
{
    // Memory is bounded by what one process may hold, about 90 MB of nodes.
    private const int MaxNodes = 2_000_000;
    private readonly int[] open = new int[1024];

    /// <summary>Parses any JSON value into the tree.</summary>
    /// <returns>The root, or -1 where the tree is full.</returns>
    /// <exception cref="JsonException">It is not valid JSON or nests too deep.</exception>
    public int Parse(ReadOnlySpan<byte> json)
    {
        var start = tree.Append(json);
        var reader = new Utf8JsonReader(
            tree.Bytes(start, json.Length),
            new JsonReaderOptions { MaxDepth = open.Length - 1 }
        );
        var depth = 0;
        var seen = 0UL;
        Span<ulong> seenAbove = stackalloc ulong[open.Length];
        var root = -1;
        var named = -1;
        while (reader.Read())
        {
            if (tree.NodeCount > MaxNodes)
            {
                return -1;
            }
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    named = Name(open[depth - 1], ref reader, start, ref seen);
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    depth--;
                    seen = seenAbove[depth];
                    tree[open[depth]].Length =
                        start + (int)reader.BytesConsumed - tree[open[depth]].Value;
                    continue;
            }
            var node = named >= 0 ? named : tree.New();
            if (named < 0 && depth > 0)
            {
                tree.Link(open[depth - 1], node);
            }
            named = -1;
            root = root < 0 ? node : root;
            Set(ref tree[node], ref reader, start);
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                seenAbove[depth] = seen;
                seen = 0;
                open[depth++] = node;
            }
            else if (depth > 0 && tree[open[depth - 1]].Kind == TreeKind.Array)
            {
                tree[open[depth - 1]].HasPlainItems = true;
            }
            if (
                reader.TokenType == JsonTokenType.StartArray
                && depth > 1
                && tree[open[depth - 2]].Kind == TreeKind.Array
            )
            {
                tree[open[depth - 2]].HasPlainItems = true;
            }
        }
        return root;
    }

    private int Name(int parent, ref Utf8JsonReader reader, int start, ref ulong seen)
    {
        var at = start + (int)reader.TokenStartIndex + 1;
        var length = reader.ValueSpan.Length;
        if (reader.ValueIsEscaped)
        {
            // One spelling for each name, so that names can be compared as bytes.
            var spelled = JsonEncodedText.Encode(reader.GetString()!).EncodedUtf8Bytes;
            (at, length) = (-1, spelled.Length);
            var renamed = tree.New();
            tree.Rename(renamed, spelled);
            return Place(parent, renamed, ref seen);
        }
        var hash = ReleaseTree.HashOf(tree.Bytes(at, length));
        var node = tree.New();
        tree[node].Name = at;
        tree[node].NameLength = length;
        tree[node].Hash = hash;
        return Place(parent, node, ref seen);
    }

    /// <summary>Adds a property to its object; a name that was there already takes the last value given, as JSON readers everywhere do.</summary>
    private int Place(int parent, int node, ref ulong seen)
    {
        var bit = 1UL << (int)(tree[node].Hash >> 26);
        if (
            (seen & bit) != 0
            && tree.Find(parent, tree.NameOf(node), tree[node].Hash) is var earlier and >= 0
        )
        {
            tree.Empty(earlier);
            return earlier;
        }
        seen |= bit;
        tree.Link(parent, node);
        return node;
    }

    private static void Set(ref TreeNode node, ref Utf8JsonReader reader, int start)
    {
        var at = start + (int)reader.TokenStartIndex;
        node.Value = reader.TokenType == JsonTokenType.String ? at + 1 : at;
        node.Length = reader.ValueSpan.Length;
        node.Escaped = reader.ValueIsEscaped;
        node.Kind = reader.TokenType switch
        {
            JsonTokenType.StartObject => TreeKind.Object,
            JsonTokenType.StartArray => TreeKind.Array,
            JsonTokenType.String => TreeKind.Text,
            JsonTokenType.Number => TreeKind.Number,
            JsonTokenType.True => TreeKind.True,
            JsonTokenType.False => TreeKind.False,
            _ => TreeKind.Null,
        };
    }
}
