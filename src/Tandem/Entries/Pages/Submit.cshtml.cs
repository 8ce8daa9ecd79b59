using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Entries.Sealing;
using Tandem.Kernel;
using Tandem.Questionnaires;

namespace Tandem.Entries.Pages;

/// <summary>Is this what I want to submit?</summary>
public sealed class SubmitModel(
    Db db,
    Actor actor,
    FindEntry find,
    BeginStage stages,
    SubmitEntry submit,
    SimilarEntries similar,
    ReceiptCookie cookie
) : EntryPage(find, actor), IRedisplay
{
    [FromRoute(Name = "stage")]
    public string StageCode { get; set; } = "";

    /// <summary>What stands on the receipt: made as the page is shown, so that the same form sent twice is one version with one code.</summary>
    [BindProperty]
    public string Code { get; set; } = "";

    [BindProperty]
    public IReadOnlyList<string> Accepted { get; set; } = [];

    public CallStage Stage { get; private set; } = null!;
    public OpenResponse Open { get; private set; } = null!;
    public IReadOnlyList<Gap> Gaps { get; private set; } = [];
    public IReadOnlyList<string> Against { get; private set; } = [];
    public IReadOnlyList<SimilarEntry> Similar { get; private set; } = [];
    public bool IsLate { get; private set; }

    /// <summary>The entry this one builds on.</summary>
    public Entry? Source { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        try
        {
            await RedisplayAsync();
        }
        catch (Refusal refusal) when (refusal.Kind == RefusalKind.Unready)
        {
            return LocalRedirect(Entry.PathOf(Reference, Number));
        }
        Code = ReceiptCode.New();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var version = await submit.RunAsync(
            Reference,
            Number,
            StageCode,
            Code,
            [.. Accepted],
            Stopped
        );
        var path = Entry.PathOf(Reference, Number);
        await LoadAsync(own: true);
        if (version.IsSealed)
        {
            cookie.Keep(HttpContext, Entry, version, Code);
        }
        return LocalRedirect($"{path}/receipt/{version.Number}");
    }

    public async Task RedisplayAsync()
    {
        await LoadAsync(own: true);
        EntryPermissions.MayLead(Actor, Entry).Permit();
        Stage =
            Call.Stage(StageCode)
            ?? throw new Refusal("There is no such stage.", kind: RefusalKind.NotFound);
        Open =
            await stages.DraftAsync(Entry, Stage, Stopped)
            ?? throw new Refusal("There is nothing to submit.", kind: RefusalKind.Unready);
        Gaps = [.. Open.Sheet.Gaps];
        Against = CheckEligibility.Against(Open);
        IsLate = Stage.Clock.StateAt(db.Now()) == StageState.Closed;
        if (Entry.IsPublic)
        {
            Source = await db.Set<Entry>()
                .AsNoTracking()
                .SingleOrDefaultAsync(
                    e => e.Id == Entry.BuiltOnId && e.PublishedAt != null && e.HiddenAt == null,
                    Stopped
                );
            Similar = await similar.ToAsync(
                Call,
                SubmitEntry.TitleOf(Open, Stage) ?? "",
                Entry.Number,
                Stopped
            );
        }
    }
}
