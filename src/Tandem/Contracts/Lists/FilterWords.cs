using Tandem.Classification;
using Tandem.Kernel.Search;

namespace Tandem.Contracts.Lists;

/// <summary>Leads what people type into a filter to the keys of its facet, and keys back to words.</summary>
public sealed class FilterWords(KnownAuthorities authorities, ReferenceLists lists)
{
    private const int MostKeys = 200;

    /// <summary>The list of CPV codes in force.</summary>
    public CpvList Cpv => lists.Current(CpvList.File, CpvList.Read);

    /// <summary>The keys that the text stands for: a key itself, a code, an authority's name, or words of a label. None where it fits nothing.</summary>
    public IReadOnlyCollection<string> Keys(RowIndex index, string facet, string text)
    {
        if (facet == "cpv")
        {
            return CpvKeys(text);
        }
        if (index.Index.HasKey(facet, text))
        {
            return [text];
        }
        if (NamesAuthorities(facet) && authorities.Current.Resolve(text) is { } match)
        {
            return match.Successor is { } successor
                ? [match.Authority.Code, successor.Code]
                : [match.Authority.Code];
        }
        return index.Index.KeysLabelled(facet, text, MostKeys);
    }

    /// <summary>What a person reads for a value in the address.</summary>
    public string Label(RowIndex index, string facet, string value)
    {
        if (facet == "cpv")
        {
            return value.All(char.IsAsciiDigit) && CpvKeys(value) is [var digits]
                ? CpvLabel(digits)
                : $"‘{value}’";
        }
        return index.Index.LabelOf(facet, value)
            ?? (NamesAuthorities(facet) ? authorities.Current.ByCode(value)?.Name : null)
            ?? $"‘{value}’";
    }

    private static bool NamesAuthorities(string facet) => facet is "buyer" or "place";

    /// <summary>“Construction work (45)”.</summary>
    public string CpvLabel(string digits) =>
        Classification.Cpv.TryParse(digits.PadRight(8, '0'), out var code)
        && Cpv.Find(code) is { } entry
            ? $"{entry.Name} ({digits})"
            : digits;

    private IReadOnlyList<string> CpvKeys(string text)
    {
        var digits = text.Split('-')[0].Trim();
        if (digits.Length > 0 && digits.All(char.IsAsciiDigit))
        {
            return digits.Length switch
            {
                >= 2 and < 8 => [digits],
                8 when Classification.Cpv.TryParse(digits, out var code) => [code.Prefix],
                _ => [],
            };
        }
        return [.. Cpv.Search(text, MostKeys).Select(e => e.Code.Prefix)];
    }
}
