namespace Tandem.Formats.Tabular;

/// <summary>How much a table may ask of the machine; beyond it, reading stops or the row is refused with its place.</summary>
public sealed record TableLimits
{
    /// <summary>Bytes a compressed file may inflate to.</summary>
    public long InflatedBytes { get; init; } = 8L << 30;

    /// <summary>How many times larger than its compressed form a file may become, once past <see cref="FreeBytes"/>.</summary>
    public int Ratio { get; init; } = 200;

    /// <summary>Inflated bytes below which the ratio is not asked about.</summary>
    public long FreeBytes { get; init; } = 16L << 20;

    /// <summary>Bytes of a spreadsheet file, which has to be held in memory.</summary>
    public long SpreadsheetBytes { get; init; } = 128L << 20;

    /// <summary>Bytes all parts of a spreadsheet file may inflate to.</summary>
    public long SpreadsheetInflatedBytes { get; init; } = 1L << 30;

    /// <summary>Characters in one cell.</summary>
    public int CellCharacters { get; init; } = 1_000_000;

    /// <summary>Characters in one row.</summary>
    public int RowCharacters { get; init; } = 4_000_000;

    /// <summary>Cells in one row.</summary>
    public int Columns { get; init; } = 2_000;

    /// <summary>Blank rows one after another after which a sheet is taken to have ended.</summary>
    public int BlankRows { get; init; } = 20_000;
}
