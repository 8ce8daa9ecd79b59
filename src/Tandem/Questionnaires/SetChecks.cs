using Tandem.Kernel.Yaml;

namespace Tandem.Questionnaires;

/// <summary>What holds over a set as a whole: every code once, and nothing that depends on itself.</summary>
internal static class SetChecks
{
    /// <summary>Whether every code stands for one thing. Codes of an earlier version may be taken over once.</summary>
    public static bool Codes(
        IReadOnlyList<Section> sections,
        IReadOnlyList<Rule> rules,
        List<ContentProblem> problems
    )
    {
        var before = problems.Count;
        foreach (var twice in sections.GroupBy(s => s.Code).Where(g => g.Count() > 1))
        {
            problems.Add(
                new(
                    twice.Last().Questions.Select(q => q.Line).FirstOrDefault(1),
                    $"The section ‘{twice.Key}’ is there twice"
                )
            );
        }
        var questions = sections.SelectMany(s => s.Questions).ToList();
        Once(
            questions.Select(q => (q.Code, q.Line)).Concat(rules.Select(r => (r.Code, r.Line))),
            "The code ‘{0}’ is there twice",
            problems
        );
        foreach (var question in questions)
        {
            Once(
                question.Columns.Select(c => (c.Code, c.Line)),
                "The column ‘{0}’ is there twice",
                problems
            );
        }
        if (problems.Count == before)
        {
            Once(
                questions
                    .Select(q => (q.Code, q.Line))
                    .Concat(questions.SelectMany(q => q.Was.Select(w => (w, q.Line)))),
                "‘{0}’ cannot be what a question was: another has that code, or was it too",
                problems
            );
        }
        return problems.Count == before
            && questions.All(q => q.Code.Length > 0 && q.Columns.All(c => c.Code.Length > 0))
            && rules.All(r => r.Code.Length > 0);
    }

    private static void Once(
        IEnumerable<(string Code, int Line)> codes,
        string message,
        List<ContentProblem> problems
    ) =>
        problems.AddRange(
            codes
                .Where(c => c.Code.Length > 0)
                .GroupBy(c => c.Code)
                .Where(g => g.Count() > 1)
                .Select(twice => new ContentProblem(
                    twice.Last().Line,
                    string.Format(null, message, twice.Key)
                ))
        );

    /// <summary>Finds formulas that, through others, come back to themselves.</summary>
    public static void Cycles(QuestionSet set, List<ContentProblem> problems)
    {
        var done = new HashSet<string>();
        foreach (var name in set.Names.Keys)
        {
            Walk(set, name, [], done, problems);
        }
    }

    private static void Walk(
        QuestionSet set,
        string name,
        List<string> path,
        HashSet<string> done,
        List<ContentProblem> problems
    )
    {
        if (done.Contains(name))
        {
            return;
        }
        if (path.IndexOf(name) is >= 0 and var start)
        {
            var circle = path.Skip(start).Append(name);
            problems.Add(
                new(
                    LineOf(set, name),
                    $"This depends on itself: {string.Join(" → ", circle.Select(c => $"‘{c}’"))}"
                )
            );
            return;
        }
        path.Add(name);
        foreach (var needed in NeededBy(set, name))
        {
            Walk(set, needed, path, done, problems);
        }
        path.RemoveAt(path.Count - 1);
        done.Add(name);
    }

    private static IEnumerable<string> NeededBy(QuestionSet set, string name) =>
        set.Find(name) is { } question
            ? (question.When?.Names ?? []).Concat(set.SectionOf(name)!.When?.Names ?? [])
            : (IEnumerable<string>?)set.FindRule(name)?.Formula?.Names ?? [];

    private static int LineOf(QuestionSet set, string name) =>
        set.Find(name) is { } question
            ? question.When?.Line ?? set.SectionOf(name)!.When?.Line ?? question.Line
            : set.FindRule(name)!.Formula?.Line ?? set.FindRule(name)!.Line;
}
