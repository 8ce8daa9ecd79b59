using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Kernel.Sealing;
using Tandem.Pipeline;
using Tandem.Questionnaires;

namespace Tandem.Entries.Pages;

/// <summary>How does this entry stand, and what is next?</summary>
[AllowAnonymous]
public sealed class OneModel(
    Db db,
    Actor actor,
    FindEntry find,
    BeginStage stages,
    ReadEntry read,
    CommentOnEntry comment,
    SealingKey installation,
    IEnumerable<IToldOutcomes> rooms
) : EntryPage(find, actor), IRedisplay
{
    [
        BindProperty,
        Display(
            Name = "Comment",
            Description = "Only those who work on it read this, also after it is opened."
        )
    ]
    public string? Comment { get; set; }

    public IReadOnlyList<(string By, DateTime At, string Text)> Comments { get; private set; } = [];

    /// <summary>A stage that one can work on.</summary>
    /// <param name="Before">What was submitted in the stages before, while this one is answered.</param>
    public sealed record StageTask(
        CallStage Stage,
        OpenResponse? Draft,
        EntryVersion? Counting,
        EntryVersion? Late,
        IReadOnlyList<PaperStage> Before
    );

    public IReadOnlyList<StageTask> Tasks { get; private set; } = [];

    /// <summary>What was decided of it, as its members were told.</summary>
    public IReadOnlyList<ToldOutcome> Outcomes { get; private set; } = [];

    /// <summary>What this reader has asked those who lead it, and was not answered.</summary>
    public bool HasAsked { get; private set; }

    /// <summary>How many ask to join it, for those who lead it.</summary>
    public int Asks { get; private set; }

    /// <summary>What those read who are none of its members.</summary>
    public EntryPaper? Paper { get; private set; }

    /// <summary>What everybody reads.</summary>
    public OpenResponse? Shown { get; private set; }
    public bool IsMember => Right is not null;
    public bool MayModerate { get; private set; }
    public bool Supports { get; private set; }
    public bool IsSignedIn => Actor.IsSignedIn;
    public bool MayWithdraw { get; private set; }
    public Entry? MergedInto { get; private set; }
    public Entry? BuiltOn { get; private set; }
    public IReadOnlyList<Entry> Merged { get; private set; } = [];
    public IReadOnlyList<Entry> BuiltOnThis { get; private set; } = [];

    /// <summary>The item of a pipeline that takes it up, where this reader may see that.</summary>
    public PipelineItem? TakenUpIn { get; private set; }

    /// <summary>The calls that were made of that item.</summary>
    public IReadOnlyList<Call> CallsOfIt { get; private set; } = [];
    public PublicRule? Rule => Call.Kind.Public;
    public DateOnly Today => db.Today();

    /// <summary>Whether a new entry can be begun now, such as one that builds on this.</summary>
    public bool TakesEntries =>
        Call.State == CallState.Published
        && Call.InOrder.First().Clock.StateAt(db.Now()) == StageState.Open;

    public bool MayAskToJoin =>
        (EntryPermissions.MayAskToJoin(Actor, Call, Entry).Allowed || !IsSignedIn)
        && Rule is { Joining: true }
        && Entry.IsShown
        && AskToJoin.IsOpen(Found, db.Now());

    public bool TakesSupport =>
        Entry.IsShown
        && (Supports || EntryPermissions.MaySupport(Actor, Entry).Allowed)
        && Rule is { Support: true }
        && Entry.MergedIntoId is null
        && Entry.StatusOf(Call) is not { Ends: true };

    /// <summary>Whether the stage takes entries at this moment.</summary>
    public bool IsOpen(CallStage stage) => BeginStage.TakesAt(Call, stage, db.Now());

    /// <summary>Whether its deadline has passed.</summary>
    public bool IsPast(CallStage stage) => stage.Clock.StateAt(db.Now()) == StageState.Closed;

    /// <summary>Name of whoever entered, as this reader may know it.</summary>
    public string Entrant =>
        Entry.IsAnonymous && !IsMember && !EntryPermissions.MaySeeList(Actor, Call).Allowed
            ? "Anonymous"
            : Entry.EntrantName;

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await comment.RunAsync(Reference, Number, Comment, Stopped);
        return Redirect($"{EntryPath}#comments");
    }

    public async Task RedisplayAsync()
    {
        await LoadAsync();
        MayModerate = Entry.IsPublic && EntryPermissions.MayModerate(Actor, Call).Allowed;
        if (IsMember)
        {
            Outcomes = await rooms.OfAsync([Entry.Id], Stopped);
            await ReadTasksAsync();
        }
        else if (!Entry.IsPublic)
        {
            Paper = await read.PaperAsync(Found, false, Stopped);
        }
        if (Entry.IsPublic)
        {
            await ReadPublicAsync();
        }
    }

    private string EntryPath => Entry.PathOf(Reference, Number);

    private async Task ReadTasksAsync()
    {
        var comments = await db.Set<EntryComment>()
            .AsNoTracking()
            .Where(c => c.EntryId == Entry.Id)
            .OrderBy(c => c.At)
            .ToListAsync(Stopped);
        Comments = [.. comments.Select(c => (c.ByName, c.At, c.Read(installation)))];
        var tasks = new List<StageTask>();
        foreach (var stage in Found.Stages)
        {
            var late = Entry.Versions.LastOrDefault(v =>
                v.StageId == stage.Id && v.IsLate && v.IsAdmitted is null
            );
            var counting = Entry.Counting(stage.Id);
            var draft = Entry.EligibleAt is null
                ? null
                : await stages.RunAsync(Found, stage, Stopped);
            if (draft is not null || counting is not null || late is not null)
            {
                tasks.Add(
                    new(
                        stage,
                        draft,
                        counting,
                        late,
                        draft is null ? [] : await read.BeforeAsync(Found, stage, Stopped)
                    )
                );
            }
        }
        Tasks = tasks;
        MayWithdraw = Leads && !Entry.IsWithdrawn && WithdrawEntry.MayStill(Found, db.Now());
    }

    private async Task ReadPublicAsync()
    {
        if (Entry.Shown is { } version)
        {
            Shown = await read.OwnAsync(Found, version, null, Stopped);
        }
        var id = Entry.Id;
        var others = await db.Set<Entry>()
            .AsNoTracking()
            .Where(e =>
                e.PublishedAt != null
                && e.HiddenAt == null
                && (
                    e.Id == Entry.MergedIntoId
                    || e.Id == Entry.BuiltOnId
                    || e.MergedIntoId == id
                    || e.BuiltOnId == id
                )
            )
            .OrderBy(e => e.Number)
            .ToListAsync(Stopped);
        MergedInto = others.FirstOrDefault(e => e.Id == Entry.MergedIntoId);
        BuiltOn = others.FirstOrDefault(e => e.Id == Entry.BuiltOnId);
        Merged = [.. others.Where(e => e.MergedIntoId == id)];
        BuiltOnThis = [.. others.Where(e => e.BuiltOnId == id)];
        if (Entry.PipelineItemId is { } item)
        {
            TakenUpIn = await db.Set<PipelineItem>()
                .AsNoTracking()
                .VisibleTo(Actor)
                .SingleOrDefaultAsync(i => i.Id == item, Stopped);
            CallsOfIt = await db.Set<Call>()
                .AsNoTracking()
                .VisibleTo(Actor)
                .Where(c => c.PipelineItemId == item && c.PublishedAt != null)
                .OrderBy(c => c.Id)
                .ToListAsync(Stopped);
        }
        if (Actor.PersonId is { } person)
        {
            var key = $"person:{person}";
            Supports = await db.Set<EntrySupport>()
                .AnyAsync(s => s.EntryId == id && s.Supporter == key, Stopped);
            var asks = db.Set<JoiningAsk>()
                .Where(a => a.EntryId == id && a.TakenBackAt == null && a.AnsweredAt == null);
            var me = new Id<Accounts.Person>(person);
            HasAsked = await asks.AnyAsync(a => a.PersonId == me, Stopped);
            Asks = Leads ? await asks.CountAsync(Stopped) : 0;
        }
    }
}
