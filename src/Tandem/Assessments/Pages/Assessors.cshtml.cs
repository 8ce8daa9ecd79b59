using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Assessments.Pages;

/// <summary>Who can be asked to assess, and can you?</summary>
public sealed class AssessorsModel(
    Actor actor,
    AssessmentKinds kinds,
    Candidates candidates,
    OfferToAssess offer,
    SeeTraining training,
    AssessmentList list
) : PageModel, IRedisplay
{
    private IReadOnlyList<ListedAssessor> listed = [];

    public AssessmentKind Kind { get; private set; } = null!;
    public IReadOnlyList<ListedAssessor> Shown =>
        [.. listed.Where(a => a.Assessor.Willing || MaySee(a))];
    public Assessor? Own =>
        listed.FirstOrDefault(a => a.Assessor.PersonId.Value == actor.PersonId)?.Assessor;
    public IReadOnlyList<Choice> All =>
        [.. Kind.Roles.SelectMany(r => r.Professions).Distinct().Select(p => new Choice(p, p))];
    public static IReadOnlyList<Choice> YesNo { get; } = [new("yes", "Yes"), new("no", "No")];

    [BindProperty, Display(Name = "Your professions")]
    public List<string> Professions { get; set; } = [];

    [BindProperty, Display(Name = "Can you be asked to sit on a panel?")]
    public string? Willing { get; set; }

    [BindProperty, Display(Name = "First day")]
    public DateOnly? From { get; set; }

    [BindProperty, Display(Name = "Last day")]
    public DateOnly? To { get; set; }

    [BindProperty]
    public DateOnly? Since { get; set; }

    [BindProperty]
    public Id<Person> Person { get; set; }

    [BindProperty]
    public string? Seen { get; set; }

    public bool MaySee(ListedAssessor one) =>
        AssessmentPermissions
            .MaySeeTraining(actor, one.Assessor.PersonId, one.Organisations.Select(o => o.Id))
            .Allowed;

    public async Task OnGetAsync()
    {
        await RedisplayAsync();
        Professions = [.. Own?.ProfessionList ?? []];
        Willing =
            Own is null ? null
            : Own.Willing ? "yes"
            : "no";
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Willing is null)
        {
            throw new Refusal("Say whether you can be asked", nameof(Willing));
        }
        await offer.RunAsync(Name, Professions, Willing == "yes", HttpContext.RequestAborted);
        return Done("Saved. An officer of your organisation says whether you were trained.");
    }

    public async Task<IActionResult> OnPostAwayAsync()
    {
        await offer.GoAwayAsync(Name, From, To, HttpContext.RequestAborted);
        return Done("Added.");
    }

    public async Task<IActionResult> OnPostBackAsync()
    {
        await offer.ComeBackAsync(Name, Since ?? default, HttpContext.RequestAborted);
        return Done("Taken back.");
    }

    public async Task<IActionResult> OnPostTrainedAsync()
    {
        await training.RunAsync(
            Name,
            Person,
            Seen == "yes" ? list.Today : null,
            HttpContext.RequestAborted
        );
        return Done("Saved.");
    }

    public async Task RedisplayAsync()
    {
        Kind = kinds.Find(Name);
        if (Kind.Panel is null)
        {
            throw new Refusal("This kind of assessment has no panels.", kind: RefusalKind.NotFound);
        }
        listed = await candidates.AllAsync(Kind.Name, HttpContext.RequestAborted);
    }

    private string Name => (string)RouteData.Values["name"]!;

    private LocalRedirectResult Done(string said)
    {
        TempData[PageKeys.Done] = said;
        return LocalRedirect($"/assessments/kinds/{Name}/assessors");
    }
}
