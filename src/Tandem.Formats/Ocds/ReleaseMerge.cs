using System.Globalization;

namespace Tandem.Formats.Ocds;

/// <summary>
/// The merge routine of the standard: releases of one contracting process, in the order of their dates, become its compiled release (what holds now)
/// or its versioned release (every value each field has had, with the release it came from).
/// </summary>
/// <remarks>Source: standard.open-contracting.org/1.1/en/schema/merging. Where types contradict each other between releases, objects and arrays win over plain values.</remarks>
public static class ReleaseMerge
{
    /// <summary>The compiled release. All releases must have been read into <paramref name="tree"/> and share their ocid.</summary>
    public static ReleaseNode Compile(
        ReleaseTree tree,
        ReadOnlySpan<ReleaseNode> releases,
        MergeRules? rules = null
    )
    {
        var sorted = Sort(releases);
        var merged = tree.New();
        tree[merged].Kind = TreeKind.Object;
        var last = sorted[^1];
        var tag = tree.New();
        tree[tag].Kind = TreeKind.Array;
        tree.Link(tag, tree.NewText("compiled"u8));
        Add(tree, merged, "tag"u8, tag);
        var ocid = last["ocid"u8].Text;
        var date = last["date"u8].Text;
        Span<byte> id = stackalloc byte[256];
        if (ocid.Length + date.Length >= id.Length)
        {
            id = new byte[ocid.Length + date.Length + 1];
        }
        ocid.CopyTo(id);
        id[ocid.Length] = (byte)'-';
        date.CopyTo(id[(ocid.Length + 1)..]);
        Add(tree, merged, "id"u8, tree.NewText(id[..(ocid.Length + 1 + date.Length)]));
        Add(tree, merged, "date"u8, Same(tree, last["date"u8]));
        Add(tree, merged, "ocid"u8, Same(tree, last["ocid"u8]));
        var pass = new MergePass(tree, versioned: false);
        foreach (var release in sorted)
        {
            pass.Add(release, merged, (rules ?? MergeRules.Ocds11).Root);
        }
        return new ReleaseNode(tree, merged);
    }

    /// <summary>The versioned release. All releases must have been read into <paramref name="tree"/> and share their ocid.</summary>
    public static ReleaseNode Version(
        ReleaseTree tree,
        ReadOnlySpan<ReleaseNode> releases,
        MergeRules? rules = null
    )
    {
        var sorted = Sort(releases);
        var merged = tree.New();
        tree[merged].Kind = TreeKind.Object;
        Add(tree, merged, "ocid"u8, Same(tree, sorted[^1]["ocid"u8]));
        var pass = new MergePass(tree, versioned: true);
        foreach (var release in sorted)
        {
            pass.Add(release, merged, (rules ?? MergeRules.Ocds11).Root);
        }
        return new ReleaseNode(tree, merged);
    }

    /// <summary>Puts releases in the order of their dates: by instant where every date has one, else as text; equal dates stay as given.</summary>
    internal static ReadOnlySpan<ReleaseNode> Sort(ReadOnlySpan<ReleaseNode> releases)
    {
        if (releases.Length < 2)
        {
            return releases;
        }
        var dated = new (ReleaseNode Release, string Text, DateTimeOffset? At)[releases.Length];
        var instants = true;
        for (var i = 0; i < releases.Length; i++)
        {
            var text = releases[i]["date"u8].AsString() ?? "";
            DateTimeOffset? at = DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var parsed
            )
                ? parsed
                : null;
            instants &= at is not null;
            dated[i] = (releases[i], text, at);
        }
        return dated
            .OrderBy(d => instants ? d.At!.Value.UtcTicks : 0)
            .ThenBy(d => d.Text, StringComparer.Ordinal)
            .Select(d => d.Release)
            .ToArray();
    }

    private static void Add(ReleaseTree tree, int parent, ReadOnlySpan<byte> name, int child)
    {
        tree.Rename(child, name);
        tree.Link(parent, child);
    }

    private static int Same(ReleaseTree tree, ReleaseNode value)
    {
        var node = tree.New();
        tree[node].Kind = value.Exists ? TreeKind.Same : TreeKind.Null;
        tree[node].Value = value.Exists ? value.Index : 0;
        return node;
    }
}
