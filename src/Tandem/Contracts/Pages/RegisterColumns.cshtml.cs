using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Contracts.Registers;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Contracts.Pages;

public sealed class RegisterColumnsModel(
    Db db,
    Actor actor,
    RegisterKinds kinds,
    SettleColumns settle,
    ChooseSheet choose
) : PageModel, IRedisplay
{
    [BindProperty(SupportsGet = true)]
    public Id<RegisterFile> Id { get; set; }

    /// <summary>The field of each column, in the order of the columns; empty where it is not used.</summary>
    [BindProperty]
    public string[] Fields { get; set; } = [];

    [BindProperty]
    public string? Sheet { get; set; }

    public RegisterFile Register { get; private set; } = null!;

    public string OrganisationName { get; private set; } = "";

    public IReadOnlyList<RegisterHeading> Headings { get; private set; } = [];

    public IReadOnlyList<string> Missing { get; private set; } = [];

    /// <summary>Everything a column can be, with not being used first.</summary>
    public IReadOnlyList<Choice> Choices =>
        [
            new("", "Do not use this column"),
            .. kinds.Headings(Register.Kind).Fields.Select(f => new Choice(f.Name, f.Says)),
        ];

    /// <summary>What kind of table it is.</summary>
    public RegisterKind Kind => kinds.Of(Register.Kind);

    public bool IsWorkbook => Register.Format.StartsWith("spreadsheet", StringComparison.Ordinal);

    public int Remembered => Headings.Count(h => h.Remembered);

    public int Unused => Headings.Count(h => h.Field is null);

    public string AudienceWords => RegisterDifferences.SeenBy(Register.Visibility);

    public Task OnGetAsync() => RedisplayAsync();

    public async Task RedisplayAsync()
    {
        Register = await db.RegisterFileAsync(actor, Id, HttpContext.RequestAborted);
        OrganisationName = await db.Set<Organisation>()
            .Where(o => o.Id == Register.OrganisationId)
            .Select(o => o.Name)
            .SingleAsync();
        var headings = kinds.Headings(Register.Kind);
        Headings = headings.Recognise(
            Register.Samples(),
            await RegisterColumn.OfAsync(db, Register.OrganisationId, Register.Kind),
            Register.Settled()
        );
        Missing = headings.Missing([.. RegisterHeadings.Mapping(Headings).Values]);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var file = await db.RegisterFileAsync(actor, Id, HttpContext.RequestAborted);
        var columns = file.Samples();
        if (Fields.Length != columns.Count)
        {
            throw new Refusal("The columns have changed meanwhile. Check them once more.");
        }
        var run = await settle.RunAsync(
            actor,
            Id,
            columns
                .Select((c, i) => (c.Heading, Field: Fields[i] ?? ""))
                .ToDictionary(c => c.Heading, c => c.Field),
            HttpContext.RequestAborted
        );
        return Redirect($"/imports/{run.Reference}/changes");
    }

    public async Task<IActionResult> OnPostSheetAsync()
    {
        try
        {
            await choose.RunAsync(actor, Id, Sheet, HttpContext.RequestAborted);
        }
        catch (Refusal refusal) when (refusal.Kind == RefusalKind.Rule)
        {
            throw new Refusal(refusal.Message, nameof(Sheet));
        }
        return Redirect($"/imports/register/{Id}");
    }

    /// <summary>How sure a column is, in a word, with the colour of its tag.</summary>
    public static (string Word, string Colour) Sureness(RegisterHeading heading) =>
        heading switch
        {
            { Remembered: true } => ("Remembered", "blue"),
            { Field: null, Confidence: > 0 } => ("Please choose", "yellow"),
            { Field: null } => ("Not used", "grey"),
            { Confidence: >= 0.95 } => ("Sure", "green"),
            { Confidence: >= 0.8 } => ("Fairly sure", "turquoise"),
            _ => ("Please check", "yellow"),
        };
}
