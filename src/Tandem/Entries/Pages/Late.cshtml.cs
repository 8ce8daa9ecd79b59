using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Entries.Pages;

/// <summary>Is what came late admitted?</summary>
public sealed class LateModel(Actor actor, FindEntry find, EntryList list, DecideLate decide)
    : CallPage,
        IRedisplay
{
    [FromRoute(Name = "number")]
    public long Number { get; set; }

    [FromRoute(Name = "version")]
    public int Which { get; set; }

    [BindProperty, Display(Name = "Is it admitted?")]
    public string? Admit { get; set; }

    [
        BindProperty,
        Display(
            Name = "Why?",
            Description = "Its entrant reads this, and it stays in the history of the call."
        )
    ]
    public string? Reason { get; set; }

    public IReadOnlyList<Choice> Answers =>
        [
            .. Means is { IsPossible: false }
                ? Array.Empty<Choice>()
                : [new Choice("yes", "Admit it")],
            new("no", "Do not admit it"),
        ];

    /// <summary>What admitting it would mean; null where it changes nothing but that it counts.</summary>
    public LateAdmission? Means { get; private set; }

    public LateRow Late { get; private set; } = null!;

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        if (Admit is not ("yes" or "no"))
        {
            throw new Refusal("Choose whether it is admitted", nameof(Admit));
        }
        await decide.RunAsync(Reference, Number, Which, Admit == "yes", Reason, Stopped);
        return Done(
            Admit == "yes"
                ? "Admitted. Its entrant has been told."
                : "Not admitted. Its entrant has been told why.",
            $"/calls/{Reference}/entries#late"
        );
    }

    public async Task RedisplayAsync()
    {
        Call = await find.CallAsync(Reference, Stopped);
        EntryPermissions.MayDecideLate(actor, Call).Permit();
        Late =
            (await list.LateAsync(Call, Stopped)).FirstOrDefault(l =>
                l.Number == Number && l.Version == Which
            ) ?? throw new Refusal("Nothing came late here.", kind: RefusalKind.NotFound);
        Means =
            Late.IsAdmitted is null
            && Call.Stages.FirstOrDefault(s => s.Code == Late.StageCode) is { } stage
                ? await decide.MeansAsync(Call, stage, Stopped)
                : null;
        ViewData[Web.PageKeys.NoIndex] = true;
    }
}
