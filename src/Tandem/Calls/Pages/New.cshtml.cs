using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Pipeline;
using Tandem.Web.Components;

namespace Tandem.Calls.Pages;

/// <summary>Begins a call.</summary>
public sealed class NewModel(
    Db db,
    Actor actor,
    CurrentActor current,
    CallKinds kinds,
    MakeCall make
) : PageModel, IRedisplay
{
    [BindProperty, Display(Name = "Organisation")]
    public Id<Organisation> Organisation { get; set; }

    [
        BindProperty(SupportsGet = true),
        Display(Name = "Title", Description = "What it is about, in the words entrants would use")
    ]
    public string? Title { get; set; }

    [BindProperty(SupportsGet = true), Display(Name = "What kind of call is it?")]
    public string? Kind { get; set; }

    /// <summary>Reference of the pipeline item it comes from.</summary>
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    /// <summary>CPV codes that the page which led here knows already.</summary>
    [BindProperty(SupportsGet = true, Name = "cpv")]
    public string? CpvCodes { get; set; }

    public PipelineItem? Item { get; private set; }

    /// <summary>Those the person may make a call for.</summary>
    public IReadOnlyList<Choice> Organisations =>
        [
            .. current
                .Organisations.Where(o =>
                    CallPermissions.MayMake(actor, o.Id).Allowed
                    && (Item is null || Item.OrganisationId == o.Id)
                )
                .Select(o => new Choice(o.Id.ToString(), o.Name)),
        ];

    public IReadOnlyList<Choice> Kinds =>
        [.. kinds.Newest.Select(k => new Choice(k.Name, k.Title, k.Summary))];

    public async Task OnGetAsync()
    {
        ModelState.Clear();
        await RedisplayAsync();
        Title ??= Item?.Title;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        if (Kind is null)
        {
            throw new Refusal("Choose what kind of call it is", nameof(Kind));
        }
        var call = await make.RunAsync(
            Organisation,
            Kind,
            Title,
            Item,
            CpvCodes,
            HttpContext.RequestAborted
        );
        return Redirect($"/calls/{call.Reference}/make");
    }

    public async Task RedisplayAsync()
    {
        var number = From is null ? null : PipelineItem.NumberOf(From);
        Item = number is null
            ? null
            : await db.Set<PipelineItem>()
                .VisibleTo(actor)
                .SingleOrDefaultAsync(i => i.Number == number, HttpContext.RequestAborted);
    }
}
