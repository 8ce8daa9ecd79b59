using System.Security.Cryptography;
using System.Text.Json;
using Tandem.Formats;
using Tandem.Formats.Ocds;

namespace Tandem.Market;

/// <summary>One release of a batch: where its bytes are, and what was found out about it.</summary>
internal sealed class BatchItem
{
    public required OcdsItem Item { get; init; }

    /// <summary>First 32 hex digits of the SHA-256 of its bytes.</summary>
    public required string Hash { get; init; }

    /// <summary>As read ahead of parsing; null where it could not be found.</summary>
    public string? Ocid { get; init; }
    public string ReleaseId { get; set; } = "";
    public DateTime? Date { get; set; }
    public string Tag { get; set; } = "";
    public byte[] Packed { get; set; } = [];
    public Problem? Problem { get; set; }

    /// <summary>Stored already, or said before in the same batch.</summary>
    public bool IsKnown { get; set; }

    public string SourcePlace => Item.Place.ToString();
}

/// <summary>Some releases in the order of their file, with a copy of their bytes in one array that is used again for a later batch.</summary>
internal sealed class ReleaseBatch
{
    public const int MostItems = 500;
    public const int MostBytes = 2 << 20;

    // Room for the release that fills it up.
    private const int Size = MostBytes + (1 << 20);
    private byte[] bytes = new byte[Size];
    private readonly List<(OcdsItem Item, int Start, int Length)> added = new(MostItems);
    private int used;

    public bool IsEmpty => added.Count == 0;

    public bool IsFull => added.Count >= MostItems || used >= MostBytes;

    /// <summary>The items, once <see cref="Close"/> was called.</summary>
    public BatchItem[] Items { get; private set; } = [];

    /// <summary>The processes in the order of their first release; the releases of each in the order of the file.</summary>
    public List<List<BatchItem>> Processes { get; } = [];

    /// <summary>What the releases of one batch alone say of each process.</summary>
    public NoticeDraft?[] Drafts { get; set; } = [];

    public void Clear()
    {
        added.Clear();
        Processes.Clear();
        (Items, Drafts, used) = ([], [], 0);
    }

    public void Add(in OcdsItem item)
    {
        var length = item.Json.Length;
        if (used + length > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, used + length));
        }
        item.Json.Span.CopyTo(bytes.AsSpan(used));
        added.Add((item, used, length));
        used += length;
    }

    /// <summary>Hashes the items and sorts them by process.</summary>
    public void Close()
    {
        Items = new BatchItem[added.Count];
        var processes = new Dictionary<string, List<BatchItem>>(
            added.Count,
            StringComparer.Ordinal
        );
        var seen = new HashSet<(string, string)>(added.Count);
        Span<byte> digest = stackalloc byte[32];
        for (var i = 0; i < added.Count; i++)
        {
            var (item, start, length) = added[i];
            var json = bytes.AsMemory(start, length);
            SHA256.HashData(json.Span, digest);
            var read = new BatchItem
            {
                Item = item with { Json = json },
                Hash = Convert.ToHexStringLower(digest[..16]),
                Ocid = OcidOf(json.Span),
            };
            Items[i] = read;
            if (read.Ocid is not null)
            {
                read.IsKnown = !seen.Add((read.Ocid, read.Hash));
            }
            if (read.Ocid is null || !processes.TryGetValue(read.Ocid, out var process))
            {
                Processes.Add(process = []);
                if (read.Ocid is not null)
                {
                    processes[read.Ocid] = process;
                }
            }
            process.Add(read);
        }
        if (bytes.Length > Size)
        {
            // One very large release: the array is not kept for later batches once this one is done.
            bytes = new byte[Size];
        }
    }

    private static string? OcidOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var found = reader.ValueTextEquals("ocid"u8);
                reader.Read();
                if (found)
                {
                    return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }
                reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // parsing it in full says what is wrong, and where
        }
        return null;
    }
}
