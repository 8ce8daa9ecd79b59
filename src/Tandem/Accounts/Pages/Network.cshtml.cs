using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Accounts.Pages;

/// <summary>Who works together here: organisations and partnerships, for everybody to read and for stewards to change.</summary>
[AllowAnonymous]
public sealed class NetworkModel(
    Db db,
    Actor actor,
    AddOrganisation addOrganisation,
    AddPartnership addPartnership,
    ChangePartnership change
) : PageModel, IRedisplay
{
    public sealed record OrganisationRow(
        Id<Organisation> Id,
        string Name,
        string Slug,
        string? AuthorityCode,
        string Partnerships,
        bool MaySeePeople
    );

    public sealed record PartnershipRow(
        Id<Partnership> Id,
        string Name,
        IReadOnlyList<(Id<Organisation> Id, string Name)> Members
    );

    [BindProperty, Display(Name = "Name of the organisation")]
    public string? Name { get; set; }

    [
        BindProperty,
        Display(
            Name = "Code of the authority",
            Description = "Joins it to what is published under its name, for example PRE for Preston. Leave empty for other bodies."
        )
    ]
    public string? AuthorityCode { get; set; }

    [BindProperty, Display(Name = "Name of the partnership")]
    public string? PartnershipName { get; set; }

    public bool MayChange => AccountPermissions.LookAfterNetwork(actor).Allowed;
    public IReadOnlyList<OrganisationRow> Organisations { get; private set; } = [];
    public IReadOnlyList<PartnershipRow> Partnerships { get; private set; } = [];

    public Task OnGetAsync() => RedisplayAsync();

    public async Task RedisplayAsync()
    {
        var organisations = await db.Set<Organisation>()
            .AsNoTracking()
            .OrderBy(o => o.Name)
            .ToListAsync();
        var partnerships = await db.Set<Partnership>()
            .AsNoTracking()
            .OrderBy(p => p.Name)
            .ToListAsync();
        var members = (await db.Set<PartnershipMember>().AsNoTracking().ToListAsync()).ToLookup(
            m => m.PartnershipId,
            m => m.OrganisationId
        );
        Partnerships = partnerships
            .Select(p => new PartnershipRow(
                p.Id,
                p.Name,
                organisations
                    .Where(o => members[p.Id].Contains(o.Id))
                    .Select(o => (o.Id, o.Name))
                    .ToList()
            ))
            .ToList();
        Organisations = organisations
            .Select(o => new OrganisationRow(
                o.Id,
                o.Name,
                o.Slug,
                o.AuthorityCode,
                string.Join(
                    ", ",
                    partnerships.Where(p => members[p.Id].Contains(o.Id)).Select(p => p.Name)
                ),
                actor.IsSteward || actor.Has(o.Id.Value, Role.Member)
            ))
            .ToList();
    }

    public async Task<IActionResult> OnPostOrganisationAsync()
    {
        var added = await addOrganisation.RunAsync(
            Name ?? "",
            AuthorityCode,
            HttpContext.RequestAborted
        );
        return Done($"{added.Name} has been added.");
    }

    public async Task<IActionResult> OnPostPartnershipAsync()
    {
        var added = await addPartnership.RunAsync(
            PartnershipName ?? "",
            HttpContext.RequestAborted
        );
        return Done($"{added.Name} has been added.");
    }

    public Task<IActionResult> OnPostJoinAsync(
        Id<Partnership> partnership,
        Id<Organisation> organisation
    ) => ChangeAsync(partnership, organisation, true);

    public Task<IActionResult> OnPostLeaveAsync(
        Id<Partnership> partnership,
        Id<Organisation> organisation
    ) => ChangeAsync(partnership, organisation, false);

    private async Task<IActionResult> ChangeAsync(
        Id<Partnership> partnershipId,
        Id<Organisation> organisationId,
        bool belongs
    )
    {
        var partnership = await db.Set<Partnership>()
            .SingleOrDefaultAsync(p => p.Id == partnershipId);
        var organisation = await db.Set<Organisation>()
            .SingleOrDefaultAsync(o => o.Id == organisationId);
        if (partnership is null || organisation is null)
        {
            throw new Refusal("Choose an organisation and a partnership");
        }
        await change.RunAsync(partnership, organisation, belongs, HttpContext.RequestAborted);
        return Done(
            belongs
                ? $"{organisation.Name} now belongs to {partnership.Name}."
                : $"{organisation.Name} no longer belongs to {partnership.Name}."
        );
    }

    private RedirectToPageResult Done(string what)
    {
        TempData[PageKeys.Done] = what;
        return RedirectToPage();
    }
}
