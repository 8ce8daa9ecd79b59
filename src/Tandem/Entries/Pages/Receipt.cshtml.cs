using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Entries.Sealing;
using Tandem.Kernel;

namespace Tandem.Entries.Pages;

/// <summary>What was received, when?</summary>
public sealed class ReceiptModel(
    Db db,
    Actor actor,
    FindEntry find,
    ReceiptCookie cookie,
    ReceiptPdf pdf
) : EntryPage(find, actor)
{
    [FromRoute(Name = "version")]
    public int Which { get; set; }

    public EntryVersion Version { get; private set; } = null!;

    /// <summary>The receipt code, where this browser has it.</summary>
    public string? Code { get; private set; }
    public string? Fingerprint { get; private set; }

    public async Task<IActionResult> OnGetAsync([FromQuery] string? format)
    {
        await LoadAsync(own: true);
        Version = VersionOf(Which);
        Code = Version.IsSealed ? cookie.Read(HttpContext, Version) : null;
        Fingerprint = Version.IsSealed
            ? (await db.Set<CallKey>().SingleAsync(k => k.CallId == Call.Id, Stopped)).Fingerprint
            : null;
        if (format == "pdf")
        {
            return File(
                pdf.Write(Found, Version, Code),
                "application/pdf",
                $"{Entry.Reference}-receipt-{Version.Number}.pdf"
            );
        }
        return Page();
    }
}
