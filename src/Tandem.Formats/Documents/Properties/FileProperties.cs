namespace Tandem.Formats.Documents.Properties;

/// <summary>What a file says of itself beside what one sees in it: who made it, with what, for whom.</summary>
/// <param name="Said">Names of properties with their values, as far as they can be read.</param>
/// <param name="Remains">What stays in the file when they are taken out, in a sentence; null where nothing is known to.</param>
public sealed record FileProperties(
    IReadOnlyList<(string Name, string Value)> Said,
    string? Remains = null
)
{
    private const string Unknown =
        "What this kind of file says of itself cannot be read or taken out here. Open it and look at its properties.";

    /// <summary>Reads them. A file that is broken, or of a kind that is not known, says nothing that could be read.</summary>
    public static FileProperties Of(ReadOnlyMemory<byte> file) =>
        IsPdf(file.Span) ? PdfProperties.Read(file.Span)
        : IsZip(file.Span) ? OfficeProperties.Read(file) ?? new([], Unknown)
        : ImageProperties.IsImage(file.Span) ? new([.. ImageProperties.Read(file.Span)])
        : IsText(file.Span) ? new([])
        : new([], Unknown);

    /// <summary>
    /// The file without them, where they can be taken out: Office and OpenDocument files, JPEG and PNG pictures, and PDF as far as it is not compressed. What one
    /// sees in it stays as it is; any other file is given back unchanged.
    /// </summary>
    public static byte[] Without(byte[] file) =>
        IsPdf(file) ? PdfProperties.Without(file)
        : IsZip(file) ? OfficeProperties.Without(file)
        : ImageProperties.IsImage(file) ? ImageProperties.Without(file)
        : file;

    private static bool IsPdf(ReadOnlySpan<byte> file) =>
        file[..Math.Min(file.Length, 1024)].IndexOf("%PDF-"u8) >= 0;

    private static bool IsZip(ReadOnlySpan<byte> file) => file.StartsWith("PK\u0003\u0004"u8);

    private static bool IsText(ReadOnlySpan<byte> file) =>
        file[..Math.Min(file.Length, 4096)].IndexOf((byte)0) < 0;
}
