using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Questionnaires.Declarations;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Questionnaires.Pages.Declarations;

/// <summary>Consent that a public body reads what the firm declares.</summary>
public sealed class ShareModel(ShareDeclarations share, FindFirm find, QuestionSets sets, Db db)
    : PageModel,
        IRedisplay
{
    [FromRoute]
    public string Slug { get; set; } = "";

    [BindProperty, Display(Name = "Who may read")]
    public Id<Organisation>? With { get; set; }

    [
        BindProperty,
        Display(Name = "What they may read", Description = "Select none to share everything.")
    ]
    public List<string> Sections { get; set; } = [];

    public Organisation Firm { get; private set; } = null!;
    public IReadOnlyList<Choice> Bodies { get; private set; } = [];
    public IReadOnlyList<Choice> Parts { get; private set; } = [];

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        await share.RunAsync(Slug, With, Sections, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "The declarations are shared.";
        return Redirect($"/declarations/{Slug}");
    }

    public async Task RedisplayAsync()
    {
        Firm = await find.OwnAsync(Slug, HttpContext.RequestAborted);
        Bodies =
        [
            .. (
                await db.Set<Organisation>()
                    .OrderBy(o => o.Name)
                    .ToListAsync(HttpContext.RequestAborted)
            ).Select(o => new Choice(o.Id.ToString(), o.Name)),
        ];
        Parts =
        [
            .. (await sets.VersionsAsync(RegisterFirm.SetName, HttpContext.RequestAborted))[0]
                .Sections.Select(s => new Choice(s.Code, s.Title)),
        ];
    }
}
