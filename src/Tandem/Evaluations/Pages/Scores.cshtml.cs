using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Tandem.Calls.Kinds;
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
    public IReadOnlyList<(string Title, string Words)> RedLines { get; private set; } = [];
    public bool MayAgree => MayLead && !Judged.HasInterest(Entry.Id, Reader.PersonId);
    public IReadOnlyList<Choice> Choices =>
        [
            .. Judged.Terms.Scale.Select(s => new Choice(
                s.Score.ToString(CultureInfo.InvariantCulture),
                s.Score.ToString(CultureInfo.InvariantCulture)
            )),
        ];

    public async Task OnGetAsync()
    {
        await RedisplayAsync();
        for (var i = 0; i < Lines.Count; i++)
        {
            // Where everybody gave the same, that is proposed.
            var line = Lines[i];
            Given[i].Value = (
                line.Agreed?.Value
                ?? (line.Given.Count > 0 && line.Apart == 0 ? line.Given[0].Score.Value : null)
            )?.ToString(CultureInfo.InvariantCulture);
            Given[i].Words = line.Agreed?.Reason;
        }
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var sent = Given.ToList();
        await RedisplayAsync();
        // What is left empty is agreed later.
        await agree.RunAsync(
            Reference,
            StageCode,
            Number,
            [
                .. sent.Select((g, i) => (g, i))
                    .Where(x =>
                        !string.IsNullOrWhiteSpace(x.g.Words)
                        || (
                            x.g.Value is { Length: > 0 }
                            && Judged.Terms.Together != Together.Consensus
                        )
                    )
                    .Select(x => new ScoreGiven(
                        ScoreKind.Criterion,
                        x.g.Code,
                        int.TryParse(x.g.Value, CultureInfo.InvariantCulture, out var value)
                            ? value
                            : null,
                        x.g.Words
                    )),
            ],
            Stopped
        );
        TempData[PageKeys.Done] = "Recorded.";
        return LocalRedirect($"{Judged.Path}/{Number}/scores");
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
                    )
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
            s.Key.StartsWith($"Agreed.{Lines[i].Criterion.Code}", StringComparison.Ordinal)
            && s.Value?.Errors.Count > 0
        );
}
