using System.Runtime.InteropServices;
using Tandem.Formats;
using Tandem.Formats.Ocds;

namespace Tandem.Market;

/// <summary>Parses, merges and packs releases. One for each thread.</summary>
internal sealed class ReleaseWorker(MissingCodes codes)
{
    private readonly ReleaseTree tree = new();
    private readonly OcdsProjection projection = new();
    private readonly List<ReleaseNode> nodes = [];

    /// <summary>Reads the new releases of a process, says what is wrong with each that cannot be read, and drafts what the others say together.</summary>
    public NoticeDraft? Work(List<BatchItem> process, bool pack)
    {
        tree.Clear();
        nodes.Clear();
        BatchItem? last = null;
        foreach (var item in process)
        {
            if (item.IsKnown || (item.Problem = tree.Read(item.Item, out var release)) is not null)
            {
                continue;
            }
            if (item.Ocid is null || release["ocid"u8].AsString() != item.Ocid)
            {
                item.Problem = new Problem(
                    item.Item.Place,
                    "the release does not have one ocid, written as text"
                );
                continue;
            }
            Describe(item, release);
            nodes.Add(release);
            last = item;
            if (pack)
            {
                item.Packed = PackedJson.Pack(item.Item.Json.Span);
            }
        }
        return last is null ? null : Draft(last.SourcePlace);
    }

    /// <summary>Drafts what stored and new releases of a process say together.</summary>
    public NoticeDraft? Merge(
        string ocid,
        IEnumerable<byte[]> stored,
        IEnumerable<BatchItem> added,
        string place
    )
    {
        tree.Clear();
        nodes.Clear();
        foreach (var packed in stored)
        {
            Add(
                new OcdsItem(PackedJson.Unpack(packed), OcdsItemKind.Release, ocid, 1, 1, 0, -1, -1)
            );
        }
        foreach (var item in added)
        {
            Add(item.Item);
        }
        return nodes.Count == 0 ? null : Draft(place);
    }

    private void Add(in OcdsItem item)
    {
        if (tree.Read(item, out var release) is null)
        {
            nodes.Add(release);
        }
    }

    private NoticeDraft Draft(string place) =>
        codes
            .Fill(
                ProcessDrafts.Of(
                    projection.Project(tree, CollectionsMarshal.AsSpan(nodes)),
                    nodes.Count,
                    place
                )
            )
            .Hashed();

    private static void Describe(BatchItem item, ReleaseNode release)
    {
        item.ReleaseId = release["id"u8].AsString() ?? "";
        item.Date = DateTimeOffset.TryParse(
            release["date"u8].AsString(),
            System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AssumeUniversal,
            out var date
        )
            ? new DateTime(date.UtcTicks - (date.UtcTicks % 10), DateTimeKind.Utc)
            : null;
        var tags = release["tag"u8];
        item.Tag = tags.AsString() ?? "";
        foreach (var tag in tags.Each)
        {
            item.Tag = item.Tag.Length == 0 ? tag.AsString() ?? "" : $"{item.Tag},{tag.AsString()}";
        }
    }
}
