using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Contracts.Registers;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Contracts.Pages;

public sealed class RegisterChangesModel(
    Db db,
    Actor actor,
    BringInRegister bringIn,
    RegisterKinds kinds
) : PageModel, IRedisplay
{
    /// <summary>Changes shown on the page; all of them are in the download.</summary>
    public const int Shown = 200;

    [BindProperty(SupportsGet = true)]
    public long Number { get; set; }

    [BindProperty]
    public bool AllOrNothing { get; set; }

    public ImportRun Run { get; private set; } = null!;

    /// <summary>What kind of table it is.</summary>
    public RegisterKind Kind => kinds.Of(Run.Kind);

    public RegisterChoices Choices { get; private set; } = null!;

    public string OrganisationName { get; private set; } = "";

    public IReadOnlyList<RegisterChange> Changes { get; private set; } = [];

    public IReadOnlyList<RegisterChange> Gone { get; private set; } = [];

    public long ChangesInAll { get; private set; }

    public long GoneInAll { get; private set; }

    public bool MayBring => ImportPermissions.MayBring(actor, Run.Kind, Run.OrganisationId).Allowed;

    /// <summary>Whether anything of it can be brought in.</summary>
    public bool HasNews => Run.Added + Run.Updated > 0;

    public string Progress =>
        $"{Words.Count(Run.Read, "row")} read, {Words.Number(Run.Refused)} refused";

    public Task OnGetAsync() => RedisplayAsync();

    public async Task RedisplayAsync()
    {
        Run = await db.RegisterRunAsync(actor, Number, HttpContext.RequestAborted);
        Choices = RegisterChoices.Parse(Run.Choices);
        OrganisationName = await db.Set<Organisation>()
            .Where(o => o.Id == Run.OrganisationId)
            .Select(o => o.Name)
            .SingleAsync();
        if (Run.IsOpen)
        {
            return;
        }
        var all = db.Set<RegisterChange>().AsNoTracking().Where(c => c.RunId == Run.Id);
        var gone = all.Where(c => c.Kind == RegisterChangeKind.Gone);
        var changes = all.Where(c => c.Kind != RegisterChangeKind.Gone);
        (ChangesInAll, GoneInAll) = (await changes.LongCountAsync(), await gone.LongCountAsync());
        Changes = await changes.OrderBy(c => c.Number).Take(Shown).ToListAsync();
        Gone = await gone.OrderBy(c => c.Number).Take(Shown).ToListAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var run = await bringIn.RunAsync(actor, Number, AllOrNothing, HttpContext.RequestAborted);
        return Redirect($"/imports/{run.Reference}");
    }
}
