using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Evaluations.Pages;

/// <summary>Is this entry looked at further, and why?</summary>
public sealed class ScreeningModel(Actor actor, FindStage find, ReadPaper read, ScreenEntry screen)
    : EntryPage(actor, find),
        IRedisplay
{
    [BindProperty, Display(Name = "Does it pass screening?")]
    public bool? Passes { get; set; }

    [
        BindProperty,
        Display(Name = "Reason", Description = "Who entered reads this where it does not pass.")
    ]
    public string? Reason { get; set; }

    public static IReadOnlyList<Choice> Answers { get; } =
    [new("true", "Yes, it is scored"), new("false", "No, it stops here")];

    public IReadOnlyList<EntryPaperPart> Papers { get; private set; } = [];

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        await screen.RunAsync(Reference, StageCode, Number, Passes, Reason, Stopped);
        TempData[PageKeys.Done] = $"{Entry.Short} is {(Passes == true ? "in" : "out")}.";
        await LoadAsync();
        var next = Judged.Entries.FirstOrDefault(e =>
            Judged.Of(e.Id)?.Screened is null && !Judged.HasInterest(e.Id, Reader.PersonId)
        );
        return LocalRedirect(next is null ? Judged.Path : $"{Judged.Path}/{next.Number}/screening");
    }

    public async Task RedisplayAsync()
    {
        await LoadEntryAsync();
        JudgingPermissions.MayScreen(Reader, Call).Permit();
        if (Judged.HasInterest(Entry.Id, Reader.PersonId) || (Own is not null && !Own.MayRead))
        {
            throw new Refusal("This is not shown to you.", kind: RefusalKind.Permission);
        }
        if (!Judged.Terms.Screening || Judging?.IsRevealed == true)
        {
            throw new Refusal("This is not screened.", kind: RefusalKind.NotFound);
        }
        Papers = await read.RunAsync(Judged, Entry, Stopped);
    }
}
