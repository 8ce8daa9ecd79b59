using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Entries.Pages;

/// <summary>Who enters?</summary>
[AllowAnonymous]
public sealed class EnterModel(
    Db db,
    Actor actor,
    FindEntry find,
    StartEntry start,
    BuildOnEntry buildOn
) : CallPage, IRedisplay
{
    [BindProperty, Display(Name = "Who enters?")]
    public EntrantKind Who { get; set; }

    [BindProperty, Display(Name = "Organisation")]
    public Id<Organisation>? Organisation { get; set; }

    [BindProperty, Display(Name = "Name of the team")]
    public string? TeamName { get; set; }

    [BindProperty]
    public bool IsAnonymous { get; set; }

    [BindProperty(SupportsGet = true, Name = "behalf")]
    public bool OnBehalf { get; set; }

    [BindProperty, Display(Name = "Name of the person or organisation")]
    public string? Name { get; set; }

    [
        BindProperty,
        Display(
            Name = "How can they be reached? (optional)",
            Description = "Address, telephone or e-mail. Only those who look after the call see it."
        )
    ]
    public string? Contact { get; set; }

    [
        BindProperty,
        Display(Name = "How did it come?", Description = "For example, on paper at the library.")
    ]
    public string? CameBy { get; set; }

    /// <summary>Number of the entry this one is derived from.</summary>
    [BindProperty(SupportsGet = true, Name = "from")]
    public long? BuildsOn { get; set; }

    /// <summary>Made as the page is shown, so that the same form sent twice begins one entry.</summary>
    [BindProperty]
    public Id<Entry>? As { get; set; }

    /// <summary>The entry this one builds on.</summary>
    public Entry? Source { get; private set; }

    /// <summary>What this reader has entered, or begun, in this call.</summary>
    public IReadOnlyList<Entry> Own { get; private set; } = [];

    public Verdict May { get; private set; }
    public bool MayOnBehalf { get; private set; }
    public bool IsSignedIn => actor.IsSignedIn;
    public IReadOnlyList<Choice> Speaks { get; private set; } = [];

    public IReadOnlyList<Choice> Kinds =>
        [
            .. Call.Kind.Entrants.Who.Select(w => new Choice(
                w.ToString(),
                w switch
                {
                    EntrantKind.Person => OnBehalf ? "A person" : "I do, as a person",
                    EntrantKind.Team => "A team",
                    _ => OnBehalf ? "An organisation" : "An organisation or firm that I speak for",
                }
            )),
        ];

    public Task OnGetAsync()
    {
        As = Id<Entry>.New(db.Now());
        return RedisplayAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        var who = Call.Kind.Entrants.Who is [var only] ? only : Who;
        var entry = await start.RunAsync(
            Reference,
            new(
                who,
                who == EntrantKind.Organisation && !OnBehalf ? Organisation : null,
                OnBehalf ? Name : TeamName,
                IsAnonymous,
                OnBehalf,
                Contact,
                CameBy,
                As
            ),
            Stopped
        );
        if (BuildsOn is { } other)
        {
            await buildOn.RunAsync(Reference, entry.Number, other, Stopped);
        }
        return LocalRedirect(entry.EligibleAt is null ? $"{entry.Path}/eligibility" : entry.Path);
    }

    public async Task RedisplayAsync()
    {
        Call = await find.CallAsync(Reference, Stopped);
        MayOnBehalf = EntryPermissions.MayEnterForOthers(actor, Call).Allowed;
        May = OnBehalf
            ? EntryPermissions.MayEnterForOthers(actor, Call)
            : EntryPermissions.MayEnter(actor, Call);
        if (May.Allowed)
        {
            try
            {
                StartEntry.MustBeOpen(Call, Call.InOrder.First(), db.Now());
            }
            catch (Refusal closed)
            {
                May = Verdict.No(closed.Message);
            }
        }
        if (BuildsOn is { } other && Call.Kind.Public is { BuildOn: true })
        {
            Source = await db.Set<Entry>()
                .AsNoTracking()
                .SingleOrDefaultAsync(
                    e =>
                        e.CallId == Call.Id
                        && e.Number == other
                        && e.PublishedAt != null
                        && e.HiddenAt == null,
                    Stopped
                );
        }
        await ReadWhoAsync();
    }

    private async Task ReadWhoAsync()
    {
        var me = new Id<Person>(actor.PersonId ?? Guid.Empty);
        Own = await db.Set<Entry>()
            .AsNoTracking()
            .Where(e =>
                e.CallId == Call.Id
                && e.WithdrawnAt == null
                && e.EnteredByName == null
                && e.Members.Any(m => m.PersonId == me && m.RemovedAt == null)
            )
            .OrderBy(e => e.Number)
            .ToListAsync(Stopped);
        var ids = actor
            .Roles.Concat(actor.Firms)
            .Where(r => r.Value >= Role.Officer)
            .Select(r => new Id<Organisation>(r.Key))
            .ToList();
        var speaks = await db.Set<Organisation>()
            .IgnoreQueryFilters()
            .Where(o => ids.Contains(o.Id))
            .OrderBy(o => o.Name)
            .ToListAsync(Stopped);
        var free = new List<Organisation>();
        foreach (var organisation in speaks)
        {
            if (await start.MayOnceMoreAsync(Call, organisation.Id, Stopped))
            {
                free.Add(organisation);
            }
        }
        Speaks = [.. free.Select(o => new Choice(o.Id.ToString(), o.Name))];
        if (!May.Allowed || OnBehalf)
        {
            return;
        }
        var asOrganisation =
            Call.Kind.Entrants.Who.Contains(EntrantKind.Organisation)
            && (free.Count > 0 || (speaks.Count == 0 && Own.Count == 0));
        var otherwise =
            Call.Kind.Entrants.Who.Any(w => w != EntrantKind.Organisation)
            && await start.MayOnceMoreAsync(Call, null, Stopped);
        if (!asOrganisation && !otherwise)
        {
            May = Verdict.No(
                speaks.Count == 1 && Own.Count == 0
                    ? $"{speaks[0].Name} has entered already. Ask your colleague who did to invite you."
                    : "You have entered already. Change or withdraw what you have entered."
            );
        }
    }
}
