using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Tandem.Classification;
using Tandem.Kernel;

namespace Tandem.Calls.Pages;

/// <summary>What is the call about?</summary>
public sealed class AboutModel(Db db, Actor actor, WriteCall write, ReferenceLists lists)
    : CallPageModel(db, actor)
{
    [BindProperty, Display(Name = "Title")]
    public string? Title { get; set; }

    [
        BindProperty,
        Display(
            Name = "Summary",
            Description = "What it is about and whom it is for, in a sentence or two"
        )
    ]
    public string? Summary { get; set; }

    [
        BindProperty,
        Display(
            Name = "CPV codes",
            Description = "Eight digits each, the main one first, with blanks between. People find and follow it by them."
        )
    ]
    public string? CpvCodes { get; set; }

    [
        BindProperty,
        Display(
            Name = "Region",
            Description = "Its ITL or NUTS code, such as UKD4. Leave it blank where it is for anywhere."
        )
    ]
    public string? Region { get; set; }

    [BindProperty]
    public bool WithPartners { get; set; }

    [
        BindProperty,
        Display(
            Name = "Contact",
            Description = "A person or a team. Questions about it belong on the page of questions, so that everybody reads the answer."
        )
    ]
    public string? ContactName { get; set; }

    [BindProperty, Display(Name = "E-mail address of the contact")]
    public string? ContactEmail { get; set; }

    public async Task<IActionResult> OnPostAsync()
    {
        await LoadAsync();
        var refusals = new Refusals();
        var basics = new CallBasics
        {
            Title = Title ?? "",
            Summary = Summary ?? "",
            CpvCodes = refusals.Of(Codes) ?? "",
            Region = refusals.Of(Place),
            WithPartners = WithPartners,
            ContactName = ContactName,
            ContactEmail = ContactEmail,
        };
        refusals.Of(() => Call.Checked(basics));
        refusals.Throw();
        await write.AboutAsync(Reference, basics, HttpContext.RequestAborted);
        return Done("What it is about is saved.");
    }

    /// <inheritdoc/>
    protected override Task FillAsync(CancellationToken cancellation)
    {
        (Title, Summary, CpvCodes, Region) = (Call.Title, Call.Summary, Call.CpvCodes, Call.Region);
        (WithPartners, ContactName, ContactEmail) = (
            Call.WithPartners,
            Call.ContactName,
            Call.ContactEmail
        );
        return Task.CompletedTask;
    }

    private string Codes()
    {
        var list = lists.Current(CpvList.File, CpvList.Read);
        var codes = new List<string>();
        foreach (
            var typed in (CpvCodes ?? "").Split(
                [' ', ',', ';'],
                StringSplitOptions.RemoveEmptyEntries
            )
        )
        {
            if (!Cpv.TryParse(typed, out var code) || list.Find(code) is null)
            {
                throw new Refusal(
                    $"‘{typed}’ is no CPV code. Enter eight digits, such as 72000000",
                    nameof(CpvCodes)
                );
            }
            codes.Add(code.Digits);
        }
        return string.Join(' ', codes.Distinct());
    }

    private string? Place()
    {
        var typed = Region?.Trim().ToUpperInvariant();
        return string.IsNullOrEmpty(typed) ? null
            : lists.Current(RegionList.File, RegionList.Read).Find(typed) is not null ? typed
            : throw new Refusal(
                $"‘{typed}’ is no code of a region. Enter an ITL or NUTS code, such as UKD4",
                nameof(Region)
            );
    }
}
