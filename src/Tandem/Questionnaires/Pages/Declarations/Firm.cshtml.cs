using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Questionnaires.Declarations;
using Tandem.Web;

namespace Tandem.Questionnaires.Pages.Declarations;

/// <summary>What does this firm declare, since when, and who may read it?</summary>
public sealed class FirmModel(
    FindFirm find,
    PublishDeclarations publish,
    ShareDeclarations share,
    ConfirmFirm confirm,
    QuestionSets sets,
    Actor actor,
    Db db
) : PageModel, IRedisplay
{
    /// <summary>A consent as the firm sees it.</summary>
    public sealed record ShareRow(
        Id<DeclarationShare> Id,
        string With,
        string Sections,
        DateOnly Since,
        DateOnly? Until
    );

    [FromRoute]
    public string Slug { get; set; } = "";

    [FromQuery]
    public int? Edition { get; set; }

    public ReadFirm Read { get; private set; } = null!;
    public Id<Response> ResponseId { get; private set; }
    public IReadOnlyList<ShareRow> Shares { get; private set; } = [];
    public DateOnly Today { get; private set; }
    public bool MayConfirm => DeclarationPermissions.ConfirmFirm(actor).Allowed;
    public bool MayDeclare => DeclarationPermissions.DeclareFor(actor, Read.Firm.Id).Allowed;

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostPublishAsync()
    {
        var edition = await publish.RunAsync(Slug, HttpContext.RequestAborted);
        return Done($"Edition {edition.Number} is published.");
    }

    public async Task<IActionResult> OnPostWithdrawAsync(
        [FromForm(Name = "share")] Id<DeclarationShare> consent
    )
    {
        await share.WithdrawAsync(Slug, consent, HttpContext.RequestAborted);
        return Done("The consent is withdrawn.");
    }

    public async Task<IActionResult> OnPostConfirmAsync()
    {
        await confirm.RunAsync(Slug, HttpContext.RequestAborted);
        return Done("The firm is confirmed.");
    }

    private RedirectResult Done(string what)
    {
        TempData[PageKeys.Done] = what;
        return Redirect($"/declarations/{Slug}");
    }

    public async Task RedisplayAsync()
    {
        Today = db.Today();
        Read = await find.ReadAsync(Slug, Edition, HttpContext.RequestAborted);
        if (!Read.IsOwn)
        {
            return;
        }
        ResponseId = await find.ResponseAsync(Read.Firm, HttpContext.RequestAborted);
        var titles = (await sets.VersionsAsync(RegisterFirm.SetName, HttpContext.RequestAborted))
            .SelectMany(s => s.Sections)
            .DistinctBy(s => s.Code)
            .ToDictionary(s => s.Code, s => s.Title);
        var shares = await db.Set<DeclarationShare>()
            .AsNoTracking()
            .Where(s => s.OrganisationId == Read.Firm.Id)
            .OrderBy(s => s.WithdrawnAt != null)
            .ThenByDescending(s => s.ConsentedAt)
            .ToListAsync(HttpContext.RequestAborted);
        var with = shares.Select(s => s.WithId).OfType<Id<Organisation>>().ToList();
        var names = await db.Set<Organisation>()
            .Where(o => with.Contains(o.Id))
            .ToDictionaryAsync(o => o.Id, o => o.Name, HttpContext.RequestAborted);
        Shares =
        [
            .. shares.Select(s => new ShareRow(
                s.Id,
                s.WithId is { } body ? names[body] : "Every public body here",
                s.Sections.Length == 0
                    ? "everything"
                    : Words.List([
                        .. s.Sections.Split(' ').Select(c => titles.GetValueOrDefault(c, c)),
                    ]),
                LocalDay.Of(s.ConsentedAt),
                s.WithdrawnAt is { } until ? LocalDay.Of(until) : null
            )),
        ];
    }
}
