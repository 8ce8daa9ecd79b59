using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Collaborations.Workspaces.Pages;

/// <summary>What has it saved, whose saving is it, and how do we know?</summary>
public sealed class BenefitsModel(
    Db db,
    CurrentActor current,
    RecordBenefit record,
    TakeBackBenefit takeBack
) : WorkspacePageModel(db, current)
{
    private readonly Db db = db;

    [BindProperty, Display(Name = "Whose saving is it?")]
    public Id<Organisation> OrganisationId { get; set; }

    [BindProperty, Display(Name = "Price saved")]
    public decimal? Saved { get; set; }

    [BindProperty, Display(Name = "Effort saved")]
    public int? Hours { get; set; }

    [
        BindProperty,
        Display(
            Name = "How was this reckoned?",
            Description = "Against what price or way of working, and over what time"
        )
    ]
    public string? Reckoned { get; set; }

    [
        BindProperty,
        Display(Name = "What shows it?", Description = "Optional. A reference or an address")
    ]
    public string? Evidence { get; set; }

    [BindProperty, Display(Name = "Currency")]
    public string Currency { get; set; } = "GBP";

    public static readonly IReadOnlyList<Choice> Currencies =
    [
        new("GBP", "£"),
        new("SEK", "SEK"),
        new("EUR", "€"),
    ];

    public IReadOnlyList<RecordedBenefit> Benefits { get; private set; } = [];
    public BenefitTotal Total => BenefitTotal.Of(Benefits);

    public IEnumerable<Choice> Members =>
        Collaboration
            .Current.Select(m => new Choice(m.OrganisationId.ToString(), NameOf(m.OrganisationId)))
            .OrderBy(c => c.Text, StringComparer.Ordinal);

    public async Task<IActionResult> OnPostAddAsync()
    {
        await record.RunAsync(
            Actor,
            Reference,
            new(
                OrganisationId,
                Saved,
                Hours,
                Reckoned,
                Evidence,
                Currencies.Any(c => c.Value == Currency) ? Currency : "GBP"
            ),
            HttpContext.RequestAborted
        );
        return Done("The benefit has been recorded.", "/benefits");
    }

    public async Task<IActionResult> OnPostTakeBackAsync(int number, string? reason)
    {
        await takeBack.RunAsync(Actor, Reference, number, reason, HttpContext.RequestAborted);
        return Done("It counts no more.", "/benefits");
    }

    protected override async Task ReadAsync(CancellationToken cancellation)
    {
        if (HttpMethods.IsGet(Request.Method) && Own is [var own, ..])
        {
            OrganisationId = own.Id;
        }
        Benefits = await db.Set<RecordedBenefit>()
            .AsNoTracking()
            .Where(b => b.CollaborationId == Collaboration.Id)
            .OrderByDescending(b => b.Number)
            .ToListAsync(cancellation);
    }
}
