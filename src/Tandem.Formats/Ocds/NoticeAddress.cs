namespace Tandem.Formats.Ocds;

/// <summary>Finds the address of the notice on the web.</summary>
internal static class NoticeAddress
{
    /// <summary>The address of the notice that fits the stage, else of any notice, else the release's own link; null where there is none.</summary>
    public static string? Find(ReleaseNode compiled, ReleaseNode tender, OcdsStage stage)
    {
        var found =
            stage >= OcdsStage.Award
                ? InBlocks(compiled["contracts"u8]) ?? InBlocks(compiled["awards"u8])
                : null;
        return found
            ?? InDocuments(tender["documents"u8])
            ?? InDocuments(compiled["planning"u8]["documents"u8])
            ?? Canonical(compiled["links"u8])
            ?? Web(tender["url"u8])
            ?? Web(compiled["url"u8]);
    }

    private static string? InBlocks(ReleaseNode blocks)
    {
        foreach (var block in blocks.Each)
        {
            if (InDocuments(block["documents"u8]) is { } found)
            {
                return found;
            }
        }
        return null;
    }

    private static string? InDocuments(ReleaseNode documents)
    {
        foreach (var document in documents.Each)
        {
            var type = document["documentType"u8];
            if (type.Text.EndsWith("Notice"u8) || type.Is("plannedProcurement"u8))
            {
                if (Web(document["url"u8]) is { } address)
                {
                    return address;
                }
            }
        }
        return null;
    }

    private static string? Canonical(ReleaseNode links)
    {
        foreach (var link in links.Each)
        {
            if (link["rel"u8].Is("canonical"u8))
            {
                return Web(link["href"u8]);
            }
        }
        return null;
    }

    private static string? Web(ReleaseNode value) =>
        value.Text.StartsWith("https://"u8) || value.Text.StartsWith("http://"u8)
            ? value.AsString()
            : null;
}
