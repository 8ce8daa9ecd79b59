using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Tandem.Formats.Ocds;

/// <summary>
/// Parsed releases of one contracting process and what was merged from them, in two arrays that are used again for the next process: parsing and
/// merging allocate nothing once the arrays have grown. Not safe for use by several threads at once: give each worker its own.
/// </summary>
public sealed class ReleaseTree
{
    private const int Crowded = 24;
    private const int MaxBytes = 64 * 1024 * 1024;
    private const int KeptNodes = 256 * 1024;
    private readonly TreeParser parser;
    private readonly Dictionary<(int Parent, uint Hash), int> crowd = [];
    private TreeNode[] nodes = new TreeNode[4096];
    private byte[] bytes = new byte[64 * 1024];
    private int nodeCount;
    private int byteCount;

    /// <summary>Makes an empty tree.</summary>
    public ReleaseTree() => parser = new TreeParser(this);

    /// <summary>Forgets everything; nodes handed out before are no longer valid.</summary>
    public void Clear()
    {
        // What one huge process needed is not kept for the small ones after it.
        nodes = nodes.Length > KeptNodes ? new TreeNode[4096] : nodes;
        bytes = bytes.Length > 4 * KeptNodes ? new byte[64 * 1024] : bytes;
        nodeCount = 0;
        byteCount = 0;
        crowd.Clear();
    }

    /// <summary>Parses a release and brings OCDS 1.0 into the form of 1.1. Null when it was read, else what is wrong with it and where.</summary>
    public Problem? Read(in OcdsItem item, out ReleaseNode release)
    {
        release = default;
        var root = -1;
        try
        {
            root =
                byteCount + (long)item.Json.Length > MaxBytes ? -1 : parser.Parse(item.Json.Span);
        }
        catch (JsonException e)
        {
            var fault = JsonFault.Of(e);
            var (line, column) = fault.From((item.Line, item.Column));
            return new Problem(item.Place with { Line = line, Column = column }, fault.Message);
        }
        if (root < 0)
        {
            return new Problem(
                item.Place,
                "the releases of this contracting process are larger together than can be merged"
            );
        }
        release = new ReleaseNode(this, root);
        if (release.Kind != JsonValueKind.Object || release["ocid"u8].Text.Length == 0)
        {
            return new Problem(
                item.Place,
                "the release has no ocid, so it cannot be told which contracting process it belongs to; if this is no OCDS but a download from Contracts Finder, bring it in as that"
            );
        }
        ReleaseUpgrade.Apply(release);
        return null;
    }

    /// <summary>Parses any JSON value.</summary>
    /// <exception cref="JsonException">It is not valid JSON or nests too deep.</exception>
    internal ReleaseNode ReadAny(ReadOnlySpan<byte> json) => new(this, parser.Parse(json));

    internal int NodeCount => nodeCount;

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
}
