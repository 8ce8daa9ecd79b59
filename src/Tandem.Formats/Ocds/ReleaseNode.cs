using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Tandem.Formats.Ocds;

/// <summary>A value in a <see cref="ReleaseTree"/>; the default value stands for “not there”, and asking it for anything gives nothing.</summary>
public readonly struct ReleaseNode
{
    private readonly ReleaseTree? tree;
    private readonly int index;

    internal ReleaseNode(ReleaseTree tree, int index)
    {
        this.tree = tree;
        while (tree[index].Kind == TreeKind.Same)
        {
            index = tree[index].Value;
        }
        this.index = index;
    }

    internal ReleaseTree Tree => tree!;

    internal int Index => index;

    /// <summary>Whether there is a value other than null.</summary>
    public bool Exists => tree is not null && tree[index].Kind != TreeKind.Null;

    /// <summary>Kind of the value; Undefined where there is none.</summary>
    public JsonValueKind Kind =>
        tree is null
            ? JsonValueKind.Undefined
            : tree[index].Kind switch
            {
                TreeKind.Null => JsonValueKind.Null,
                TreeKind.True => JsonValueKind.True,
                TreeKind.False => JsonValueKind.False,
                TreeKind.Number => JsonValueKind.Number,
                TreeKind.Text => JsonValueKind.String,
                TreeKind.Object => JsonValueKind.Object,
                _ => JsonValueKind.Array,
            };

    /// <summary>The property of that name, where this is an object that has it.</summary>
    public ReleaseNode this[ReadOnlySpan<byte> name]
    {
        get
        {
            if (tree is null || tree[index].Kind != TreeKind.Object)
            {
                return default;
            }
            var found = tree.Find(index, name, ReleaseTree.HashOf(name));
            return found < 0 ? default : new ReleaseNode(tree, found);
        }
    }

    /// <summary>How many properties or items.</summary>
    public int Count =>
        tree is not null && tree[index].Kind is TreeKind.Object or TreeKind.Array
            ? tree[index].Count
            : 0;

    /// <summary>The items of an array, or nothing.</summary>
    public Items Each =>
        tree is not null && tree[index].Kind == TreeKind.Array
            ? new Items(tree, tree[index].First)
            : default;

    /// <summary>The values of the properties of an object, or nothing.</summary>
    public Items Properties =>
        tree is not null && tree[index].Kind == TreeKind.Object
            ? new Items(tree, tree[index].First)
            : default;

    /// <summary>The bytes of a string (as written, with any escapes) or of a number; empty otherwise.</summary>
    public ReadOnlySpan<byte> Text =>
        tree is not null && tree[index].Kind is TreeKind.Text or TreeKind.Number
            ? tree.Bytes(tree[index].Value, tree[index].Length)
            : default;

    /// <summary>Whether the text has escapes, spaces at its ends or anything else that must be looked at before it is kept.</summary>
    internal bool NeedsMending =>
        tree![index].Escaped
        || Text is not [> (byte)' ' and < 0x7F, .., > (byte)' ' and < 0x7F]
        || Text.IndexOfAny((byte)'&', (byte)0xC2) >= 0
        || Text.IndexOf("rn"u8) >= 0;

    /// <summary>Whether this is the text given (which needs no escapes).</summary>
    public bool Is(ReadOnlySpan<byte> text) => Text.SequenceEqual(text);

    /// <summary>The string, or a number as written; null where there is neither.</summary>
    public string? AsString()
    {
        if (tree is null || tree[index].Kind is not (TreeKind.Text or TreeKind.Number))
        {
            return null;
        }
        ref var node = ref tree[index];
        var text = tree.Bytes(node.Value, node.Length);
        return node.Escaped ? Unescape(text) : Encoding.UTF8.GetString(text);
    }

    /// <summary>The number, also where it was written as a string; null where there is none that fits.</summary>
    public decimal? AsDecimal()
    {
        var text = Text;
        return Utf8Parser.TryParse(text, out decimal number, out var used) && used == text.Length
                ? number
            : Utf8Parser.TryParse(text, out number, out used, 'E') && used == text.Length ? number
            : null;
    }

    /// <summary>True or false as written; null otherwise.</summary>
    public bool? AsBoolean() =>
        Kind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

    /// <summary>Writes the value as compact JSON.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        if (tree is not null)
        {
            TreeWriter.Write(tree, index, output);
        }
    }

    /// <summary>The value as compact JSON.</summary>
    public string ToJson()
    {
        var output = new ArrayBufferWriter<byte>(4096);
        WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Resolves the escapes of a JSON string; escapes that stand for no character become U+FFFD.</summary>
    internal static string Unescape(ReadOnlySpan<byte> escaped)
    {
        var quoted = new byte[escaped.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        escaped.CopyTo(quoted.AsSpan(1));
        var reader = new Utf8JsonReader(quoted);
        try
        {
            reader.Read();
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: real files have them where a text was cut off by length.
            return LoneSurrogates.Replace(Encoding.UTF8.GetString(escaped));
        }
    }

    /// <summary>Walks items or properties.</summary>
    public struct Items
    {
        private readonly ReleaseTree? tree;
        private int next;
        private int current;

        internal Items(ReleaseTree tree, int first)
        {
            this.tree = tree;
            next = first;
        }

        /// <summary>The value stood on.</summary>
        public readonly ReleaseNode Current => new(tree!, current);

        /// <summary>Name of the property stood on, JSON-escaped.</summary>
        public readonly ReadOnlySpan<byte> Name => tree!.NameOf(current);

        /// <summary>Steps on; false at the end.</summary>
        public bool MoveNext()
        {
            if (tree is null || next < 0)
            {
                return false;
            }
            current = next;
            next = tree[next].Next;
            return true;
        }

        /// <summary>For <c>foreach</c>.</summary>
        public readonly Items GetEnumerator() => this;
    }
}
