namespace Tandem.Formats.Ocds;

/// <summary>Whether two JSON values mean the same: 1 and 1.0 do, the order of properties does not matter, that of items does.</summary>
internal static class TreeEquality
{
    public static bool Same(ReleaseTree tree, int a, int b)
    {
        ref var left = ref tree[a];
        ref var right = ref tree[b];
        if (left.Kind != right.Kind)
        {
            return false;
        }
        switch (left.Kind)
        {
            case TreeKind.Text:
                return tree.Bytes(left.Value, left.Length)
                        .SequenceEqual(tree.Bytes(right.Value, right.Length))
                    || (
                        (left.Escaped || right.Escaped)
                        && new ReleaseNode(tree, a).AsString()
                            == new ReleaseNode(tree, b).AsString()
                    );
            case TreeKind.Number:
                return tree.Bytes(left.Value, left.Length)
                        .SequenceEqual(tree.Bytes(right.Value, right.Length))
                    || (
                        new ReleaseNode(tree, a).AsDecimal() is { } number
                        && number == new ReleaseNode(tree, b).AsDecimal()
                    );
            case TreeKind.Object:
                return left.Count == right.Count && SameProperties(tree, a, b);
            case TreeKind.Array:
                return left.Count == right.Count && SameItems(tree, a, b);
            default:
                return true;
        }
    }

    private static bool SameProperties(ReleaseTree tree, int a, int b)
    {
        for (var each = tree[a].First; each >= 0; each = tree[each].Next)
        {
            var other = tree.Find(b, tree.NameOf(each), tree[each].Hash);
            if (other < 0 || !Same(tree, each, other))
            {
                return false;
            }
        }
        return true;
    }

    private static bool SameItems(ReleaseTree tree, int a, int b)
    {
        for (
            var (left, right) = (tree[a].First, tree[b].First);
            left >= 0;
            (left, right) = (tree[left].Next, tree[right].Next)
        )
        {
            if (!Same(tree, left, right))
            {
                return false;
            }
        }
        return true;
    }
}
