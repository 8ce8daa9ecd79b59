using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Assessments.Pages;

/// <summary>Does this certificate stand, and what does it say?</summary>
[AllowAnonymous]
public sealed class CertificatePageModel(
    Db db,
    Actor actor,
    CheckCertificate check,
    AssessmentKinds kinds,
    Settings settings
) : PageModel
{
    public CheckedCertificate Found { get; private set; } = null!;
    public Certificate? Newer { get; private set; }
    public (int Side, string Path) Qr { get; private set; }
    public string? AssessmentPath { get; private set; }
    public string? RenewHref { get; private set; }
    public bool MayWithdraw { get; private set; }

    public async Task OnGetAsync(string number)
    {
        var stopped = HttpContext.RequestAborted;
        Found =
            await check.RunAsync(number, stopped)
            ?? throw new Refusal(
                "There is no certificate of that number here. If one was shown to you, it was not issued here.",
                kind: RefusalKind.NotFound
            );
        var certificate = Found.Certificate;
        Qr = QrCode.Svg(settings.AddressOf(certificate.Path));
        Newer = await db.Set<Certificate>()
            .AsNoTracking()
            .Where(c =>
                c.OrganisationId == certificate.OrganisationId
                && c.Kind == certificate.Kind
                && c.WithdrawnAt == null
                && c.ExpiresOn > certificate.ExpiresOn
            )
            .OrderByDescending(c => c.ExpiresOn)
            .FirstOrDefaultAsync(stopped);
        var assessment = await db.Set<Assessment>()
            .AsNoTracking()
            .Include(a => a.Members)
            .VisibleTo(actor)
            .SingleOrDefaultAsync(a => a.Id == certificate.AssessmentId, stopped);
        if (assessment is null)
        {
            return;
        }
        var kind = kinds.Find(assessment.Kind, assessment.KindVersion);
        AssessmentPath = assessment.Path;
        MayWithdraw =
            certificate.WithdrawnAt is null
            && WithdrawCertificate.MayWithdraw(actor, kind, assessment).Allowed;
        RenewHref =
            Newer is null
            && AssessmentPermissions.MayStart(actor, kind, certificate.OrganisationId).Allowed
                ? $"/assessments/new/{kind.Name}?former={assessment.Id}"
                : null;
    }
}
