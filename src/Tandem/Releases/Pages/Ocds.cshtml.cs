using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Releases.Pages;

/// <summary>What do the organisations here publish as open contracting data, and how do I take it?</summary>
[AllowAnonymous]
public sealed class OcdsModel(Db db, Settings settings) : PageModel
{
    /// <summary>The releases made in one year.</summary>
    public sealed record YearLine(int Year, int Releases, int Processes, DateTime Last);

    public IReadOnlyList<YearLine> Years { get; private set; } = [];
    public string Prefix => settings.OcidPrefix;

    /// <summary>Nobody has registered a prefix for this installation yet.</summary>
    public bool PrefixIsUsual => settings.OcidPrefix == Settings.UsualOcidPrefix;

    public async Task OnGetAsync() =>
        Years = await db.Set<OwnRelease>()
            .Published(db)
            .GroupBy(r => r.Date.Year)
            .OrderByDescending(g => g.Key)
            .Select(g => new YearLine(
                g.Key,
                g.Count(),
                g.Select(r => r.Ocid).Distinct().Count(),
                g.Max(r => r.Date)
            ))
            .ToListAsync(HttpContext.RequestAborted);
}
