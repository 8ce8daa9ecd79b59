using Tandem.Web;

namespace Tandem.Collaborations;

/// <summary>Says opportunities in words.</summary>
public static class OpportunityWords
{
    public static string Band(StrengthBand band) =>
        band switch
        {
            StrengthBand.Strong => "Strong",
            StrengthBand.Fair => "Fair",
            _ => "Perhaps",
        };

    /// <summary>What the band asks of the reader.</summary>
    public static string BandMeans(StrengthBand band) =>
        band switch
        {
            StrengthBand.Strong => "worth a meeting",
            StrengthBand.Fair => "worth a conversation",
            _ => "worth a question",
        };

    /// <summary>"£1.2 million and EUR 300,000", the largest first; null where no value is known.</summary>
    public static string? Combined(FoundOpportunity found, bool exact = false) =>
        found.CombinedValueMinor.Count == 0
            ? null
            : Words.List([
                .. found
                    .CombinedValueMinor.OrderByDescending(v => v.Value)
                    .Select(v =>
                        exact
                            ? Words.ExactMoney(v.Value / 100m, v.Key)
                            : Words.Money(v.Value / 100m, v.Key)
                    ),
            ]);

    /// <summary>Why, in one line: how far apart in time and place, and the supplier in common.</summary>
    public static string Why(FoundOpportunity found)
    {
        var first = found.Purchases.Min(p => p.Expected);
        var last = found.Purchases.Max(p => p.Expected);
        var assumed = found.Purchases.Count(p => p.Assumed is not null);
        var reasons = new List<string>
        {
            (assumed == found.Purchases.Count ? "Probably due " : "Due ")
                + (
                    first.Year == last.Year && first.Month == last.Month
                        ? $"in {Words.Month(first)}"
                        : $"within {Words.Between(first, last)} of each other"
                ),
        };
        reasons.AddRange(
            found
                .Parts.Where(p => p is { Name: "Nearness" or "Supplier", Points: > 0 })
                .Select(p => Lower(p.Words))
        );
        if (Stretched(found) is [_, ..] stretched)
        {
            reasons.Add(
                $"only if {Words.List([.. stretched.Select(p => p.AuthorityName).Distinct()])} {(stretched.Count == 1 ? "extends its contract" : "extend their contracts")}"
            );
        }
        return string.Join("; ", reasons) + ".";
    }

    /// <summary>The reasons in a handful of sentences: what is alike, which dates and how far apart, the supplier, the value, who is missing.</summary>
    public static IReadOnlyList<string> Reasons(FoundOpportunity found)
    {
        var names = found.Authorities.Select(a => a.Name).ToList();
        var said = new List<string>
        {
            $"{Words.List(names)} buy the same kind of thing.{Alike(found)}",
        };
        var days = found.Purchases.OrderBy(p => p.Expected).ToList();
        var (first, last) = (days[0], days[^1]);
        var planned = found.Purchases.All(p =>
            p.Kind == PurchaseKind.ContractEnding && !p.RunsOnExtension
        )
            ? "contracts end"
            : "purchases are due";
        var dates =
            first.Expected == last.Expected
                ? $"Their {planned} on {Words.Day(first.Expected)}."
                : $"Their {planned} between {Words.Day(first.Expected)} ({first.AuthorityName}) and {Words.Day(last.Expected)} ({last.AuthorityName}), {Words.Apart(first.Expected, last.Expected)}.";
        said.Add(
            $"{dates} All could buy between {Words.Day(found.From)} and {Words.Day(found.To)}."
        );
        said.AddRange(
            found
                .Purchases.Where(p => p.RunsOnExtension)
                .Select(p =>
                    $"{p.AuthorityName}’s contract ended on {Words.Day(p.End!.Value)} unless it was extended; with every extension it runs until {Words.Day(p.Expected)}."
                )
        );
        said.AddRange(
            Stretched(found)
                .Select(p =>
                    $"This works only if {p.AuthorityName} uses its extension: its contract ends on {Words.Day(p.Expected)}, and may be extended to {Words.Day(p.ExtendedTo!.Value)}."
                )
        );
        var assumed = found.Purchases.Where(p => p.Assumed is not null).ToList();
        if (assumed.Count > 0)
        {
            said.Add(
                assumed.Count == found.Purchases.Count
                    ? "No notice states the day its contract ends: every end is assumed, as the table says, so ask before you plan."
                    : $"{Words.List([.. assumed.Select(p => p.AuthorityName).Distinct()])} did not publish when theirs ends: that day is assumed, as the table says, so ask before you plan."
            );
        }
        if (found.Parts.FirstOrDefault(p => p.Name == "Supplier") is { Points: > 0 } supplier)
        {
            said.Add(supplier.Words);
        }
        var known = found.Purchases.Count(p => p.ValueMinor > 0);
        if (Combined(found) is { } value)
        {
            said.Add(
                known == found.Purchases.Count
                    ? $"Together they are worth {value}."
                    : $"The {known} of {found.Purchases.Count} with a known value are worth {value} together."
            );
        }
        if (found.Missing.Count > 0)
        {
            var missing = found.Missing.Select(m => m.Name).ToList();
            said.Add(
                $"Missing: {Words.List(missing.Count > 4 ? [.. missing.Take(4), Words.CountInWords(missing.Count - 4, "other")] : missing)}, who might be asked too."
            );
        }
        return said;
    }

    // That the category is the same is what "the same kind of thing" says; said again only where nothing else is.
    private static string Alike(FoundOpportunity found)
    {
        var said = (found.Parts.FirstOrDefault(p => p.Name == "Need")?.Words ?? "")
            .TrimEnd('.')
            .Split("; ");
        var more = said.Where(w =>
                w.Length > 0 && !w.Contains("kind of purchase", StringComparison.Ordinal)
            )
            .ToList();
        var words = string.Join("; ", more.Count > 0 ? more : said);
        return words.Length == 0 ? ""
            : found.Purchases.Count > 2 ? $" Of the two most alike: {Small(words)}."
            : $" {char.ToUpperInvariant(words[0])}{words[1..]}.";
    }

    /// <summary>What a part says; of more than two purchases, that it speaks of the two most alike where it does.</summary>
    public static string Part(FoundOpportunity found, StrengthPart part) =>
        part.Name == "Need" && found.Purchases.Count > 2 && part.Words.Length > 0
            ? $"Of the two most alike: {Small(part.Words)}"
            : part.Words;

    /// <summary>The authorities but for these, by name.</summary>
    public static string Others(FoundOpportunity found, IReadOnlyCollection<string> codes) =>
        Names([.. found.Authorities.Where(a => !codes.Contains(a.Code)).Select(a => a.Name)]);

    /// <summary>The first three names, and how many more there are.</summary>
    public static string Names(IReadOnlyList<string> names) =>
        Words.List(
            names.Count > 4
                ? [.. names.Take(3), Words.CountInWords(names.Count - 3, "other")]
                : names
        );

    /// <summary>Contracts that end before the window in common begins, and reach it by their extension alone.</summary>
    public static IReadOnlyList<OpportunityPurchase> Stretched(FoundOpportunity found) =>
        [.. found.Purchases.Where(p => p.Expected < found.From && p.ExtendedTo >= found.From)];

    private static string Small(string words) => char.ToLowerInvariant(words[0]) + words[1..];

    private static string Lower(string sentence) =>
        sentence.Length == 0 ? sentence
        : sentence.StartsWith("All ", StringComparison.Ordinal)
        || sentence.StartsWith("The ", StringComparison.Ordinal)
            ? char.ToLowerInvariant(sentence[0]) + sentence[1..].TrimEnd('.')
        : sentence.TrimEnd('.');
}
