using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Pipeline.Pages;

/// <summary>Whether an approver is needed, who approves, and how often items are reviewed.</summary>
public sealed class RulesModel(Db db, Actor actor, ItemPages pages, DecideRules decide)
    : PageModel,
        IRedisplay
{
    public static readonly IReadOnlyList<Choice> Approval =
    [
        new("false", "No: officers make items public themselves"),
        new("true", "Yes: somebody else approves each item first"),
    ];

    [BindProperty, Display(Name = "Does what becomes public need an approver?")]
    public bool NeedsApprover { get; set; }

    [
        BindProperty,
        Display(
            Name = "Who may approve, besides administrators?",
            Description = "Never what they have asked for themselves"
        )
    ]
    public List<Id<Person>> Approvers { get; set; } = [];

    [
        BindProperty,
        Display(
            Name = "Time between two reviews of an item",
            Description = "From 1 to 12 months. An item that nobody has confirmed in that time is marked stale."
        )
    ]
    public int ReviewMonths { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Slug { get; set; } = "";

    public Organisation Organisation { get; private set; } = null!;
    public IReadOnlyList<Choice> Members { get; private set; } = [];

    public async Task OnGetAsync()
    {
        await RedisplayAsync();
        var rules = await PipelineRules.OfAsync(db, Organisation.Id);
        (NeedsApprover, ReviewMonths) = (rules.NeedsApprover, rules.ReviewMonths);
        Approvers = await db.Set<PipelineApprover>()
            .Where(a => a.OrganisationId == Organisation.Id)
            .Select(a => a.PersonId)
            .ToListAsync();
    }

    public async Task RedisplayAsync()
    {
        Organisation = await pages.OrganisationAsync(Slug, true, HttpContext.RequestAborted);
        PipelinePermissions.MayRule(actor, Organisation.Id).Permit();
        Members = await pages.MembersAsync(Organisation.Id, HttpContext.RequestAborted);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        if (!ModelState.IsValid)
        {
            return Page();
        }
        await decide.RunAsync(
            Organisation,
            NeedsApprover,
            ReviewMonths,
            Approvers,
            HttpContext.RequestAborted
        );
        TempData[PageKeys.Done] = "The rules have been saved.";
        return Redirect($"/organisations/{Organisation.Slug}/pipeline");
    }
}
