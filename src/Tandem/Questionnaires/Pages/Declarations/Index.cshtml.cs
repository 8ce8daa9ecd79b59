using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Questionnaires.Declarations;

namespace Tandem.Questionnaires.Pages.Declarations;

/// <summary>Which firms share what they declare, and which do I speak for?</summary>
[AllowAnonymous]
public sealed class IndexModel(FirmList firms, Actor actor) : PageModel
{
    [FromQuery(Name = "q")]
    public string? Q { get; set; }

    public IReadOnlyList<FirmRow> Own { get; private set; } = [];
    public IReadOnlyList<FirmRow> Shared { get; private set; } = [];
    public IReadOnlyList<FirmRow> Unconfirmed { get; private set; } = [];
    public bool IsSignedIn => actor.IsSignedIn;
    public bool IsBuyer => actor.Roles.Count > 0;

    public async Task OnGetAsync()
    {
        if (IsSignedIn)
        {
            Own = await firms.OwnAsync(HttpContext.RequestAborted);
            Shared = await firms.SharedAsync(Q, HttpContext.RequestAborted);
            Unconfirmed = await firms.UnconfirmedAsync(HttpContext.RequestAborted);
        }
    }
}
