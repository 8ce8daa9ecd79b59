using System.Text.RegularExpressions;

namespace Tandem.Playbooks;

/// <summary>One place a template can name.</summary>
/// <param name="Name">As it stands between the braces.</param>
/// <param name="Says">What is put there.</param>
public sealed record TemplateField(string Name, string Says);

/// <summary>The fields of templates: what a run can fill in. Whatever it does not know stays as a place for a person.</summary>
public static partial class TemplateFields
{
    /// <summary>Fields of every playbook; besides these <c>role.CODE</c>, <c>due.STEP</c> and <c>done.STEP</c>.</summary>
    public static readonly IReadOnlyList<TemplateField> All =
    [
        new("run.title", "what the run is called"),
        new("run.reference", "the run’s reference, such as RUN-12"),
        new("run.summary", "what the run is about"),
        new("run.link", "address of the run’s page"),
        new("run.started", "day the run was started"),
        new("playbook.title", "title of the playbook"),
        new("playbook.version", "version the run is pinned to"),
        new("stage.title", "the stage the run is in"),
        new("step.title", "the step the document is made in"),
        new("step.due", "day that step is due"),
        new("buyer.name", "the organisation that leads the run"),
        new("authorities", "the organisations that share the run, in a sentence"),
        new(
            "others",
            "the organisations that share the run beside the one that leads, in a sentence"
        ),
        new("lead.name", "the person who leads the run"),
        new("lead.email", "that person’s e-mail address"),
        new("procurement.title", "title of what is bought"),
        new("procurement.reference", "its reference, such as PI-104"),
        new("procurement.ocid", "its open contracting identifier"),
        new("procurement.need", "the problem to be solved"),
        new("procurement.users", "who the users are and what they need to do"),
        new("procurement.cpv", "CPV codes with their names"),
        new("procurement.value", "estimated value"),
        new("procurement.procedure", "the procedure that is likely"),
        new("procurement.published", "day the tender is planned to be published"),
        new("procurement.submission", "day by which tenders are in"),
        new("procurement.starts", "day the contract starts"),
        new("procurement.ends", "day the contract ends"),
        new("contract.title", "title of the contract that is replaced or has been made"),
        new("contract.reference", "its reference, such as C-1042"),
        new("contract.supplier", "who supplies"),
        new("contract.value", "its value"),
        new("contract.starts", "day it starts"),
        new("contract.ends", "day it ends"),
        new("collaboration.title", "title of the collaboration"),
        new("collaboration.reference", "its reference"),
        new("today", "the day the document is made"),
    ];

    private static readonly HashSet<string> Names = [.. All.Select(f => f.Name)];

    /// <summary>Every place in the text that a field is named, with the field’s name.</summary>
    public static IEnumerable<(int At, int Length, string Name)> In(string text) =>
        Place().Matches(text).Select(m => (m.Index, m.Length, Parts(m).Name));

    /// <summary>Puts a text in place of every field, after the words that stand before its name.</summary>
    /// <param name="fill">What stands in place of the field of this name.</param>
    public static string Fill(string text, Func<string, string> fill) =>
        Fill(text, (words, name) => words + fill(name));

    /// <summary>Puts a text in place of every field and of the words before its name.</summary>
    /// <param name="fill">What stands in place of these words, empty where there are none, and of the field of this name.</param>
    public static string Fill(string text, Func<string, string, string> fill) =>
        Place()
            .Replace(
                text,
                m =>
                {
                    var (words, name) = Parts(m);
                    return fill(words, name);
                }
            );

    // In “, with others” the last word is the name; what stands before it belongs to it, and goes with it where there is nothing to put there.
    private static (string Words, string Name) Parts(Match match)
    {
        var text = match.Groups[1].Value.TrimEnd();
        var name = text[(text.LastIndexOf(' ') + 1)..];
        var words = text[..^name.Length];
        return (string.IsNullOrWhiteSpace(words) ? "" : words, name);
    }

    /// <summary>What is put in place of a field of this name.</summary>
    public static string Says(string name, Playbook playbook) =>
        All.FirstOrDefault(f => f.Name == name)?.Says
        ?? name.Split('.', 2) switch
        {
            ["role", var code] => $"who is {playbook.RoleTitle(code)} in the run",
            ["due", var step] => $"day on which ‘{playbook.Step(step)?.Title ?? step}’ is due",
            ["done", var step] => $"day on which ‘{playbook.Step(step)?.Title ?? step}’ was done",
            _ => "not known",
        };

    /// <summary>Whether a run of the playbook can fill in a field of this name.</summary>
    internal static bool IsKnown(
        string name,
        IReadOnlySet<string> roles,
        IReadOnlySet<string> steps
    ) =>
        Names.Contains(name)
        || name.Split('.', 2) switch
        {
            ["role", var code] => roles.Contains(code),
            ["due" or "done", var code] => steps.Contains(code),
            _ => false,
        };

    [GeneratedRegex(@"\{\{([^{}\r\n]*)\}\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Place();
}
