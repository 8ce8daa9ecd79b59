using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Playbooks.Runs.Pages;

/// <summary>Which authorities take part, and who holds which role?</summary>
public sealed class RunPeopleModel(
    Db db,
    CurrentActor current,
    RunBook book,
    ChangePlace place,
    NameHolder name
) : RunPageModel(db, current, book)
{
    private readonly Db db = db;

    [BindProperty, Display(Name = "Which authority?")]
    public Id<Organisation>? Joining { get; set; }

    [BindProperty]
    public Id<Organisation> Organisation { get; set; }

    [BindProperty, Display(Name = "Why?")]
    public string? Reason { get; set; }

    [BindProperty, Display(Name = "Which role?")]
    public string? Role { get; set; }

    [BindProperty, Display(Name = "Who holds it?")]
    public Id<Person>? Person { get; set; }

    public IReadOnlyList<Choice> Candidates { get; private set; } = [];

    /// <summary>Roles with whether they decide at a gate.</summary>
    public IReadOnlyList<Choice> Roles { get; private set; } = [];
    public IReadOnlyDictionary<Id<Organisation>, IReadOnlyList<Choice>> People
    {
        get;
        private set;
    } = new Dictionary<Id<Organisation>, IReadOnlyList<Choice>>();

    public Task<IActionResult> OnPostJoinAsync() =>
        PlaceAsync(
            Joining ?? throw new Refusal("Choose an authority", nameof(Joining)),
            PlaceChange.Join,
            "The authority takes part now."
        );

    public Task<IActionResult> OnPostPlaceAsync(PlaceChange change) =>
        PlaceAsync(Organisation, change, "Saved.");

    public async Task<IActionResult> OnPostNameAsync()
    {
        await name.RunAsync(
            Actor,
            Reference,
            new(Role ?? "", Organisation),
            Person,
            HttpContext.RequestAborted
        );
        return Done("Saved.", "/people");
    }

    protected override async Task ReadAsync(CancellationToken cancellation)
    {
        var decide = Run.Plan.Approvers;
        Roles =
        [
            .. Run
                .Plan.Playbook.Roles.OrderByDescending(r => decide.Contains(r.Code))
                .Select(r => new Choice(
                    r.Code,
                    decide.Contains(r.Code) ? $"{r.Title} (decides at gates)" : r.Title
                )),
        ];
        var people = new Dictionary<Id<Organisation>, IReadOnlyList<Choice>>();
        foreach (var own in Own)
        {
            people[own.Id] = await RunPeople.OfAsync(db, [own.Id], Names, cancellation);
        }
        People = people;
        if (MayLead)
        {
            var taken = Run.Current.Select(a => a.OrganisationId).ToList();
            Candidates =
            [
                .. (
                    await db.Set<Organisation>()
                        .AsNoTracking()
                        .Where(o => !taken.Contains(o.Id))
                        .OrderBy(o => o.Name)
                        .Take(200)
                        .ToListAsync(cancellation)
                ).Select(o => new Choice(o.Id.ToString(), o.Name)),
            ];
        }
    }

    private async Task<IActionResult> PlaceAsync(
        Id<Organisation> organisation,
        PlaceChange change,
        string said
    )
    {
        await place.RunAsync(
            Actor,
            Reference,
            organisation,
            change,
            Reason,
            HttpContext.RequestAborted
        );
        return change == PlaceChange.Leave && Own.Count <= 1 && !MayLead
            ? Redirect("/runs")
            : Done(said, "/people");
    }
}
