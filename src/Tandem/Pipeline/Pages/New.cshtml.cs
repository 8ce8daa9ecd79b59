using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Pipeline.Pages;

/// <summary>Begins an item.</summary>
public sealed class NewModel(Db db, Actor actor, CurrentActor current, CheckItem check, AddItem add)
    : ItemForm(db, actor, check)
{
    private readonly Actor actor = actor;

    [BindProperty, Display(Name = "Organisation")]
    public Id<Organisation> Organisation { get; set; }

    /// <summary>Those the person may add for.</summary>
    public IReadOnlyList<Choice> Organisations =>
        [
            .. current
                .Organisations.Where(o => PipelinePermissions.MayAdd(actor, o.Id).Allowed)
                .Select(o => new Choice(o.Id.ToString(), o.Name)),
        ];

    /// <param name="title">What other pages know of it already, like all of these.</param>
    /// <param name="cpv">CPV codes separated by spaces.</param>
    /// <param name="level">How far the organisation would work with others.</param>
    /// <param name="value">Estimated value, in the currency.</param>
    /// <param name="publish">The day on which the tender is to be published.</param>
    /// <param name="starts">The day on which the contract is to begin.</param>
    /// <param name="replaces">Reference of the contract it replaces.</param>
    public void OnGet(
        string? title,
        string? cpv,
        string? why,
        Willingness? level,
        string? value,
        string? currency,
        DateOnly? publish,
        DateOnly? starts,
        string? replaces
    )
    {
        (Title, CpvCodes, Why) = (title, cpv, why);
        (Value, PlannedPublish, ContractStart) = (value, publish, starts);
        Replaces = replaces;
        Currency = Currencies.Any(c => c.Value == currency) ? currency! : Currency;
        Willingness = level ?? Willingness;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var facts = await FactsAsync(Organisation, null);
        if (!ModelState.IsValid)
        {
            return Page();
        }
        var item = await add.RunAsync(Organisation, facts, HttpContext.RequestAborted);
        return Redirect($"/pipeline/{item.Reference}/check");
    }
}
