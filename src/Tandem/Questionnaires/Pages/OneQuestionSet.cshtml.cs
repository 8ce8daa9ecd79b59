using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Questionnaires.Pages;

/// <summary>Everything one version of a set asks.</summary>
[AllowAnonymous]
public sealed class OneQuestionSetModel(
    VisibleQuestionSets visible,
    QuestionSets sets,
    StartResponse start,
    CurrentActor current,
    Db db
) : PageModel, IRedisplay
{
    [FromRoute]
    public string Name { get; set; } = "";

    [FromRoute]
    public string Version { get; set; } = "";

    [BindProperty, Display(Name = "Organisation")]
    public Id<Organisation> Organisation { get; set; }

    public bool IsSignedIn => current.Value.IsSignedIn;
    public QuestionSet Set { get; private set; } = null!;
    public IReadOnlyList<QuestionSet> Others { get; private set; } = [];

    /// <summary>The organisations that the person may answer for now.</summary>
    public IReadOnlyList<Choice> Begin { get; private set; } = [];

    /// <summary>Kind, limits and whether it must be answered, in words.</summary>
    public string About(Question question)
    {
        var kind = question.Kind switch
        {
            QuestionKind.YesNo => "Yes or no",
            QuestionKind.Text => "One line",
            QuestionKind.LongText => "Text",
            QuestionKind.Number => "A number",
            QuestionKind.Money => "An amount",
            QuestionKind.Date => "A date",
            QuestionKind.Choice => "One of: "
                + string.Join("; ", question.Options.Select(o => o.Text)),
            QuestionKind.Choices => "Any of: "
                + string.Join("; ", question.Options.Select(o => o.Text)),
            QuestionKind.File => "A file",
            _ => "Rows: " + string.Join("; ", question.Columns.Select(c => c.Text)),
        };
        var must =
            question.IsRequired ? ". Required"
            : question.RequiredWhen is { } when ? $". Required where {when.Text}"
            : "";
        return kind + must + (question.Evidence == EvidenceRule.Required ? ". With evidence" : "");
    }

    public string About(Rule rule) =>
        rule.Kind switch
        {
            RuleKind.AutoFail => "Fails where this holds",
            RuleKind.Warning => "Warns where this holds",
            RuleKind.Score => "Score",
            _ => "Band",
        };

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        var response = await start.RunAsync(Name, Organisation, HttpContext.RequestAborted);
        return Redirect(response.Path);
    }

    public async Task RedisplayAsync()
    {
        Set = await visible.FindAsync(Name, Version, HttpContext.RequestAborted);
        Others =
        [
            .. (await sets.VersionsAsync(Name, HttpContext.RequestAborted)).Where(s =>
                s.Version != Version
            ),
        ];
        var today = db.Today();
        var inForce = await sets.InForceAsync(Name, today, HttpContext.RequestAborted);
        Begin =
            inForce?.Version != Version
                ? []
                :
                [
                    .. current
                        .Organisations.Where(o =>
                            QuestionnairePermissions
                                .AnswerForOrganisation(current.Value, o.Id)
                                .Allowed
                        )
                        .Select(o => new Choice(o.Id.ToString(), o.Name)),
                ];
    }
}
