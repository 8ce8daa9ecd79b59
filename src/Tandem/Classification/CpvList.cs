using System.Collections.Frozen;
using System.Globalization;
using Tandem.Kernel;

namespace Tandem.Classification;

/// <summary>One code of the vocabulary.</summary>
/// <param name="Code">The eight digits.</param>
/// <param name="CheckDigit">The ninth digit the official list gives it. It cannot be computed: moved codes kept their old one.</param>
/// <param name="Name">The official English name.</param>
/// <param name="SwedishName">The official Swedish name, or empty where the list has none.</param>
public sealed record CpvEntry(Cpv Code, int CheckDigit, string Name, string SwedishName);

/// <summary>
/// The Common Procurement Vocabulary as one list and one tree. Immutable: a newer official list is a new object.
/// A code’s parent is the nearest code above it that exists, for the list leaves steps out.
/// </summary>
public sealed class CpvList
{
    /// <summary>The content file, and the name of the reference list that takes its place.</summary>
    public const string File = "cpv/cpv-2008.tsv";

    private readonly FrozenDictionary<int, int> _at;
    private readonly ILookup<Cpv, CpvEntry> _children;
    private readonly CpvWords _words;

    /// <summary>Builds the tree of a list.</summary>
    /// <param name="source">Which official list this states.</param>
    /// <param name="entries">The codes, each once, in any order.</param>
    public CpvList(string source, IEnumerable<CpvEntry> entries)
    {
        Source = source;
        Entries = [.. entries.OrderBy(e => e.Code)];
        _at = Enumerable.Range(0, Entries.Count).ToFrozenDictionary(i => Entries[i].Code.Number);
        _children = Entries.ToLookup(e => ParentOf(e.Code) ?? default);
        _words = new CpvWords(Entries);
    }

    /// <summary>Which official list this states, in the words of its heading.</summary>
    public string Source { get; }

    /// <summary>All codes in order of their digits.</summary>
    public IReadOnlyList<CpvEntry> Entries { get; }

    /// <summary>The divisions, in order: where browsing begins.</summary>
    public IReadOnlyList<CpvEntry> Divisions => [.. _children[default]];

    /// <summary>
    /// Reads the list as content holds it: “#” lines first, then code, check digit, English and Swedish name between tabs.
    /// </summary>
    /// <exception cref="FormatException">A line is not of that form; the message says which.</exception>
    public static CpvList Read(TextReader text)
    {
        var source = "";
        var entries = new List<CpvEntry>();
        for (var line = 1; text.ReadLine() is { } row; line++)
        {
            if (row.StartsWith('#'))
            {
                source = source.Length == 0 ? row[1..].Trim() : source;
            }
            else if (row.Length > 0)
            {
                entries.Add(
                    ReadRow(row) ?? throw new FormatException($"CPV list, line {line}: “{row}”")
                );
            }
        }
        return new CpvList(source, entries);
    }

    /// <summary>The list a content folder ships, without a database.</summary>
    public static CpvList In(Content content)
    {
        using var text = new StreamReader(content.Open(File));
        return Read(text);
    }

    /// <summary>Writes the list in the form <see cref="Read"/> reads.</summary>
    public void Write(TextWriter text)
    {
        text.Write($"# {Source}\n");
        text.Write("# code\tcheck digit\tEnglish\tSwedish; written by: tandem import codes cpv\n");
        foreach (var entry in Entries)
        {
            text.Write(
                $"{entry.Code}\t{entry.CheckDigit.ToString(CultureInfo.InvariantCulture)}\t{entry.Name}\t{entry.SwedishName}\n"
            );
        }
    }

    /// <summary>The code’s entry, or null where the list has no such code.</summary>
    public CpvEntry? Find(Cpv code) =>
        _at.TryGetValue(code.Number, out var at) ? Entries[at] : null;

    /// <summary>The code’s English name; for a code that does not exist, the name of the nearest one above it, or “Unknown”.</summary>
    public string NameOf(Cpv code) =>
        (Find(code) ?? (ParentOf(code) is { } parent ? Find(parent) : null))?.Name ?? "Unknown";

    /// <summary>Codes as a record keeps them, separated by blanks, with their names; what is no code has none.</summary>
    public IReadOnlyList<(string Code, string? Name)> Named(string codes) =>
        [
            .. codes
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(code => (code, Cpv.TryParse(code, out var cpv) ? NameOf(cpv) : null)),
        ];

    /// <summary>The same codes in one line, or null where there are none: "45000000 Construction work; 72000000 IT services".</summary>
    public string? Describe(string codes) =>
        Named(codes) is { Count: > 0 } named
            ? string.Join("; ", named.Select(n => n.Name is null ? n.Code : $"{n.Code} {n.Name}"))
            : null;

    /// <summary>The nearest existing code above; null for a division and for a code of no known division.</summary>
    public Cpv? ParentOf(Cpv code)
    {
        for (var digits = code.SignificantDigits - 1; digits >= 2; digits--)
        {
            var above = code.Cut(digits);
            if (above != code && _at.ContainsKey(above.Number))
            {
                return above;
            }
        }
        return null;
    }

    /// <summary>The existing codes above, from the division down; without the code itself.</summary>
    public IReadOnlyList<CpvEntry> AncestorsOf(Cpv code)
    {
        var above = new Stack<CpvEntry>();
        for (var at = ParentOf(code); at is { } parent; at = ParentOf(parent))
        {
            above.Push(Entries[_at[parent.Number]]);
        }
        return [.. above];
    }

    /// <summary>The codes directly under this one, in order.</summary>
    public IReadOnlyList<CpvEntry> ChildrenOf(Cpv code) => [.. _children[code]];

    /// <summary>
    /// Codes for a picker: those whose digits begin as typed, or whose English or Swedish names hold every word typed
    /// (the last may be unfinished). More general codes come first.
    /// </summary>
    public IReadOnlyList<CpvEntry> Search(string typed, int take) => _words.Search(typed, take);

    /// <summary>Reads the codes in a text and says what is wrong with them. A doubtful code is kept, so that nothing is lost.</summary>
    public CpvReading Recognise(string? text)
    {
        var codes = new List<Cpv>();
        var problems = new List<string>();
        var written = CpvText.Find(text ?? "");
        foreach (var one in written)
        {
            if (!codes.Contains(one.Code))
            {
                codes.Add(one.Code);
            }
            if (Find(one.Code) is not { } entry)
            {
                problems.Add($"“{one.Text}” is not in the list of CPV codes");
            }
            else if (one.CheckDigit is { } check && check != entry.CheckDigit)
            {
                problems.Add(
                    $"“{one.Text}” has the wrong check digit: {entry.Code} has {entry.CheckDigit}"
                );
            }
        }
        if (written.Count == 0 && !string.IsNullOrWhiteSpace(text))
        {
            problems.Add($"“{text.Trim()}” has no CPV code in it");
        }
        return new CpvReading(codes, problems);
    }

    private static CpvEntry? ReadRow(string row)
    {
        var cells = row.Split('\t');
        return
            cells.Length == 4
            && Cpv.TryParse(cells[0], out var code)
            && code.Digits == cells[0]
            && cells[1] is [>= '0' and <= '9' and var check]
            ? new CpvEntry(code, check - '0', cells[2], cells[3])
            : null;
    }
}

/// <summary>The codes found in a text.</summary>
/// <param name="Codes">Each code once, in the order written, doubtful ones included.</param>
/// <param name="Problems">What is wrong, in sentences without full stop.</param>
public sealed record CpvReading(IReadOnlyList<Cpv> Codes, IReadOnlyList<string> Problems);
