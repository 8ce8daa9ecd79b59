using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Pipeline;
using Tandem.Questionnaires;
using Tandem.Web.Components;

namespace Tandem.Entries.Pages;

/// <summary>May everybody read this, and how does it stand?</summary>
public sealed class ModerateModel(
    Db db,
    Actor actor,
    FindEntry find,
    ReadEntry read,
    ModerateEntry moderate,
    GiveStatus give,
    MergeEntry merge
) : EntryPage(find, actor), IRedisplay
{
    [BindProperty, Display(Name = "Why?", Description = "Its entrant reads this.")]
    public string? Reason { get; set; }

    [BindProperty, Display(Name = "How it stands")]
    public string? Status { get; set; }

    [
        BindProperty,
        Display(Name = "What this means, and why", Description = "Everybody reads this.")
    ]
    public string? Note { get; set; }

    [
        BindProperty,
        Display(
            Name = "Item on the pipeline that takes it up",
            Description = "Its reference, such as PI-12, where there is one; empty where none does. Whoever follows the idea is told when a call comes of it."
        )
    ]
    public string? Item { get; set; }

    [BindProperty, Display(Name = "Number of the one to join it with")]
    public string? Into { get; set; }

    [BindProperty, Display(Name = "What both have in common")]
    public string? Common { get; set; }

    /// <summary>Both were seen: joining cannot be undone.</summary>
    [BindProperty]
    public bool Seen { get; set; }

    /// <summary>What it would be joined with, to be looked at before it is.</summary>
    public Entry? Other { get; private set; }

    public OpenResponse? Open { get; private set; }
    public IReadOnlyList<string> Reports { get; private set; } = [];

    /// <summary>The page that begins an item with what the idea says.</summary>
    public string NewItem =>
        QueryHelpers.AddQueryString(
            "/pipeline/new",
            new Dictionary<string, string?>
            {
                ["title"] = Entry.Name,
                ["why"] = $"An idea that was sent in takes this up: {Entry.Reference}.",
            }
        );

    public IReadOnlyList<Choice> Statuses =>
        [.. Call.Kind.Public?.Statuses.Select(s => new Choice(s.Code, s.Title)) ?? []];

    public async Task OnGetAsync()
    {
        await RedisplayAsync();
        Item = (
            await db.Set<PipelineItem>()
                .VisibleTo(Actor)
                .SingleOrDefaultAsync(i => i.Id == Entry.PipelineItemId, Stopped)
        )?.Reference;
    }

    public Task<IActionResult> OnPostLetThroughAsync() =>
        ActAsync(ModeratorAct.LetThrough, "Everybody can read it now.");

    public Task<IActionResult> OnPostHideAsync() =>
        ActAsync(ModeratorAct.Hide, "It is no longer shown.");

    public Task<IActionResult> OnPostRestoreAsync() =>
        ActAsync(ModeratorAct.Restore, "It is shown again.");

    private async Task<IActionResult> ActAsync(ModeratorAct act, string done)
    {
        await RedisplayAsync();
        await moderate.RunAsync(Reference, Number, act, Reason, Stopped);
        return Done(done, Entry.Path);
    }

    public async Task<IActionResult> OnPostStatusAsync()
    {
        await RedisplayAsync();
        await give.RunAsync(Reference, Number, Status, Note, Item ?? "", Stopped);
        return Done("Everybody reads now how it stands.", Entry.Path);
    }

    public async Task<IActionResult> OnPostMergeAsync()
    {
        await RedisplayAsync();
        if (!long.TryParse(Into?.Split("-E")[^1], out var into))
        {
            throw new Refusal("Enter its number, such as 12", nameof(Into));
        }
        if (!Seen)
        {
            Other = await merge.LookAsync(Reference, Number, into, Common, Stopped);
            await RedisplayAsync();
            return Page();
        }
        await merge.RunAsync(Reference, Number, into, Common, Stopped);
        return Done("Joined. Those who work on either are told.", Entry.Path);
    }

    public async Task RedisplayAsync()
    {
        await LoadAsync();
        EntryPermissions.MayModerate(Actor, Call).Permit();
        if (!Entry.IsPublic)
        {
            throw new Refusal("There is no such page.", kind: RefusalKind.NotFound);
        }
        if ((Entry.Awaiting ?? Entry.Shown) is { } version)
        {
            Open = await read.OwnAsync(Found, version, null, Stopped);
        }
        Reports = await db.Set<EntryReport>()
            .Where(r => r.EntryId == Entry.Id && r.DecidedAt == null)
            .Select(r => r.Reason)
            .ToListAsync(Stopped);
        Status ??= Entry.Status;
    }
}
