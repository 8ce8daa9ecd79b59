using Tandem.Kernel;
using Tandem.Kernel.Yaml;
using Tandem.Questionnaires;

namespace Tandem.Calls.Kinds;

/// <summary>Whether the parts of a kind fit together.</summary>
internal static class KindChecks
{
    private static readonly WorkingDays Days = new(Content.Shipped);

    public static void Whole(YamlPart root, CallKind kind)
    {
        if (kind.Stages.Count == 0)
        {
            root.Complain("There are no stages: a call has at least one.");
        }
        if (kind.IsStanding && kind.Stages.Count > 1)
        {
            root.Complain("stages", "What stands open without a deadline has one stage.");
        }
        if (kind.Entries == Secrecy.Public && kind.Public is null)
        {
            root.Complain(
                "entries",
                "Entries are public: say in ‘public’ what may be done with them."
            );
        }
        if (kind.Entries != Secrecy.Public && kind.Public is not null)
        {
            root.Complain("public", "‘public’ is for kinds with ‘entries: public’.");
        }
        if ((kind.Money == CallMoney.Budget) != (kind.Budget is not null))
        {
            root.Complain("budget", "‘money: budget’ and the part ‘budget’ come together.");
        }
        if (kind.Price is not null && kind.Money != CallMoney.Value)
        {
            root.Complain("price", "‘price’ is for kinds with ‘money: value’.");
        }
        if (kind.Audience == CallAudience.Internal && kind.Publishes != new PublicationRule())
        {
            if (kind.Publishes.Ocds || kind.Publishes.Grants)
            {
                root.Complain("publishes", "What is internal is not published as open data.");
            }
        }
        if (kind.Public is { } open)
        {
            Calendar(root.Part("public")!, "calendar", open.Calendar);
            if (open.Joining && !kind.Entrants.CoEntrants)
            {
                root.Part("public")!
                    .Complain("joining", "‘joining’ is for kinds with ‘co-entrants: true’.");
            }
        }
        if (kind.Decision.Standstill is { } still)
        {
            Calendar(root.Part("decision")!.Part("standstill")!, "calendar", still.Calendar);
        }
    }

    public static void Codes(YamlPart root, CallKind kind)
    {
        KindTerms.Once(root, "brief", kind.Brief.Select(b => b.Code));
        KindTerms.Once(root, "terms", kind.Terms.Select(t => t.Code));
        KindTerms.Once(root, "stages", kind.Stages.Select(s => s.Code));
    }

    public static void Stage(YamlPart part, StageRule stage, CallKind kind)
    {
        var index = kind.Stages.ToList().IndexOf(stage);
        if (stage.IsSealed && kind.Entries == Secrecy.Public)
        {
            part.Complain("sealed", "Public entries cannot be sealed.");
        }
        if (stage.IsSealed && kind.IsStanding)
        {
            part.Complain(
                "sealed",
                "What stands open without a deadline cannot be sealed: nothing would open it."
            );
        }
        if (stage.LeastDays > stage.SuggestedDays)
        {
            part.Complain("suggested-days", "‘suggested-days’ is not less than ‘least-days’.");
        }
        if (kind.IsStanding && stage.LeastDays is not null)
        {
            part.Complain("least-days", "What stands open without a deadline has no least days.");
        }
        if (stage.LeastDaysCalendar is { } calendar)
        {
            Calendar(part, "calendar", calendar);
        }
        if (stage.OnlyProgressed && index == 0)
        {
            part.Complain("entrants", "Nobody has progressed before the first stage.");
        }
        if (
            stage.OnlyProgressed
            && index > 0
            && kind.Stages[index - 1].Judging.Method == JudgingMethod.None
        )
        {
            part.Complain(
                "entrants",
                "The stage before is not judged, so nobody progresses from it."
            );
        }
    }

    public static void Sets(
        YamlPart root,
        IReadOnlyList<(YamlPart Part, StageRule Rule)> stages,
        CallKind kind,
        Func<string, QuestionSet?> sets
    )
    {
        if (kind.Eligibility is { } eligibility && sets(eligibility) is null)
        {
            root.Complain("eligibility", Missing(eligibility));
        }
        var asked = new List<QuestionSet>();
        foreach (var (part, rule) in stages)
        {
            if (rule.Form.Length == 0)
            {
                continue;
            }
            if (sets(rule.Form) is not { } form)
            {
                part.Complain("form", Missing(rule.Form));
                return;
            }
            asked.Add(form);
            foreach (
                var code in rule
                    .Judging.Criteria.SelectMany(c => c.Questions)
                    .Where(code => asked.All(a => a.Find(code) is null))
                    .Distinct()
            )
            {
                part.Part("judging")!
                    .Complain("criteria", $"Up to this stage no form asks a question ‘{code}’.");
            }
        }
        if (
            kind.AmountAsked is { Length: > 0 } amount
            && asked.Select(a => a.Find(amount)).FirstOrDefault(q => q is not null)
                is not { Kind: QuestionKind.Money }
        )
        {
            var (place, key) = kind.Budget is null
                ? (root, "price")
                : (root.Part("budget")!, "asks");
            place.Complain(key, $"No form has a question ‘{amount}’ of the kind money.");
        }
    }

    private static string Missing(string set) =>
        $"There is no question set ‘{set}’ among those of content/question-sets.";

    private static void Calendar(YamlPart part, string key, string calendar)
    {
        if (!YamlPart.IsCode(calendar) || !Days.Has(calendar))
        {
            part.Complain(key, $"There is no calendar of bank holidays called ‘{calendar}’.");
        }
    }
}
