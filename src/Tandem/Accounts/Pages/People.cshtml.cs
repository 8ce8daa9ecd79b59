using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Accounts.Pages;

/// <summary>Who belongs to an organisation, and with which role: for its members to read and its administrators to change.</summary>
public sealed class PeopleModel(Db db, Actor actor, AddMember addMember, ChangeMember changeMember)
    : PageModel,
        IRedisplay
{
    public sealed record MemberRow(Id<Person> Id, string Name, string Email, Role Role);

    /// <summary>The roles in words.</summary>
    public static readonly IReadOnlyList<Choice> Roles =
    [
        new(nameof(Role.Member), "Member: reads what the organisation keeps to itself"),
        new(nameof(Role.Officer), "Officer: also brings in data and keeps records"),
        new(
            nameof(Role.Administrator),
            "Administrator: also decides who belongs to the organisation"
        ),
    ];

    [BindProperty, Display(Name = "E-mail address")]
    public string? Email { get; set; }

    [BindProperty, Display(Name = "Name")]
    public string? Name { get; set; }

    [
        BindProperty,
        Display(
            Name = "First password",
            Description = "At least 12 characters. The person changes it after signing in. Not needed for somebody who already has an account."
        )
    ]
    public string? Password { get; set; }

    [BindProperty, Display(Name = "Role")]
    public Role Role { get; set; }

    public Organisation Organisation { get; private set; } = null!;
    public IReadOnlyList<MemberRow> Members { get; private set; } = [];
    public bool MayChange => AccountPermissions.LookAfterPeople(actor, Organisation).Allowed;

    public async Task OnGetAsync(string slug)
    {
        await FindAsync(slug);
        await RedisplayAsync();
    }

    public async Task RedisplayAsync() =>
        Members = await db.Set<Membership>()
            .Where(m => m.OrganisationId == Organisation.Id)
            .Join(
                db.Set<Person>(),
                m => m.PersonId,
                p => p.Id,
                (m, p) => new MemberRow(p.Id, p.Name, p.Email, m.Role)
            )
            .ToListAsync();

    public async Task<IActionResult> OnPostAddAsync(string slug)
    {
        await FindAsync(slug);
        var person = await addMember.RunAsync(
            Organisation,
            Email ?? "",
            Name ?? "",
            Password ?? "",
            Role,
            HttpContext.RequestAborted
        );
        return Done($"{person.Name} now belongs to {Organisation.Name}.");
    }

    public async Task<IActionResult> OnPostRoleAsync(string slug, Id<Person> person, Role newRole)
    {
        await FindAsync(slug);
        await changeMember.RunAsync(Organisation, person, newRole, HttpContext.RequestAborted);
        return Done("The role has been changed.");
    }

    public async Task<IActionResult> OnPostRemoveAsync(string slug, Id<Person> person)
    {
        await FindAsync(slug);
        await changeMember.RunAsync(Organisation, person, null, HttpContext.RequestAborted);
        return Done(
            $"The person no longer belongs to {Organisation.Name}. Add them again to undo this."
        );
    }

    private async Task FindAsync(string slug)
    {
        Organisation =
            await db.Set<Organisation>()
                .IgnoreQueryFilters()
                .AsNoTracking()
                .SingleOrDefaultAsync(o => o.Slug == slug)
            ?? throw new Refusal("There is no such organisation.", kind: RefusalKind.NotFound);
        if (!actor.IsSteward && !actor.SpeaksFor(Organisation.Id.Value, Role.Member))
        {
            throw new Refusal("There is no such organisation.", kind: RefusalKind.NotFound);
        }
    }

    private RedirectToPageResult Done(string what)
    {
        TempData[PageKeys.Done] = what;
        return RedirectToPage();
    }
}
