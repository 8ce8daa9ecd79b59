using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Tandem.Formats.Ocds;

/// <summary>
/// Parsed releases of one contracting process and what was merged from them, in two arrays that are used again for the next process: parsing and
/// merging allocate nothing once the arrays have grown. Not safe for use by several threads at once: give each worker its own.
/// </summary>
public sealed class ReleaseTree
{
    private const int Crowded = 24;
    private readonly int[] open = new int[1024];
    private readonly Dictionary<(int Parent, uint Hash), int> crowd = [];
    private TreeNode[] nodes = new TreeNode[4096];
    private byte[] bytes = new byte[64 * 1024];
    private int nodeCount;
    private int byteCount;

    /// <summary>Forgets everything; nodes handed out before are no longer valid.</summary>
    public void Clear()
    {
        nodeCount = 0;
        byteCount = 0;
        crowd.Clear();
    }

    /// <summary>Parses a release and brings OCDS 1.0 into the form of 1.1. Null when it was read, else what is wrong with it and where.</summary>
    public Problem? Read(in OcdsItem item, out ReleaseNode release)
    {
        release = default;
        if (byteCount + (long)item.Json.Length > 1 << 30)
        {
            return new Problem(
                item.Place,
                "the releases of this contracting process are larger together than 1 GiB"
            );
        }
        try
        {
            release = new ReleaseNode(this, Parse(item.Json.Span));
        }
        catch (JsonException e)
        {
            var fault = JsonFault.Of(e);
            var (line, column) = fault.From((item.Line, item.Column));
            return new Problem(item.Place with { Line = line, Column = column }, fault.Message);
        }
        if (release.Kind != JsonValueKind.Object || release["ocid"u8].Text.Length == 0)
        {
            return new Problem(
                item.Place,
                "the release has no ocid, so it cannot be told which contracting process it belongs to"
            );
        }
        ReleaseUpgrade.Apply(release);
        return null;
    }

    /// <summary>Parses any JSON value into the tree.</summary>
    /// <exception cref="JsonException">It is not valid JSON or nests too deep.</exception>
    internal int Parse(ReadOnlySpan<byte> json)
    {
        var start = Append(json);
        var reader = new Utf8JsonReader(
            bytes.AsSpan(start, json.Length),
            new JsonReaderOptions { MaxDepth = open.Length - 1 }
        );
        var depth = 0;
        var seen = 0UL;
        Span<ulong> seenAbove = stackalloc ulong[open.Length];
        var root = -1;
        var named = -1;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    named = Name(open[depth - 1], ref reader, start, ref seen);
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    depth--;
                    seen = seenAbove[depth];
                    nodes[open[depth]].Length =
                        start + (int)reader.BytesConsumed - nodes[open[depth]].Value;
                    continue;
            }
            var node = named >= 0 ? named : New();
            if (named < 0 && depth > 0)
            {
                Link(open[depth - 1], node);
            }
            named = -1;
            root = root < 0 ? node : root;
            Set(ref nodes[node], ref reader, start);
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                seenAbove[depth] = seen;
                seen = 0;
                open[depth++] = node;
            }
            else if (depth > 0 && nodes[open[depth - 1]].Kind == TreeKind.Array)
            {
                nodes[open[depth - 1]].HasPlainItems = true;
            }
            if (
                reader.TokenType == JsonTokenType.StartArray
                && depth > 1
                && nodes[open[depth - 2]].Kind == TreeKind.Array
            )
            {
                nodes[open[depth - 2]].HasPlainItems = true;
            }
        }
        return root;
    }

    internal ref TreeNode this[int node] => ref nodes[node];

    internal ReadOnlySpan<byte> Bytes(int start, int length) => bytes.AsSpan(start, length);

    internal ReadOnlySpan<byte> NameOf(int node) =>
        bytes.AsSpan(nodes[node].Name, nodes[node].NameLength);

    internal int Append(ReadOnlySpan<byte> more)
    {
        if (bytes.Length - byteCount < more.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, byteCount + more.Length));
        }
        more.CopyTo(bytes.AsSpan(byteCount));
        byteCount += more.Length;
        return byteCount - more.Length;
    }

    internal int New()
    {
        if (nodeCount == nodes.Length)
        {
            Array.Resize(ref nodes, nodes.Length * 2);
        }
        nodes[nodeCount] = new TreeNode
        {
            First = -1,
            Last = -1,
            Next = -1,
        };
        return nodeCount++;
    }

    /// <summary>A new string node of the given JSON-escaped text.</summary>
    internal int NewText(ReadOnlySpan<byte> escaped)
    {
        var at = Append(escaped);
        var node = New();
        nodes[node].Kind = TreeKind.Text;
        nodes[node].Value = at;
        nodes[node].Length = escaped.Length;
        nodes[node].Escaped = escaped.Contains((byte)'\\');
        return node;
    }

    internal void Rename(int node, ReadOnlySpan<byte> name)
    {
        nodes[node].Name = Append(name);
        nodes[node].NameLength = name.Length;
        nodes[node].Hash = HashOf(name);
    }

    internal void Link(int parent, int child)
    {
        ref var above = ref nodes[parent];
        if (above.Last < 0)
        {
            above.First = child;
        }
        else
        {
            nodes[above.Last].Next = child;
        }
        above.Last = child;
        above.Count++;
        if (above.Count == Crowded + 1)
        {
            for (var each = above.First; each >= 0; each = nodes[each].Next)
            {
                Crowd(parent, each);
            }
        }
        else if (above.Count > Crowded)
        {
            Crowd(parent, child);
        }
    }

    /// <summary>Takes a child out again, whose elder neighbour (or -1) is known.</summary>
    internal void Unlink(int parent, int elder, int child)
    {
        ref var above = ref nodes[parent];
        var next = nodes[child].Next;
        if (elder < 0)
        {
            above.First = next;
        }
        else
        {
            nodes[elder].Next = next;
        }
        above.Last = above.Last == child ? elder : above.Last;
        if (above.Count > Crowded)
        {
            // Emptied rather than removed: a chain of equal hashes must not be cut.
            nodes[child].NameLength = -1;
        }
        above.Count--;
    }

    /// <summary>Lets go of all children.</summary>
    internal void Empty(int parent)
    {
        for (
            var each = nodes[parent].Count > Crowded ? nodes[parent].First : -1;
            each >= 0;
            each = nodes[each].Next
        )
        {
            for (var probe = nodes[each].Hash; crowd.Remove((parent, probe)); probe++) { }
        }
        ref var above = ref nodes[parent];
        (above.First, above.Last, above.Count, above.HasPlainItems) = (-1, -1, 0, false);
    }

    /// <summary>The child of that name (or, in a merged array, of that identifier), or -1.</summary>
    internal int Find(int parent, ReadOnlySpan<byte> name, uint hash)
    {
        ref var above = ref nodes[parent];
        if (above.Count > Crowded)
        {
            for (var probe = hash; crowd.TryGetValue((parent, probe), out var found); probe++)
            {
                if (
                    nodes[found].Hash == hash
                    && nodes[found].NameLength == name.Length
                    && NameOf(found).SequenceEqual(name)
                )
                {
                    return found;
                }
            }
            return -1;
        }
        for (var each = above.First; each >= 0; each = nodes[each].Next)
        {
            ref var node = ref nodes[each];
            if (
                node.Hash == hash
                && node.NameLength == name.Length
                && bytes.AsSpan(node.Name, node.NameLength).SequenceEqual(name)
            )
            {
                return each;
            }
        }
        return -1;
    }

    internal static uint HashOf(ReadOnlySpan<byte> name)
    {
        var hash = Seed ^ (uint)name.Length;
        while (name.Length >= 8)
        {
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(name));
            name = name[8..];
        }
        var rest = 0UL;
        foreach (var b in name)
        {
            rest = (rest << 8) | b;
        }
        hash = Mix(hash ^ rest);
        // Zero is left for nodes without a name.
        return (uint)(hash >> 32) | 1;
    }

    // Chosen anew for each process, so that nobody can write a file whose names all collide.
    private static readonly ulong Seed = BitConverter.ToUInt64(
        System.Security.Cryptography.RandomNumberGenerator.GetBytes(8)
    );

    private static ulong Mix(ulong value) =>
        BitOperations.RotateLeft(value * 0x9E3779B97F4A7C15, 29) * 0xBF58476D1CE4E5B9;

    private void Crowd(int parent, int child)
    {
        if (nodes[child].Hash == 0)
        {
            return;
        }
        var probe = nodes[child].Hash;
        while (!crowd.TryAdd((parent, probe), child))
        {
            probe++;
        }
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
            var renamed = New();
            Rename(renamed, spelled);
            return Place(parent, renamed, ref seen);
        }
        var hash = HashOf(bytes.AsSpan(at, length));
        var node = New();
        nodes[node].Name = at;
        nodes[node].NameLength = length;
        nodes[node].Hash = hash;
        return Place(parent, node, ref seen);
    }

    /// <summary>Adds a property to its object; a name that was there already takes the last value given, as JSON readers everywhere do.</summary>
    private int Place(int parent, int node, ref ulong seen)
    {
        var bit = 1UL << (int)(nodes[node].Hash >> 26);
        if (
            (seen & bit) != 0
            && Find(parent, NameOf(node), nodes[node].Hash) is var earlier and >= 0
        )
        {
            Empty(earlier);
            return earlier;
        }
        seen |= bit;
        Link(parent, node);
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

/// <summary>What a node of the tree holds.</summary>
internal enum TreeKind : byte
{
    Null,
    True,
    False,
    Number,
    Text,
    Object,
    Array,

    /// <summary>In a merged tree: the value of another node (<see cref="TreeNode.Value"/>).</summary>
    Same,

    /// <summary>In a versioned tree: the values a field has had, each a child of kind <see cref="Same"/> with the number of its release.</summary>
    Versions,
}

/// <summary>One node of the tree. The name of an item of a merged array is its identifier.</summary>
internal struct TreeNode
{
    public int Name;
    public int NameLength;
    public uint Hash;
    public int Value;
    public int Length;
    public int First;
    public int Last;
    public int Next;
    public int Count;
    public int Release;
    public TreeKind Kind;
    public bool Escaped;
    public bool HasPlainItems;
}
