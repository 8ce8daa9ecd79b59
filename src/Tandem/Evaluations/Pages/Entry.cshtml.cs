using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Evaluations.Pages;

/// <summary>One thing an assessor is asked, and how far they have come with it.</summary>
/// <param name="Key">In its address.</param>
public sealed record AskedItem(
    string Key,
    string Title,
    string? Weight,
    string State,
    string Colour,
    bool Open
);

/// <summary>What does the entry say, and what have I still to score?</summary>
public sealed class EntryModel(
    Actor actor,
    FindStage find,
    ReadPaper read,
    GiveScores give,
    DeclareInterests declare
) : EntryPage(actor, find), IRedisplay
{
    private readonly Actor actor = actor;

    public Guid? Me => actor.PersonId;
    public IReadOnlyList<EntryPaperPart> Papers { get; private set; } = [];
    public IReadOnlyList<AskedItem> Asked { get; private set; } = [];
    public IReadOnlyList<ScoreGap> Gaps { get; private set; } = [];

    [BindProperty]
    public string? Words { get; set; }

    public bool ShowsScores => Judged.ShowsScores(Entry.Id, Me);
    public bool MayScreen => JudgingPermissions.MayScreen(actor, Call).Allowed;

    public string WhyNot =>
        Own switch
        {
            { Interest: Interest.Declared } =>
                "You have an interest in this: it is not shown to you.",
            { IsOpen: false } => "You no longer judge this.",
            { Interest: Interest.Undeclared } =>
                "Say first whether you have an interest in it. Nothing more is shown before that.",
            _ => "You were not asked to judge this.",
        };

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        var revealed = await give.SubmitAsync(Reference, StageCode, Number, [], Stopped);
        TempData[PageKeys.Done] = revealed
            ? "Handed in. All scores are in: you can see them now."
            : "Handed in.";
        await LoadAsync();
        return LocalRedirect(
            revealed
                ? $"{Judged.Path}/{Number}/scores"
                : JudgingQueue.Of(Judged, actor.PersonId!.Value).Next
        );
    }

    public async Task<IActionResult> OnPostInterestAsync()
    {
        await RedisplayAsync();
        await declare.RunAsync(
            Reference,
            StageCode,
            [new(Entry.Id, Interest.Declared, Words)],
            Stopped
        );
        TempData[PageKeys.Done] = "It is no longer yours to judge. Thank you for saying so.";
        return LocalRedirect(Judged.Path);
    }

    public async Task RedisplayAsync()
    {
        await LoadEntryAsync();
        if (!MayRead)
        {
            return;
        }
        Papers = await read.RunAsync(Judged, Entry, Stopped);
        if (Own is { } own)
        {
            Gaps = own.SubmittedAt is null ? ScoreRules.Gaps(Judged.Terms, own.Typed) : [];
            Asked =
            [
                .. ScoreRules
                    .Asked(Judged.Terms)
                    .Select(a => Item(Judged.Terms, own, a.Kind, a.Code, a.Title)),
            ];
        }
    }

    private AskedItem Item(
        JudgingTerms terms,
        Assignment own,
        ScoreKind kind,
        string code,
        string title
    )
    {
        int? value = own.SubmittedAt is null
            ? own.Typed.Find(kind, code)?.Value
            : own.Standing.FirstOrDefault(s => s.Kind == kind && s.Code == code)?.Value;
        var gap = Gaps.FirstOrDefault(g =>
            g.Field.StartsWith($"{kind}.{code}", StringComparison.Ordinal)
        );
        var weight =
            kind == ScoreKind.Criterion && terms.IsWeighted
                ? terms.Find(code)!.Weight.ToString("0.##", CultureInfo.InvariantCulture)
                : null;
        return new(
            $"{kind}.{code}".ToLowerInvariant(),
            title,
            weight,
            value is not { } given ? "To do"
                : gap is not null ? "Words missing"
                : kind == ScoreKind.Criterion ? given.ToString(CultureInfo.InvariantCulture)
                : kind == ScoreKind.RedLine
                    ? given == 1 ? "Passes"
                        : "Does not pass"
                : given == 1 ? "Yes"
                : "No",
            value is null ? "grey"
                : gap is not null ? "yellow"
                : "green",
            gap is not null
        );
    }
}
