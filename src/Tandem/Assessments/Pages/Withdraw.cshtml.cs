using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Assessments.Pages;

/// <summary>Shall this certificate end before its day?</summary>
public sealed class WithdrawModel(
    Db db,
    Actor actor,
    CheckCertificate check,
    AssessmentKinds kinds,
    WithdrawCertificate withdraw
) : PageModel, IRedisplay
{
    public Certificate Certificate { get; private set; } = null!;

    [BindProperty, Display(Name = "Why?", Description = "Everybody who checks it reads this.")]
    public string? Reason { get; set; }

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        await withdraw.RunAsync(Certificate.Number, Reason, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "The certificate is withdrawn.";
        return LocalRedirect(Certificate.Path);
    }

    public async Task RedisplayAsync()
    {
        var stopped = HttpContext.RequestAborted;
        Certificate =
            (await check.RunAsync((string)RouteData.Values["number"]!, stopped))?.Certificate
            ?? throw new Refusal("There is no such certificate.", kind: RefusalKind.NotFound);
        var assessment = await db.Set<Assessment>()
            .AsNoTracking()
            .Include(a => a.Members)
            .SingleAsync(a => a.Id == Certificate.AssessmentId, stopped);
        WithdrawCertificate
            .MayWithdraw(actor, kinds.Find(assessment.Kind, assessment.KindVersion), assessment)
            .Permit();
    }
}
