using System.Text.RegularExpressions;

namespace Tandem.Formats.Tabular;

/// <summary>
/// Supplier cells of the Contracts Finder export: [name|address|ref type|ref number|SME|VCSE][…]. Nothing is escaped in them, so
/// names and addresses may hold brackets and pipes: a supplier ends where its last four fields end it.
/// </summary>
public static partial class SupplierCell
{
    [GeneratedRegex(
        @"\|(?<type>[A-Z_]*)\|(?<number>[^|\]\[]*)\|(?<sme>Yes|No|)\|(?<vcse>Yes|No|)\](?=\[|\s*$)",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Tail();

    /// <summary>The suppliers, and what of the cell could not be understood (null where all was).</summary>
    public static (IReadOnlyList<ContractsFinderSupplier> Suppliers, string? Wrong) Read(
        string cell
    )
    {
        var suppliers = new List<ContractsFinderSupplier>();
        var wrong = new List<string>();
        var at = 0;
        foreach (Match tail in Tail().Matches(cell))
        {
            var head = cell[at..tail.Index].TrimStart();
            at = tail.Index + tail.Length;
            if (
                head is not ['[', ..]
                || Parts(head[1..]) is not ({ Length: > 0 } name, var address)
            )
            {
                wrong.Add($"{Values.Quote(head)} names no supplier");
                continue;
            }
            var type = tail.Groups["type"].Value;
            var number = Blank(tail.Groups["number"].Value);
            suppliers.Add(
                new(
                    name,
                    Blank(address),
                    number is null || type.StartsWith("NONE", StringComparison.Ordinal)
                        ? null
                        : type,
                    number,
                    Flag(tail.Groups["sme"].Value),
                    Flag(tail.Groups["vcse"].Value)
                )
            );
        }
        var rest = cell[at..].Trim();
        if (rest.Length > 0)
        {
            wrong.Add(
                $"{Values.Quote(rest)} is not of the form [name|address|ref type|ref number|SME|VCSE]"
            );
        }
        return (suppliers, wrong.Count == 0 ? null : string.Join("; ", wrong));
    }

    /// <summary>Name and address; a pipe without a space after it divides them, as the export writes none there.</summary>
    static (string Name, string Address) Parts(string head)
    {
        for (var at = head.IndexOf('|'); at >= 0; at = head.IndexOf('|', at + 1))
        {
            var spaced =
                at > 0 && head[at - 1] == ' ' && at + 1 < head.Length && head[at + 1] == ' ';
            if (!spaced || head.IndexOf('|', at + 1) < 0)
            {
                return (Values.Tidy(head[..at]), head[(at + 1)..]);
            }
        }
        return (Values.Tidy(head), "");
    }

    static string? Blank(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    static bool? Flag(string text) => text.Length == 0 ? null : text == "Yes";
}
