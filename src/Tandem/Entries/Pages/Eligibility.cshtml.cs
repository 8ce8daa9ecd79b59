using Microsoft.AspNetCore.Mvc;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Entries.Pages;

/// <summary>Can I enter, and if not, why?</summary>
public sealed class EligibilityModel(
    Db db,
    Actor actor,
    FindEntry find,
    BeginStage stages,
    SaveAnswers save,
    CheckEligibility check
) : EntryPage(find, actor), IRedisplay
{
    public OpenResponse? Open { get; private set; }
    public IReadOnlyList<string> Against { get; private set; } = [];
    public Dictionary<string, Value?>? Typed { get; private set; }
    public DateTime Seen { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        await RedisplayAsync();
        if (Open is not null)
        {
            Against = CheckEligibility.Against(Open);
        }
        return Open is null || Entry.EligibleAt is not null ? LocalRedirect(Entry.Path) : Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        if (Open is null)
        {
            return LocalRedirect(Entry.Path);
        }
        var form = await Request.ReadFormAsync(Stopped);
        var asked = Open.Set.Questions.Where(Open.Sheet.IsAsked).Select(q => q.Code).ToHashSet();
        Typed = [];
        foreach (var section in Open.Set.Sections)
        {
            foreach (var (code, value) in SectionForm.Read(form, Open, section))
            {
                Typed[code] = value;
            }
        }
        var (open, _) = await save.RunAsync(
            Open.Response.Id,
            Typed,
            SectionForm.SeenAt(form),
            Stopped
        );
        Open = open;
        Against = CheckEligibility.Against(open);
        if (Against.Count > 0)
        {
            return Page();
        }
        var gaps = Open.Sheet.Gaps.ToList();
        // What nobody has been asked yet is no fault.
        foreach (var gap in gaps.Where(g => asked.Contains(g.Question.Code)))
        {
            ModelState.AddModelError(SectionForm.Field(gap.Question.Code), gap.Message);
        }
        if (ModelState.ErrorCount > 0)
        {
            var page = Page();
            page.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return page;
        }
        if (gaps is [var more, ..])
        {
            return Done(
                "Your answers ask for a little more.",
                $"{Entry.Path}/eligibility#q-{more.Question.Code}"
            );
        }
        await check.RunAsync(Reference, Number, Stopped);
        return Done("You can enter. Now answer the questions.", Entry.Path);
    }

    public async Task RedisplayAsync()
    {
        await LoadAsync(own: true);
        Open = await stages.DraftAsync(Entry, null, Stopped);
        Seen = db.Now();
    }
}
