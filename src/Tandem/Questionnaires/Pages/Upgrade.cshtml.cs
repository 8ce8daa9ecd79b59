using Microsoft.AspNetCore.Mvc;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Questionnaires.Pages;

/// <summary>What would moving to the version in force change?</summary>
public sealed class UpgradeModel(FindResponse find, UpgradeResponse upgrade)
    : ResponsePage(find),
        IRedisplay
{
    public QuestionSet? Newer { get; private set; }
    public VersionChanges Changes { get; private set; } = new([], [], []);

    /// <summary>The answer there is, in words.</summary>
    public string AnswerTo(Question question) =>
        AnswerWords.Of(question, Open.Sheet.Given(question.Code)) is { Length: > 0 } words
            ? words
            : "No answer";

    /// <summary>Whether there is an answer that the changed question does not take as it is.</summary>
    public bool NoLongerFits(ChangedQuestion change) =>
        Open.Answers.TryGetValue(change.Before.Code, out var answer)
        && AnswerJson.Read(answer.Plain, change.Now) is { } value
        && AnswerChecks.Problem(change.Now, value) is not null;

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        var open = await upgrade.RunAsync(Id, HttpContext.RequestAborted);
        TempData[PageKeys.Done] =
            $"The response stands on version {open.Set.Version} now. Look at what is new and changed before you submit.";
        return Redirect(open.Response.Path);
    }

    public async Task RedisplayAsync()
    {
        await LoadAsync();
        Newer = await upgrade.NewerAsync(Open, HttpContext.RequestAborted);
        if (Newer is not null)
        {
            Changes = VersionChanges.Between(Open.Set, Newer);
        }
    }
}
