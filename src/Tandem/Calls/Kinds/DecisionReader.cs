using System.Globalization;
using System.Text.RegularExpressions;
using Tandem.Kernel;
using Tandem.Kernel.Yaml;

namespace Tandem.Calls.Kinds;

/// <summary>Reads what a kind says of decisions, publication and what follows.</summary>
internal static partial class DecisionReader
{
    public static DecisionRule Read(YamlPart? part)
    {
        if (part is null)
        {
            return new();
        }
        var roles = part.Words("roles");
        foreach (var role in roles.Where(r => r != "approver"))
        {
            part.Complain("roles", $"‘{role}’ is not known here. ‘roles’ is: approver.");
        }
        var winners = part.Part("winners");
        var most = winners?.Number("most", 10_000);
        winners?.Done();
        var standstill = part.Part("standstill") is { } still ? ReadStandstill(still) : null;
        var rule = new DecisionRule
        {
            NeedsApproval = roles.Count > 0,
            MostWinners = most,
            Letters = !part.Has("letters") || part.Flag("letters"),
            Compares = part.Flag("compares"),
            Standstill = standstill,
            MayBeNone = !part.Has("none") || part.Flag("none"),
        };
        part.Done();
        return rule;
    }

    public static PublicationRule ReadPublication(YamlPart? part)
    {
        if (part is null)
        {
            return new();
        }
        var rule = new PublicationRule
        {
            Ocds = part.Flag("ocds"),
            Notices = part.Words("notices"),
            Grants = part.Flag("grants"),
        };
        foreach (var notice in rule.Notices.Where(n => !Notice().IsMatch(n)))
        {
            part.Complain("notices", $"‘{notice}’ is no number of a notice: write UK4.");
        }
        part.Done();
        return rule;
    }

    public static IReadOnlyList<Outcome> ReadBecomes(YamlPart root) =>
        KindTerms.All<Outcome>(root, "becomes");

    public static IReadOnlyList<int> ReadMonths(YamlPart root)
    {
        var months = new List<int>();
        foreach (var text in root.Words("checks-months"))
        {
            if (
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var month)
                && month is > 0 and <= 120
            )
            {
                months.Add(month);
            }
            else
            {
                root.Complain("checks-months", $"‘{text}’ is no number of months from 1 to 120.");
            }
        }
        return [.. months.Distinct().Order()];
    }

    private static StandstillRule ReadStandstill(YamlPart part)
    {
        if (!part.Has("working-days"))
        {
            part.Complain("‘working-days’ is missing.");
        }
        var rule = new StandstillRule(
            part.Number("working-days", 60) ?? 0,
            part.Maybe("calendar") ?? WorkingDays.Usual
        );
        part.Done();
        return rule;
    }

    [GeneratedRegex("^UK([1-9]|1[0-7])$", RegexOptions.CultureInvariant)]
    private static partial Regex Notice();
}
