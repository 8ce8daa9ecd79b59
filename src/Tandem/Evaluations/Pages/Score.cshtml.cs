using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Evaluations.Pages;

/// <summary>Which score does this entry get for this one criterion, and why?</summary>
public sealed class ScoreModel(Actor actor, FindStage find, ReadPaper read, GiveScores give)
    : EntryPage(actor, find),
        IRedisplay
{
    private IReadOnlyList<(ScoreKind Kind, string Code, string Title)> all = [];
    private (ScoreKind Kind, string Code, string Title) asked;

    [BindProperty]
    public string? Value { get; set; }

    [BindProperty]
    public string? Words { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public IReadOnlyList<EntryPaperPart> Papers { get; private set; } = [];
    public string AskedTitle => asked.Title;
    public int Position => all.ToList().IndexOf(asked) + 1;
    public int Count => all.Count;
    public bool Handed => Own!.SubmittedAt is not null;

    /// <summary>Whether only the answers to this criterion's questions are shown.</summary>
    public bool Narrow => Criterion is { Questions.Count: > 0 };
    public string? Weight =>
        Criterion is { } c && Judged.Terms.IsWeighted
            ? c.Weight.ToString("0.##", CultureInfo.InvariantCulture)
            : null;
    public string? Meaning => Criterion?.Meaning;
    public string Question =>
        asked.Kind switch
        {
            ScoreKind.Criterion => "Your score",
            ScoreKind.RedLine => "Does it pass?",
            _ => $"Do you vote for this {Names.Entry}?",
        };
    public string WordsLabel =>
        asked.Kind == ScoreKind.Criterion ? "Justification" : "In words (optional)";
    public string? WordsHint =>
        asked.Kind switch
        {
            ScoreKind.Criterion => ScoreRules.Sentence(Judged.Terms.Justify)
                + " Say what in the entry it rests on.",
            ScoreKind.RedLine => "Needed where it does not pass.",
            _ => null,
        };

    /// <summary>Under which name a browser keeps what has not reached the server yet: never one person's under another's.</summary>
    public string SaveKey => $"{Reader.PersonId:N}";
    public string? NextHref => Neighbour(1);
    public string? BackHref => Neighbour(-1);
    public IReadOnlyList<Choice> Choices =>
        asked.Kind switch
        {
            ScoreKind.Criterion =>
            [
                .. Judged.Terms.Scale.Select(s => new Choice(
                    s.Score.ToString(CultureInfo.InvariantCulture),
                    $"{s.Score} – {s.Title}",
                    s.Meaning
                )),
            ],
            ScoreKind.RedLine => [new("1", "Yes, it passes"), new("0", "No, it does not pass")],
            _ => [new("1", "Yes"), new("0", "No")],
        };

    public string StandingWords =>
        Own!.Standing.FirstOrDefault(s => s.Kind == asked.Kind && s.Code == asked.Code) is { } s
            ? Choices.FirstOrDefault(c => c.Value == Written(s.Value))?.Text ?? Written(s.Value)
            : "no score";

    private Criterion? Criterion =>
        asked.Kind == ScoreKind.Criterion ? Judged.Terms.Find(asked.Code) : null;

    public async Task OnGetAsync()
    {
        await RedisplayAsync();
        var typed = Own!.Typed.Find(asked.Kind, asked.Code);
        var stands = Own.Standing.FirstOrDefault(s => s.Kind == asked.Kind && s.Code == asked.Code);
        Value = (Handed ? stands?.Value : typed?.Value) is { } value ? Written(value) : null;
        Words = Handed ? stands?.Justification : typed?.Words;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        await give.SaveAsync(Reference, StageCode, Number, [Given()], Stopped);
        var gap = ScoreRules.Gap(Judged.Terms, Given());
        if (gap is not null && NeedsBoth)
        {
            ModelState.AddModelError(
                gap.Field.EndsWith(".Words", StringComparison.Ordinal) ? "Words" : "Value",
                gap.Message
            );
            return Page();
        }
        return LocalRedirect(NextHref ?? $"{Judged.Path}/{Number}");
    }

    /// <summary>One tap, saved at once.</summary>
    public async Task<IActionResult> OnPostTapAsync()
    {
        try
        {
            await RedisplayAsync();
            await give.SaveAsync(Reference, StageCode, Number, [Given()], Stopped);
        }
        catch (Refusal refused)
        {
            return new JsonResult(new { saved = false, text = refused.Message })
            {
                StatusCode = StatusCodes.Status422UnprocessableEntity,
            };
        }
        return new JsonResult(new { saved = true, text = "Saved" });
    }

    public async Task<IActionResult> OnPostCorrectAsync()
    {
        await RedisplayAsync();
        await give.CorrectAsync(Reference, StageCode, Number, Given(), Reason, Stopped);
        TempData[PageKeys.Done] = "The score was changed. Both stay in the record.";
        return LocalRedirect($"{Judged.Path}/{Number}");
    }

    // A score that cannot stand without words is held until they are there; an empty page may be passed over.
    private bool NeedsBoth => Value is { Length: > 0 };

    private ScoreGiven Given() =>
        new(
            asked.Kind,
            asked.Code,
            Value is { Length: > 0 } text
                ? int.TryParse(
                    text,
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out var value
                )
                    ? value
                    : throw new Refusal("Choose one of the scores", "Value")
                : null,
            Words ?? ""
        );

    public async Task RedisplayAsync()
    {
        await LoadEntryAsync();
        if (Own is null || !MayRead)
        {
            throw new Refusal(
                Own is { IsOpen: true }
                    ? "Say first whether you have an interest in it."
                    : "You do not judge this.",
                kind: RefusalKind.Permission
            );
        }
        all = [.. ScoreRules.Asked(Judged.Terms)];
        var key = (string)RouteData.Values["key"]!;
        asked = all.FirstOrDefault(a => Key(a).Equals(key, StringComparison.OrdinalIgnoreCase));
        if (asked.Code is null)
        {
            throw new Refusal("That is not asked here.", kind: RefusalKind.NotFound);
        }
        Papers = await read.RunAsync(Judged, Entry, Stopped, Criterion?.Questions);
    }

    private string? Neighbour(int step)
    {
        var at = Position - 1 + step;
        return at >= 0 && at < all.Count
            ? $"{Judged.Path}/{Entry.Number}/score/{Key(all[at])}"
            : null;
    }

    private static string Key((ScoreKind Kind, string Code, string Title) one) =>
        $"{one.Kind}.{one.Code}".ToLowerInvariant();

    private static string Written(int value) => value.ToString(CultureInfo.InvariantCulture);
}
