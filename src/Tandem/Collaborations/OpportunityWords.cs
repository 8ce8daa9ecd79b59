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
        var planned = found.Purchases.All(p => p.Kind == PurchaseKind.ContractEnding)
            ? "contracts end"
            : "purchases are due";
        var dates =
            first.Expected == last.Expected
                ? $"Their {planned} on {Words.Day(first.Expected)}."
                : $"Their {planned} between {Words.Day(first.Expected)} ({first.AuthorityName}) and {Words.Day(last.Expected)} ({last.AuthorityName}), {Words.Apart(first.Expected, last.Expected)}.";
        said.Add(
            $"{dates} All could buy between {Words.Day(found.From)} and {Words.Day(found.To)}."
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
        return words.Length == 0 ? "" : $" {char.ToUpperInvariant(words[0])}{words[1..]}.";
    }

    private static string Lower(string sentence) =>
        sentence.Length == 0 ? sentence
        : sentence.StartsWith("All ", StringComparison.Ordinal)
        || sentence.StartsWith("The ", StringComparison.Ordinal)
            ? char.ToLowerInvariant(sentence[0]) + sentence[1..].TrimEnd('.')
        : sentence.TrimEnd('.');
}
