using Microsoft.AspNetCore.Mvc;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Questionnaires.Pages;

/// <summary>All answers on one page: to be checked and submitted, or to be read.</summary>
public sealed class AnswersModel(FindResponse find, SubmitResponse submit, QuestionSets sets)
    : ResponsePage(find),
        IRedisplay
{
    /// <summary>Missing answers listed at the top.</summary>
    public const int MostGaps = 30;

    /// <summary>An answer whose question the version no longer has.</summary>
    public sealed record KeptAnswer(string Question, string Answer, string From);

    public IReadOnlyList<Gap> Gaps { get; private set; } = [];
    public IReadOnlyList<KeptAnswer> Kept { get; private set; } = [];
    public bool MaySubmit => Open.Response.IsDraft && Open.Rights.Submit.Allowed;

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        var done = await submit.RunAsync(Id, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "The answers have been submitted.";
        return Redirect(done.Response.Path);
    }

    public async Task RedisplayAsync()
    {
        await LoadAsync();
        Gaps = [.. Open.Sheet.Gaps];
        var kept = new List<KeptAnswer>();
        foreach (var answer in Open.Kept.OrderBy(a => a.Question, StringComparer.Ordinal))
        {
            var version = answer.CarriedFrom ?? "";
            var question = (
                await sets.FindAsync(Open.Set.Name, version, HttpContext.RequestAborted)
            )?.Find(answer.Question);
            kept.Add(
                new(
                    question?.Text ?? answer.Question,
                    question is null
                        ? answer.Plain
                        : AnswerWords.Of(question, AnswerJson.Read(answer.Plain, question)),
                    $"Answered by {answer.ChangedByName}, {Words.Instant(answer.ChangedAt)}, version {version}"
                )
            );
        }
        Kept = kept;
    }
}
