using System.Buffers;

namespace Tandem.Formats.Ocds;

/// <summary>Writes nodes as compact JSON. Strings, names and numbers go out as they came in.</summary>
internal static class TreeWriter
{
    private static ReadOnlySpan<byte> NullText => "null"u8;

    public static void Write(ReleaseTree tree, int index, IBufferWriter<byte> output)
    {
        ref var node = ref tree[index];
        switch (node.Kind)
        {
            case TreeKind.Same:
                Write(tree, node.Value, output);
                break;
            case TreeKind.Object:
                WriteObject(tree, index, output);
                break;
            case TreeKind.Array:
                output.Write("["u8);
                var first = true;
                for (var each = node.First; each >= 0; each = tree[each].Next)
                {
                    output.Write(first ? default : ","u8);
                    first = false;
                    Write(tree, each, output);
                }
                output.Write("]"u8);
                break;
            case TreeKind.Versions:
                WriteVersions(tree, index, output);
                break;
            case TreeKind.Text:
                WriteText(tree.Bytes(node.Value, node.Length), output);
                break;
            default:
                output.Write(
                    node.Kind == TreeKind.Null ? NullText : tree.Bytes(node.Value, node.Length)
                );
                break;
        }
    }

    private static void WriteObject(ReleaseTree tree, int index, IBufferWriter<byte> output)
    {
        output.Write("{"u8);
        var first = true;
        for (var each = tree[index].First; each >= 0; each = tree[each].Next)
        {
            // What a later release set to null is gone from the compiled release.
            if (tree[each].Kind == TreeKind.Same && tree[tree[each].Value].Kind == TreeKind.Null)
            {
                continue;
            }
            output.Write(first ? default : ","u8);
            first = false;
            WriteText(tree.NameOf(each), output);
            output.Write(":"u8);
            Write(tree, each, output);
        }
        output.Write("}"u8);
    }

    private static void WriteVersions(ReleaseTree tree, int index, IBufferWriter<byte> output)
    {
        var separator = "["u8;
        for (var each = tree[index].First; each >= 0; each = tree[each].Next)
        {
            output.Write(separator);
            separator = ","u8;
            var release = new ReleaseNode(tree, tree[each].Release);
            output.Write("{\"releaseID\":"u8);
            WriteOrNull(release["id"u8], output);
            output.Write(",\"releaseDate\":"u8);
            WriteOrNull(release["date"u8], output);
            output.Write(",\"releaseTag\":"u8);
            WriteOrNull(release["tag"u8], output);
            output.Write(",\"value\":"u8);
            Write(tree, tree[each].Value, output);
            output.Write("}"u8);
        }
        output.Write("]"u8);
    }

    private static void WriteOrNull(ReleaseNode value, IBufferWriter<byte> output)
    {
        if (value.Exists)
        {
            value.WriteTo(output);
        }
        else
        {
            output.Write(NullText);
        }
    }

    private static void WriteText(ReadOnlySpan<byte> escaped, IBufferWriter<byte> output)
    {
        var span = output.GetSpan(escaped.Length + 2);
        span[0] = (byte)'"';
        escaped.CopyTo(span[1..]);
        span[escaped.Length + 1] = (byte)'"';
        output.Advance(escaped.Length + 2);
    }
}
