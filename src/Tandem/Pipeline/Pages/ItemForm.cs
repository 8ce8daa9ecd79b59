using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Formats.Tabular;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Pipeline.Pages;

/// <summary>The questions about an item, the same for a new one and for one that is there.</summary>
public abstract class ItemForm(Db db, Actor actor, CheckItem check) : PageModel
{
    public static readonly IReadOnlyList<Choice> Kinds =
    [
        new(nameof(PipelineKind.Need), "A need", "Nothing is decided about how it is met"),
        new(nameof(PipelineKind.Project), "A project", "Work that may lead to a purchase"),
        new(nameof(PipelineKind.PlannedProcurement), "A planned procurement"),
        new(nameof(PipelineKind.Relet), "A re-let of a contract that ends"),
    ];

    public static readonly IReadOnlyList<Choice> Sureness =
    [
        .. Enum.GetValues<Confidence>()
            .Select(c => new Choice(
                c.ToString(),
                PipelineWords.Sure(c),
                PipelineWords.SureMeans(c)
            )),
    ];

    public static readonly IReadOnlyList<Choice> Levels =
    [
        .. Enum.GetValues<Willingness>()
            .Select(w => new Choice(w.ToString(), PipelineWords.Willing(w))),
    ];

    public static readonly IReadOnlyList<Choice> Procedures =
    [
        .. Enum.GetValues<ProcedureGuess>()
            .Select(p => new Choice(p.ToString(), PipelineWords.Procedure(p))),
    ];

    public static readonly IReadOnlyList<Choice> Currencies =
    [
        new("GBP", "Pounds (GBP)"),
        new("SEK", "Kronor (SEK)"),
        new("EUR", "Euros (EUR)"),
    ];

    [
        BindProperty,
        Display(
            Name = "Title",
            Description = "What it is, in the words a neighbour would search for"
        )
    ]
    public string? Title { get; set; }

    [BindProperty, Display(Name = "What is it?")]
    public PipelineKind Kind { get; set; } = PipelineKind.PlannedProcurement;

    [BindProperty, Display(Name = "Department")]
    public string? Department { get; set; }

    [BindProperty, Display(Name = "Why is the work being done?")]
    public string? Why { get; set; }

    [BindProperty, Display(Name = "What problem is to be solved?")]
    public string? Problem { get; set; }

    [BindProperty, Display(Name = "Who are the users, and what do they need to do?")]
    public string? Users { get; set; }

    [
        BindProperty,
        Display(
            Name = "Early market engagement",
            Description = "What you have asked suppliers, and what is planned"
        )
    ]
    public string? Engagement { get; set; }

    [BindProperty, Display(Name = "Work already done")]
    public string? WorkDone { get; set; }

    [BindProperty, Display(Name = "How far would you work with other authorities on this?")]
    public Willingness Willingness { get; set; }

    [
        BindProperty,
        Display(
            Name = "Phase",
            Description = "Concept, Discovery, Alpha, Beta or Live, or your own word"
        )
    ]
    public string? Phase { get; set; }

    [BindProperty, Display(Name = "Start of the phase")]
    public DateOnly? PhaseStart { get; set; }

    [BindProperty, Display(Name = "Estimated end of the phase")]
    public DateOnly? PhaseEnd { get; set; }

    [BindProperty, Display(Name = "How sure is it?")]
    public Confidence Confidence { get; set; }

    [
        BindProperty,
        Display(
            Name = "CPV codes",
            Description = "Eight digits each, the main one first. Leave it blank and likely ones are suggested from your words."
        )
    ]
    public string? CpvCodes { get; set; }

    [
        BindProperty,
        Display(
            Name = "Estimated value",
            Description = "Of the whole contract. Leave it blank and choose a band if you cannot say yet."
        )
    ]
    public string? Value { get; set; }

    [BindProperty, Display(Name = "Currency")]
    public string Currency { get; set; } = "GBP";

    [BindProperty, Display(Name = "Value band")]
    public string? ValueBand { get; set; }

    [BindProperty, Display(Name = "Likely procedure")]
    public ProcedureGuess Procedure { get; set; }

    [BindProperty, Display(Name = "Tender planned to be published")]
    public DateOnly? PlannedPublish { get; set; }

    [BindProperty, Display(Name = "Submissions open")]
    public DateOnly? SubmissionStart { get; set; }

    [BindProperty, Display(Name = "Submissions close")]
    public DateOnly? SubmissionEnd { get; set; }

    [BindProperty, Display(Name = "Contract starts")]
    public DateOnly? ContractStart { get; set; }

    [BindProperty, Display(Name = "Contract ends")]
    public DateOnly? ContractEnd { get; set; }

    [
        BindProperty,
        Display(Name = "Contract it replaces", Description = "Its reference here, such as C-1042")
    ]
    public string? Replaces { get; set; }

    [
        BindProperty,
        Display(
            Name = "End of the contract it replaces",
            Description = "Everybody who sees this item sees this date. Leave it blank to take it from the contract."
        )
    ]
    public DateOnly? ReplacesEnd { get; set; }

    [
        BindProperty,
        Display(Name = "Contact", Description = "Who answers questions: a person or a team")
    ]
    public string? ContactName { get; set; }

    [BindProperty, Display(Name = "E-mail address of the contact")]
    public string? ContactEmail { get; set; }

    /// <summary>The bands, in the currency chosen.</summary>
    public IReadOnlyList<Choice> Bands =>
        [.. ValueBands.All.Select(b => new Choice(b.Key, PipelineWords.Band(b, Currency)))];

    /// <summary>What was answered.</summary>
    /// <exception cref="Refusal">Something will not do; all that will not is said at once.</exception>
    protected async Task<PipelineFacts> FactsAsync(
        Id<Organisation> organisation,
        PipelineFacts? before
    )
    {
        var refusals = new Refusals();
        var value = refusals.Of(Amount);
        (Id<Contract>? contract, DateOnly? ends) = (null, null);
        await refusals.OfAsync(async () => (contract, ends) = await ReplacedAsync(before));
        var facts = new PipelineFacts
        {
            Title = Title ?? "",
            Kind = Kind,
            Department = Department,
            Why = Why,
            Problem = Problem,
            Users = Users,
            Engagement = Engagement,
            WorkDone = WorkDone,
            Willingness = Willingness,
            Phase = Phase,
            PhaseStart = PhaseStart,
            PhaseEnd = PhaseEnd,
            Confidence = Confidence,
            CpvCodes = CpvCodes ?? "",
            ValueMinor = value?.MinorUnits,
            Currency = value?.Currency ?? Currency,
            ValueBand = ValueBand,
            Procedure = Procedure,
            PlannedPublish = PlannedPublish,
            SubmissionStart = SubmissionStart,
            SubmissionEnd = SubmissionEnd,
            ContractStart = ContractStart,
            ContractEnd = ContractEnd,
            ReplacesContractId = contract,
            ReplacesEnd = ReplacesEnd ?? ends,
            ContactName = ContactName,
            ContactEmail = ContactEmail,
        };
        await refusals.OfAsync(() =>
            check.RunAsync(organisation, facts, before, HttpContext.RequestAborted)
        );
        refusals.Throw();
        return facts;
    }

    /// <summary>Fills the form with what is there.</summary>
    protected async Task FillAsync(PipelineItem item)
    {
        var f = item.Facts;
        (Title, Kind, Department, Why, Problem) = (f.Title, f.Kind, f.Department, f.Why, f.Problem);
        (Users, Engagement, WorkDone) = (f.Users, f.Engagement, f.WorkDone);
        (Willingness, Confidence, Procedure) = (f.Willingness, f.Confidence, f.Procedure);
        (Phase, PhaseStart, PhaseEnd) = (f.Phase, f.PhaseStart, f.PhaseEnd);
        (CpvCodes, Currency, ValueBand) = (f.CpvCodes, f.Currency, f.ValueBand);
        Value = f.ValueMinor is { } minor
            ? (minor / 100m).ToString("0.##", CultureInfo.InvariantCulture)
            : null;
        (PlannedPublish, SubmissionStart, SubmissionEnd) = (
            f.PlannedPublish,
            f.SubmissionStart,
            f.SubmissionEnd
        );
        (ContractStart, ContractEnd, ReplacesEnd) = (f.ContractStart, f.ContractEnd, f.ReplacesEnd);
        (ContactName, ContactEmail) = (f.ContactName, f.ContactEmail);
        var replaced = f.ReplacesContractId;
        Replaces = replaced is null
            ? null
            : await db.Set<Contract>()
                .VisibleTo(actor)
                .Where(c => c.Id == replaced)
                .Select(c => "C-" + c.Number)
                .SingleOrDefaultAsync();
    }

    /// <summary>The value, as files are read too: 250000, £250,000 or £250k.</summary>
    private Amount? Amount()
    {
        var read = Values.Money(Value, Currency);
        if (read.IsWrong)
        {
            throw new Refusal(
                "Enter the value as an amount, such as 250000 or £250k",
                nameof(Value)
            );
        }
        if (read.Value is { PerYear: true })
        {
            throw new Refusal(
                "Enter the value of the whole contract, not of a year",
                nameof(Value)
            );
        }
        return read.Value is { Currency: var currency } && Currencies.All(c => c.Value != currency)
            ? throw new Refusal("Enter the value in pounds, kronor or euros", nameof(Value))
            : read.Value;
    }

    private async Task<(Id<Contract>? Id, DateOnly? Ends)> ReplacedAsync(PipelineFacts? before)
    {
        if (string.IsNullOrWhiteSpace(Replaces))
        {
            // A contract that this person may not see was not on the form, so an empty answer says nothing about it.
            return
                before?.ReplacesContractId is { } kept
                && !await db.Set<Contract>().VisibleTo(actor).AnyAsync(c => c.Id == kept)
                ? (kept, before.ReplacesEnd)
                : (null, null);
        }
        var typed = Replaces.Trim();
        var number =
            typed.StartsWith("C-", StringComparison.OrdinalIgnoreCase)
            && long.TryParse(typed.AsSpan(2), out var given)
                ? given
                : 0;
        var found = await db.Set<Contract>()
            .VisibleTo(actor)
            .Where(c => c.Number == number)
            .Select(c => new
            {
                c.Id,
                c.EndDate,
                c.LatestEndDate,
            })
            .SingleOrDefaultAsync();
        return found is null
            ? throw new Refusal(
                "There is no such contract. Enter its reference, such as C-1042, or leave it blank",
                nameof(Replaces)
            )
            : (found.Id, Contract.EndSeenFrom(db.Today(), found.EndDate, found.LatestEndDate));
    }
}
