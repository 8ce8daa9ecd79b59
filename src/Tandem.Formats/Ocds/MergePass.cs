using System.Globalization;

namespace Tandem.Formats.Ocds;

/// <summary>Lays releases over a merged object one after the other.</summary>
internal sealed class MergePass(ReleaseTree tree, bool versioned)
{
    private int release;

    public void Add(ReleaseNode source, int merged, MergeRule rules)
    {
        release = source.Index;
        for (var each = tree[release].First; each >= 0; each = tree[each].Next)
        {
            var name = tree.NameOf(each);
            // OCDS before 1.1.4 did not say that tags are left out, and the ocid is the one thing that never changes.
            if (!name.SequenceEqual("tag"u8) && !name.SequenceEqual("ocid"u8))
            {
                Field(each, merged, rules);
            }
        }
    }

    private void Fields(int source, int merged, MergeRule? rule)
    {
        for (var each = tree[source].First; each >= 0; each = tree[each].Next)
        {
            Field(each, merged, rule);
        }
    }

    private void Field(int source, int merged, MergeRule? outer)
    {
        var hash = tree[source].Hash;
        var rule = outer?.Find(tree.NameOf(source), hash);
        if (rule is { Omit: true })
        {
            return;
        }
        var from = tree[source];
        var existing = tree.Find(merged, tree.NameOf(source), hash);
        if (
            rule is { Whole: true }
            || from.Kind is not (TreeKind.Object or TreeKind.Array)
            || from.HasPlainItems
        )
        {
            Plain(source, merged, existing);
        }
        else if (from.Count > 0)
        {
            var elder = tree[merged].Last;
            var fresh = existing < 0;
            var node = fresh ? Named(source, merged) : existing;
            if (tree[node].Kind != from.Kind)
            {
                // A plain value (or null) of an earlier release gives way to an object or array.
                (tree[node].First, tree[node].Last, tree[node].Count, tree[node].Kind) = (
                    -1,
                    -1,
                    0,
                    from.Kind
                );
            }
            if (from.Kind == TreeKind.Object)
            {
                Fields(source, node, rule);
            }
            else
            {
                Items(source, node, rule);
            }
            if (fresh && tree[node].Count == 0)
            {
                tree.Unlink(merged, elder, node);
            }
        }
    }

    private void Plain(int source, int merged, int existing)
    {
        if (existing < 0)
        {
            var node = Named(source, merged);
            tree[node].Kind = versioned ? TreeKind.Versions : TreeKind.Same;
            tree[node].Value = source;
            if (versioned)
            {
                Version(source, node);
            }
        }
        else if (!versioned && tree[existing].Kind == TreeKind.Same)
        {
            tree[existing].Value = source;
        }
        else if (
            tree[existing].Kind == TreeKind.Versions
            && !TreeEquality.Same(tree, tree[tree[existing].Last].Value, source)
        )
        {
            Version(source, existing);
        }
    }

    private void Version(int source, int versions)
    {
        var node = tree.New();
        tree[node].Kind = TreeKind.Same;
        tree[node].Value = source;
        tree[node].Release = release;
        tree.Link(versions, node);
    }

    private void Items(int source, int merged, MergeRule? rule)
    {
        var position = 0;
        for (var each = tree[source].First; each >= 0; each = tree[each].Next, position++)
        {
            if (tree[each].Count == 0)
            {
                continue;
            }
            var id = tree.Find(each, "id"u8, IdHash);
            var hasId = id >= 0 && tree[id].Kind != TreeKind.Null;
            var elder = tree[merged].Last;
            var item = Item(merged, id, hasId, position, rule, out var fresh);
            if (fresh && hasId)
            {
                var copy = Named(id, item);
                tree[copy].Kind = TreeKind.Same;
                tree[copy].Value = id;
            }
            for (var field = tree[each].First; field >= 0; field = tree[field].Next)
            {
                if (field != id || !hasId)
                {
                    Field(field, item, rule);
                }
            }
            if (fresh && tree[item].Count == 0)
            {
                tree.Unlink(merged, elder, item);
            }
        }
    }

    /// <summary>The item of the merged array that an item of a release goes into: the one of the same id (1 and "1" are the same), or a new one.</summary>
    private int Item(int merged, int id, bool hasId, int position, MergeRule? rule, out bool fresh)
    {
        Span<byte> place = stackalloc byte[12];
        scoped ReadOnlySpan<byte> key = default;
        if (rule is { ByPosition: true })
        {
            position.TryFormat(place, out var length, provider: CultureInfo.InvariantCulture);
            key = place[..length];
        }
        else if (hasId && rule is not { Append: true })
        {
            key = tree.Bytes(tree[id].Value, tree[id].Length);
        }
        var hash = key.Length == 0 ? 0 : ReleaseTree.HashOf(key);
        var existing = hash == 0 ? -1 : tree.Find(merged, key, hash);
        fresh = existing < 0;
        if (!fresh)
        {
            return existing;
        }
        var item = tree.New();
        tree[item].Kind = TreeKind.Object;
        if (rule is { ByPosition: true })
        {
            tree.Rename(item, key);
        }
        else if (hash != 0)
        {
            (tree[item].Name, tree[item].NameLength, tree[item].Hash) = (
                tree[id].Value,
                tree[id].Length,
                hash
            );
        }
        tree.Link(merged, item);
        return item;
    }

    private int Named(int source, int parent)
    {
        var node = tree.New();
        (tree[node].Name, tree[node].NameLength, tree[node].Hash) = (
            tree[source].Name,
            tree[source].NameLength,
            tree[source].Hash
        );
        tree.Link(parent, node);
        return node;
    }

    private static readonly uint IdHash = ReleaseTree.HashOf("id"u8);
}
