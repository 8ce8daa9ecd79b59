namespace Tandem.Classification;

/// <summary>
/// Where the lists of authorities lie: the shipped tables, and the folder for newer official lists that were imported.
/// </summary>
public static class KnownAuthorities
{
    /// <summary>The folder of imported lists: authorities/ within TANDEM_DATA, or .tandem where that is not set.</summary>
    public static string ImportedFolder =>
        Path.Combine(
            Environment.GetEnvironmentVariable("TANDEM_DATA") is { Length: > 0 } data
                ? data
                : ".tandem",
            "authorities"
        );

    /// <summary>The shipped tables, or the imported ones where there are any.</summary>
    public static Authorities Load() =>
        Authorities.Load(
            Path.Combine(AppContext.BaseDirectory, "content", "authorities"),
            ImportedFolder
        );

    /// <summary>Puts a newer table of the United Kingdom in place of the shipped one.</summary>
    public static void Store(string table)
    {
        Directory.CreateDirectory(ImportedFolder);
        var written = Path.Combine(ImportedFolder, "uk.tsv.new");
        File.WriteAllText(written, table);
        File.Move(written, Path.Combine(ImportedFolder, "uk.tsv"), overwrite: true);
    }
}
