using Microsoft.AspNetCore.Mvc;
using Tandem.Kernel;
using Tandem.Questionnaires.Formulas;
using Tandem.Web;
using Tandem.Web.Http;

namespace Tandem.Questionnaires.Pages;

/// <summary>The questions of one section.</summary>
[UploadLimit]
public sealed class SectionModel(
    FindResponse find,
    SaveAnswers save,
    AddEvidence add,
    RemoveEvidence remove,
    Db db
) : ResponsePage(find), IRedisplay
{
    [FromRoute]
    public string Code { get; set; } = "";

    /// <summary>Which button was pressed: overview, or nothing for the next section.</summary>
    [BindProperty]
    public string? Then { get; set; }

    /// <summary>Missing answers are pointed out as well: the page was reached from the list of what is missing.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Missing { get; set; }

    public Section Section { get; private set; } = null!;
    public int Number { get; private set; }
    public int Count { get; private set; }
    public IReadOnlyDictionary<string, Value?>? Typed { get; private set; }
    public DateTime Seen { get; private set; }

    /// <summary>What was answered before, in an earlier stage of the same.</summary>
    public IReadOnlyList<(string Title, OpenResponse Answers)> Earlier { get; private set; } = [];
    public bool MayAnswer => Section.Questions.Any(q => Open.MayChange(q.Code));

    public async Task OnGetAsync()
    {
        await RedisplayAsync();
        if (!MayAnswer)
        {
            return;
        }
        foreach (var question in Section.Questions)
        {
            if (
                Open.Sheet.GapOf(question) is { } gap
                && (
                    Missing
                    || (
                        question.Kind != QuestionKind.Rows
                        && AnswerChecks.Problem(question, Open.Sheet.Given(question.Code))
                            is not null
                    )
                )
            )
            {
                ModelState.AddModelError(
                    SectionForm.Field(question.Code),
                    AnswerWords.Problem(question, gap)
                );
            }
        }
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        var form = await Request.ReadFormAsync(HttpContext.RequestAborted);
        var before = Section.Questions.Where(Open.Sheet.IsAsked).ToHashSet();
        Typed = SectionForm.Read(form, Open, Section);
        var (open, crossed) = await save.RunAsync(
            Id,
            Typed,
            SectionForm.SeenAt(form),
            HttpContext.RequestAborted
        );
        Open = open;
        Seen = db.Now();
        foreach (var answer in crossed)
        {
            var question = Open.Set.Find(answer.Question)!;
            var theirs = AnswerWords.Of(question, AnswerJson.Read(answer.Plain, question));
            ModelState.AddModelError(
                SectionForm.Field(question.Code),
                AnswerWords.Problem(
                    question,
                    $"{answer.ChangedByName} answered “{theirs}” while you were writing. What you wrote is below: save again to use it."
                )
            );
        }
        await KeepFilesAsync(form);
        foreach (var (code, value) in Typed)
        {
            var question = Open.Set.Find(code)!;
            if (AnswerChecks.Problem(question, value) is { } problem)
            {
                ModelState.AddModelError(
                    SectionForm.Field(code),
                    AnswerWords.Problem(question, problem)
                );
            }
        }
        if (Id<Evidence>.TryParse(form[SectionForm.RemoveFile], null, out var file))
        {
            await remove.RunAsync(Id, file, HttpContext.RequestAborted);
            TempData[PageKeys.Done] = "The file was removed.";
            return Redirect($"{Open.Response.Path}/sections/{Code}");
        }
        if (ModelState.ErrorCount > 0)
        {
            var page = Page();
            page.StatusCode = StatusCodes.Status422UnprocessableEntity;
            Open = await Find.RunAsync(Id, HttpContext.RequestAborted);
            return page;
        }
        return Redirect(await NextAsync(form, before));
    }

    private async Task KeepFilesAsync(IFormCollection form)
    {
        foreach (var (code, file) in SectionForm.Files(form, Section))
        {
            try
            {
                await using var content = file.OpenReadStream();
                await add.RunAsync(Id, code, file.FileName, content, HttpContext.RequestAborted);
            }
            catch (Refusal refusal) when (refusal.Kind == RefusalKind.Rule)
            {
                // The other answers and files are kept; only this one is told.
                ModelState.AddModelError(SectionForm.FileField(code), refusal.Message);
            }
        }
    }

    private async Task<string> NextAsync(IFormCollection form, HashSet<Question> before)
    {
        Open = await Find.RunAsync(Id, HttpContext.RequestAborted);
        var path = Open.Response.Path;
        if (
            form[SectionForm.OpenRows].FirstOrDefault() is { Length: > 0 } rows
            && Open.Set.Find(rows) is not null
        )
        {
            return $"{path}/rows/{rows}";
        }
        if (Then == "overview")
        {
            return path;
        }
        if (
            Section.Questions.FirstOrDefault(q => Open.Sheet.IsAsked(q) && !before.Contains(q)) is
            { } more
        )
        {
            TempData[PageKeys.Done] = "Saved. Your answers ask for a little more on this page.";
            return $"{path}/sections/{Code}#q-{more.Code}";
        }
        var asked = Asked.ToList();
        var next = asked.SkipWhile(s => s.Code != Code).Skip(1).FirstOrDefault();
        return next is null
            ? Open.Rights.SubmitAt ?? $"{path}/answers"
            : $"{path}/sections/{next.Code}";
    }

    public async Task RedisplayAsync()
    {
        await LoadAsync();
        Section = SectionOf(Code);
        var asked = Asked.ToList();
        (Number, Count) = (1 + asked.IndexOf(Section), asked.Count);
        if (Number == 0)
        {
            throw new Refusal("Your answers leave this section out.", kind: RefusalKind.NotFound);
        }
        Seen = db.Now();
        Earlier = await Find.EarlierAsync(Open, HttpContext.RequestAborted);
    }
}
