namespace Tandem.Questionnaires;

/// <summary>Where the answer that a rule speaks of can be changed.</summary>
public static class RuleLink
{
    /// <summary>The first question behind a rule that is asked and may be changed now; null where there is none.</summary>
    public static string? Of(OpenResponse open, Rule rule)
    {
        var behind = new HashSet<string>();
        Add(open.Set, rule, behind);
        return open
            .Set.Questions.Where(q =>
                behind.Contains(q.Code) && open.Sheet.IsAsked(q) && open.MayChange(q.Code)
            )
            .Select(q => open.PathOf(q))
            .FirstOrDefault();
    }

    // A rule may name other rules.
    private static void Add(QuestionSet set, Rule rule, HashSet<string> behind)
    {
        foreach (var name in rule.Formula.Names.Where(behind.Add))
        {
            if (set.FindRule(name) is { } other)
            {
                Add(set, other, behind);
            }
        }
    }
}
