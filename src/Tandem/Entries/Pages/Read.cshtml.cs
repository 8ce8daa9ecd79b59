using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Tandem.Calls;
using Tandem.Kernel;
using Tandem.Questionnaires;

namespace Tandem.Entries.Pages;

/// <summary>What have I submitted, and can I still change it?</summary>
public sealed class ReadModel(
    Db db,
    Actor actor,
    FindEntry find,
    ReadEntry read,
    ChangeSubmitted change,
    ReceiptCookie cookie
) : EntryPage(find, actor), IRedisplay
{
    [FromRoute(Name = "version")]
    public int Which { get; set; }

    [
        BindProperty,
        Display(
            Name = "Receipt code",
            Description = "26 signs, as on the receipt; blanks and hyphens do not matter."
        )
    ]
    public string? Code { get; set; }

    public EntryVersion Version { get; private set; } = null!;
    public CallStage Stage { get; private set; } = null!;
    public OpenResponse? Open { get; private set; }
    public bool MayChange { get; private set; }

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        Open = await read.OwnAsync(Found, Version, Code, Stopped);
        cookie.Keep(HttpContext, Entry, Version, Code!);
        return Page();
    }

    public async Task<IActionResult> OnPostChangeAsync()
    {
        await RedisplayAsync();
        await change.RunAsync(
            Reference,
            Number,
            Which,
            cookie.Read(HttpContext, Version) ?? Code,
            Stopped
        );
        return Done("Change what you like, then submit it again.", Entry.Path);
    }

    public async Task RedisplayAsync()
    {
        await LoadAsync(own: true);
        Version = VersionOf(Which);
        Stage = Call.Stages.Single(s => s.Id == Version.StageId);
        MayChange =
            Right >= MemberRight.Edit
            && !Entry.IsWithdrawn
            && BeginStage.TakesAt(Call, Stage, db.Now());
        if (Version.IsOpen || cookie.Read(HttpContext, Version) is not null)
        {
            try
            {
                Open = await read.OwnAsync(
                    Found,
                    Version,
                    cookie.Read(HttpContext, Version),
                    Stopped
                );
            }
            catch (Refusal refusal) when (refusal.Field is not null)
            {
                Open = null;
            }
        }
    }
}
