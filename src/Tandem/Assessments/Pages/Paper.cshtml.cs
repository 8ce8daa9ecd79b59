using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Assessments.Pages;

/// <summary>What is on the agenda, or was said?</summary>
public sealed class PaperModel(
    Db db,
    Actor actor,
    FindAssessment find,
    AssessmentKinds kinds,
    WritePaper write
) : PageModel, IRedisplay
{
    public Assessment Assessment { get; private set; } = null!;
    public PaperRule Rule { get; private set; } = null!;
    public AssessmentPaper? Paper { get; private set; }
    public bool MayWrite { get; private set; }

    [BindProperty, Display(Name = "Text", Description = "An empty line begins a new paragraph.")]
    public string? Text { get; set; }

    /// <summary>The version that is being changed.</summary>
    [BindProperty]
    public int From { get; set; }

    public async Task OnGetAsync()
    {
        await RedisplayAsync();
        Text = Paper?.Text ?? Rule.Template;
        From = Paper?.Revision ?? 0;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var (reference, code) = (
            (string)RouteData.Values["reference"]!,
            (string)RouteData.Values["code"]!
        );
        await write.RunAsync(reference, code, Text, From, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "Saved.";
        return LocalRedirect($"/assessments/{reference}/papers/{code}");
    }

    public async Task RedisplayAsync()
    {
        var stopped = HttpContext.RequestAborted;
        Assessment = await find.RunAsync((string)RouteData.Values["reference"]!, stopped);
        var kind = kinds.Find(Assessment.Kind, Assessment.KindVersion);
        Rule = WritePaper.Rule(kind, (string)RouteData.Values["code"]!);
        if (!WritePaper.MayRead(actor, kind, Assessment, Rule))
        {
            throw new Refusal("There is no such paper.", kind: RefusalKind.NotFound);
        }
        MayWrite = AssessmentPermissions.MayAs(actor, kind, Assessment, Rule.WrittenBy).Allowed;
        Paper = await db.Set<AssessmentPaper>().FindAsync([Assessment.Id, Rule.Code], stopped);
    }
}
