using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Tandem.Calls.Kinds;
using Tandem.Evaluations;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Evaluations;

/// <summary>The page on which a panel agrees loses nothing that was typed, and says what it recorded.</summary>
[UsesDatabase]
public sealed class AgreeingTests(JudgingApp app) : IClassFixture<JudgingApp>
{
    private const string Stage = "concept";

    private async Task<(string Page, Visitor Wyn, JudgedStage Stage)> OpenAsync()
    {
        var reference = await app.ClosedAsync(
            "challenge-prize",
            1,
            t => t with { Screening = false, Assessors = 2 }
        );
        await app.ScoreAllAsync(reference, Stage);
        var wyn = await app.SignInAsync("wyn@example.org");
        var page = $"/calls/{reference}/judging/{Stage}/1/scores";
        await wyn.GoAsync(page);
        return (page, wyn, await app.StageAsync(app.Cast.Wyn, reference, Stage));
    }

    private static void Say(Visitor visitor, int row, string words) =>
        ((IHtmlTextAreaElement)visitor.Page.QuerySelector($"[name='Given[{row}].Words']")!).Value =
            words;

    private static void Score(Visitor visitor, int row, int score)
    {
        foreach (
            var radio in visitor.Page.QuerySelectorAll<IHtmlInputElement>(
                $"[name='Given[{row}].Value']"
            )
        )
        {
            radio.IsChecked = radio.Value == $"{score}";
        }
    }

    [Fact]
    public async Task A_score_without_a_reason_is_an_error_at_its_place_and_stays_chosen()
    {
        var (_, wyn, stage) = await OpenAsync();
        Score(wyn, 0, 2);
        await wyn.PressAsync("Record what the panel agreed");
        Assert.Contains(
            $"Give the reasons for the score of {stage.Terms.Criteria[0].Title}",
            wyn.Text
        );
        Assert.Equal(
            "2",
            wyn.Page.QuerySelector("[name='Given[0].Value'][checked]")?.GetAttribute("value")
        );
        Assert.NotNull(wyn.Page.QuerySelector("a[href='#Given-0--Words']"));
    }

    [Fact]
    public async Task An_empty_form_says_that_nothing_was_recorded()
    {
        var (_, wyn, _) = await OpenAsync();
        await wyn.PressAsync("Record what the panel agreed");
        Assert.Contains("Nothing was recorded", wyn.Text);
        Assert.DoesNotContain("Recorded:", wyn.Text);
    }

    [Fact]
    public async Task What_was_recorded_is_named_and_so_is_what_is_still_open()
    {
        var (page, wyn, stage) = await OpenAsync();
        Score(wyn, 0, 2);
        Say(wyn, 0, "We saw it tried");
        await wyn.PressAsync("Record what the panel agreed");
        Assert.Contains($"Recorded: {stage.Terms.Criteria[0].Title}.", wyn.Text);
        Assert.Contains($"Still to be agreed: {stage.Terms.Criteria[1].Title}", wyn.Text);
        Score(wyn, 1, 3);
        Say(wyn, 1, " ");
        await wyn.GoAsync(page);
        Assert.Contains("We saw it tried", wyn.Text);
        // What each score means stands beside it, as on the form for one assessor.
        Assert.Contains(stage.Terms.Scale[^1].Meaning, wyn.Text);
    }
}
