using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Tandem.Calls.Kinds;
using Tandem.Discussions;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Evaluations.Pages;

/// <summary>A score that was agreed, as the form sends it.</summary>
public sealed class AgreedGiven
{
    public string Code { get; set; } = "";
    public string? Value { get; set; }
    public string? Words { get; set; }
}

/// <summary>What the panel gave for one criterion.</summary>
public sealed record ScoreLine(
    Criterion Criterion,
    IReadOnlyList<(string Name, Score Score, int? Before)> Given,
    AgreedScore? Agreed,
    decimal? Joined,
    int Apart
);

/// <summary>What did everybody give, and what do we agree on?</summary>
public sealed class ScoresModel(Actor actor, FindStage find, AgreeScores agree)
    : EntryPage(actor, find),
        IRedisplay
{
    [BindProperty]
    public IList<AgreedGiven> Given { get; set; } = [];

    public IReadOnlyList<ScoreLine> Lines { get; private set; } = [];

    /// <summary>Red lines with what each assessor said, and whether they disagree.</summary>
    public IReadOnlyList<(string Title, string Words, bool Disputed)> RedLines
    {
        get;
        private set;
    } = [];
    public bool MayAgree => MayLead && !Judged.HasInterest(Entry.Id, Reader.PersonId);
    public IReadOnlyList<Choice> Choices =>
        [
            .. Judged.Terms.Scale.Select(s => new Choice(
                s.Score.ToString(CultureInfo.InvariantCulture),
                $"{s.Score} – {s.Title}",
                s.Meaning
            )),
        ];

    public async Task OnGetAsync()
    {
        await RedisplayAsync();
        for (var i = 0; i < Lines.Count; i++)
        {
            var line = Lines[i];
            Given[i].Value = Written(line.Agreed?.Value ?? Proposed(line));
            Given[i].Words = line.Agreed?.Reason;
        }
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        var agreed = new List<ScoreGiven>();
        for (var i = 0; i < Lines.Count; i++)
        {
            var (line, given) = (Lines[i], Given[i]);
            var words = PlainText.Clean(given.Words);
            if (IsUntouched(line, given.Value, words))
            {
                continue;
            }
            if (string.IsNullOrEmpty(given.Value))
            {
                ModelState.AddModelError(
                    $"Given[{i}].Value",
                    $"Choose the score for {line.Criterion.Title}"
                );
            }
            if (words.Length == 0)
            {
                ModelState.AddModelError(
                    $"Given[{i}].Words",
                    $"Give the reasons for the score of {line.Criterion.Title}"
                );
            }
            agreed.Add(
                new(
                    ScoreKind.Criterion,
                    line.Criterion.Code,
                    int.TryParse(given.Value, CultureInfo.InvariantCulture, out var value)
                        ? value
                        : null,
                    given.Words
                )
            );
        }
        if (agreed.Count == 0)
        {
            var first = Lines.ToList().FindIndex(l => l.Agreed is null);
            ModelState.AddModelError(
                $"Given[{Math.Max(first, 0)}].Words",
                "Nothing was recorded: choose a score, and give the reasons for it"
            );
        }
        if (!ModelState.IsValid)
        {
            var page = Page();
            page.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return page;
        }
        await agree.RunAsync(Reference, StageCode, Number, agreed, Stopped);
        TempData[PageKeys.Done] = Recorded(agreed);
        return LocalRedirect($"{Judged.Path}/{Number}/scores");
    }

    // As it was shown: a score that was proposed, and no word said of it, is agreed later.
    private static bool IsUntouched(ScoreLine line, string? value, string words) =>
        line.Agreed is { } before
            ? value == Written(before.Value) && words == PlainText.Clean(before.Reason)
            : words.Length == 0 && (value ?? "") == (Written(Proposed(line)) ?? "");

    // Where everybody gave the same, that is proposed.
    private static int? Proposed(ScoreLine line) =>
        line.Given.Count > 0 && line.Apart == 0 ? line.Given[0].Score.Value : null;

    private static string? Written(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private string Recorded(List<ScoreGiven> agreed)
    {
        var open =
            Judged.Terms.Together == Together.Consensus
                ? Lines
                    .Where(l =>
                        l.Agreed is null && agreed.TrueForAll(a => a.Code != l.Criterion.Code)
                    )
                    .Select(l => l.Criterion.Title)
                    .ToList()
                : [];
        return $"Recorded: {Words.List([.. agreed.Select(a => Judged.Terms.Find(a.Code)?.Title ?? a.Code)])}."
            + (open.Count == 0 ? "" : $" Still to be agreed: {Words.List(open)}.");
    }

    public async Task RedisplayAsync()
    {
        await LoadEntryAsync();
        if (!Judged.ShowsScores(Entry.Id, Reader.PersonId))
        {
            throw new Refusal(
                Judging?.IsRevealed == true
                    ? "The scores of this entry are not shown to you."
                    : "Nobody sees the scores of others before all have given theirs.",
                kind: RefusalKind.Permission
            );
        }
        var counted = Judging!.Assignments.Where(a => a.Counts).ToList();
        Lines =
        [
            .. Judged.Terms.IsScored ? Judged.Terms.Criteria.Select(c => Line(c, counted)) : [],
        ];
        RedLines =
        [
            .. Judged.Terms.RedLines.Select(r =>
                (
                    r.Text,
                    string.Join(
                        "; ",
                        counted.SelectMany(a =>
                            a.Standing.Where(s => s.Kind == ScoreKind.RedLine && s.Code == r.Code)
                                .Select(s =>
                                    $"{a.PersonName}: {(s.Value == 1 ? "passes" : "does not pass")}{(s.Justification is { } j ? ", " + j : "")}"
                                )
                        )
                    ),
                    Judging.RedLinesDisputed.Contains(r.Code)
                )
            ),
        ];
        while (Given.Count < Lines.Count)
        {
            Given.Add(new());
        }
    }

    private ScoreLine Line(Criterion criterion, List<Assignment> counted)
    {
        var given = counted
            .Select(a =>
                (
                    a.PersonName,
                    Score: a.Standing.FirstOrDefault(s =>
                        s.Kind == ScoreKind.Criterion && s.Code == criterion.Code
                    ),
                    Before: a.Scores.Where(s =>
                            s.Code == criterion.Code && s.Kind == ScoreKind.Criterion
                        )
                        .OrderByDescending(s => s.At)
                        .Skip(1)
                        .FirstOrDefault()
                        ?.Value
                )
            )
            .Where(x => x.Score is not null)
            .Select(x => (x.PersonName, x.Score!, x.Before))
            .OrderBy(x => x.PersonName, StringComparer.Ordinal)
            .ToList();
        var agreed = Judging!.AgreedNow.FirstOrDefault(a => a.Criterion == criterion.Code);
        var values = given.ConvertAll(g => g.Item2.Value);
        return new(
            criterion,
            given,
            agreed,
            Ranking.Joined(Judged.Terms.Together, agreed?.Value, values),
            values.Count == 0 ? 0 : values.Max() - values.Min()
        );
    }

    public string AgreeWords(ScoreLine line) =>
        Judged.Terms.Together == Together.Consensus
            ? line.Agreed is null
                ? "Agree on a score"
                : "Agree on another score"
            : "Moderate this score";

    public bool IsOpen(int i) =>
        (Judged.Terms.Together == Together.Consensus && Lines[i].Agreed is null)
        || ModelState.Any(s =>
            s.Key.StartsWith($"Given[{i}].", StringComparison.Ordinal) && s.Value?.Errors.Count > 0
        );
}
