using DiffPlex;
using DiffPlex.DiffBuilder;
using ChangeType = DiffPlex.DiffBuilder.Model.ChangeType;

namespace Tandem.Playbooks.Editing;

/// <summary>How a file of one version differs from that of another.</summary>
/// <param name="Before">Its text there; null where it is new.</param>
/// <param name="After">Its text here; null where it is gone.</param>
public sealed record ChangedFile(string Path, string? Before, string? After)
{
    /// <summary>“changed”, “new” or “taken out”.</summary>
    public string Says =>
        Before is null ? "new"
        : After is null ? "taken out"
        : "changed";
}

/// <summary>A line of a comparison.</summary>
public sealed record DiffLine(DiffKind Kind, IReadOnlyList<DiffPiece> Pieces);

/// <summary>Some words of a line.</summary>
/// <param name="IsChanged">They are not in the other text.</param>
public sealed record DiffPiece(string Text, bool IsChanged);

/// <summary>What became of a line.</summary>
public enum DiffKind
{
    Same,
    Added,
    Removed,

    /// <summary>In place of lines that are the same in both.</summary>
    Left,
}

/// <summary>Compares versions file by file, and texts line by line and word by word.</summary>
public static class Differences
{
    private const int Around = 2;

    /// <summary>Files that are not the same in both, playbook.yaml first.</summary>
    public static IReadOnlyList<ChangedFile> Between(
        IReadOnlyDictionary<string, string> before,
        IReadOnlyDictionary<string, string> after
    ) =>
        [
            .. before
                .Keys.Union(after.Keys)
                .Select(p => new ChangedFile(
                    p,
                    before.GetValueOrDefault(p),
                    after.GetValueOrDefault(p)
                ))
                .Where(c => Plain(c.Before) != Plain(c.After))
                .OrderBy(c => c.Path != Files.PlaybookFolder.Main)
                .ThenBy(c => c.Path, StringComparer.Ordinal),
        ];

    /// <summary>The lines that differ, with what stands around them; the words that differ in a line that was changed.</summary>
    public static IReadOnlyList<DiffLine> Lines(string? before, string? after)
    {
        var both = new SideBySideDiffBuilder(new Differ()).BuildDiffModel(
            Plain(before),
            Plain(after),
            ignoreWhitespace: false
        );
        var lines = new List<DiffLine>();
        var added = new List<DiffLine>();
        for (var i = 0; i < both.NewText.Lines.Count; i++)
        {
            var (old, now) = (both.OldText.Lines[i], both.NewText.Lines[i]);
            if (old.Type == ChangeType.Unchanged)
            {
                Flush();
                lines.Add(new(DiffKind.Same, [new(now.Text ?? "", false)]));
                continue;
            }
            // What was there stands before what takes its place, however many lines it is.
            if (old.Type is ChangeType.Deleted or ChangeType.Modified)
            {
                lines.Add(new(DiffKind.Removed, Pieces(old)));
            }
            if (now.Type is ChangeType.Inserted or ChangeType.Modified)
            {
                added.Add(new(DiffKind.Added, Pieces(now)));
            }
        }
        Flush();
        return Shortened(lines);

        void Flush()
        {
            lines.AddRange(added);
            added.Clear();
        }
    }

    private static IReadOnlyList<DiffPiece> Pieces(DiffPlex.DiffBuilder.Model.DiffPiece line) =>
        line.Type != ChangeType.Modified || line.SubPieces.Count == 0
            ? [new(line.Text ?? "", line.Type != ChangeType.Modified)]
            :
            [
                .. line
                    .SubPieces.Where(p => p.Text is not null)
                    .Select(p => new DiffPiece(p.Text, p.Type != ChangeType.Unchanged)),
            ];

    // Lines that are the same in both are shown near a change only; in place of the others stands one that says how many.
    private static List<DiffLine> Shortened(List<DiffLine> lines)
    {
        var near = new bool[lines.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Kind != DiffKind.Same)
            {
                for (
                    var j = Math.Max(0, i - Around);
                    j <= Math.Min(lines.Count - 1, i + Around);
                    j++
                )
                {
                    near[j] = true;
                }
            }
        }
        var shown = new List<DiffLine>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (near[i])
            {
                shown.Add(lines[i]);
                continue;
            }
            var from = i;
            while (i + 1 < lines.Count && !near[i + 1])
            {
                i++;
            }
            shown.Add(new(DiffKind.Left, [new(Web.Words.Count(i - from + 1, "line"), false)]));
        }
        return shown;
    }

    private static string Plain(string? text) => (text ?? "").ReplaceLineEndings("\n").TrimEnd();
}
