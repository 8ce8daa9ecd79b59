using FsCheck;
using FsCheck.Fluent;
using Tandem.Questionnaires;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Tests.Questionnaires;

public sealed class AnswerSheetTests
{
    private static readonly QuestionSet Firm = Sets.Read(Sets.Firm);
    private static readonly DateOnly Today = new(2026, 11, 22);

    private static AnswerSheet With(params (string Code, Value Value)[] given) =>
        new(Firm, given.ToDictionary(g => g.Code, g => g.Value), Today);

    [Fact]
    public void What_is_not_asked_is_kept_and_seen_by_no_rule()
    {
        var sheet = With(
            ("staff", new Value.Number(0)),
            ("mfa", new Value.Truth(false)),
            ("size", new Value.Text("small"))
        );
        Assert.False(sheet.IsAsked(Firm.Find("mfa")!));
        Assert.NotNull(sheet.Given("mfa"));
        Assert.False(sheet.Result("no-mfa").IsRaised);
        Assert.Equal(SectionState.NotAsked, sheet.StateOf(Firm.Sections[1]));
        Assert.DoesNotContain(sheet.Gaps, g => g.Section.Code == "security");
    }

    [Fact]
    public void A_draft_says_what_is_missing_and_what_is_wrong()
    {
        var sheet = With(
            ("firm-name", new Value.Text("Fold")),
            ("staff", new Value.Number(12)),
            ("turnover", new Value.Text("a lot")),
            ("mfa", new Value.Truth(false)),
            (
                "devices",
                new Value.Rows([new Dictionary<string, Value> { ["count"] = new Value.Number(0) }])
            )
        );
        Assert.Equal(
            [
                ("turnover", "Enter an amount, like 1,200 or 1200.50"),
                ("why-not", "Enter an answer"),
                ("devices", "Row 1, Make: Enter an answer"),
            ],
            sheet.Gaps.Select(g => (g.Question.Code, g.Message))
        );
        Assert.Equal(SectionState.InProgress, sheet.StateOf(Firm.Sections[0]));
        Assert.True(sheet.Result("no-mfa").IsRaised);
    }

    [Fact]
    public void Scores_bands_and_warnings_follow_from_the_answers()
    {
        var sheet = With(
            ("staff", new Value.Number(3)),
            ("size", new Value.Text("small")),
            ("standards", new Value.Set(["iso27001"])),
            ("mfa", new Value.Truth(true)),
            (
                "devices",
                new Value.Rows([
                    new Dictionary<string, Value>
                    {
                        ["make"] = new Value.Text("Fold"),
                        ["supported"] = new Value.Truth(false),
                    },
                ])
            )
        );
        Assert.Equal(new Value.Number(10), sheet["points"]);
        Assert.Equal(new Value.Text("high"), sheet["level"]);
        Assert.True(sheet.Result("old-devices").IsRaised);
        Assert.False(sheet.Result("no-mfa").IsRaised);
    }

    /// <summary>Whatever is answered in whatever order, with whatever taken back in between: what follows is the same.</summary>
    [Fact]
    public void What_follows_never_depends_on_the_order_of_answering()
    {
        var answers = Gen.ArrayOf(
            Gen.Zip(Gen.Elements(Firm.Questions.Select(q => q.Code).ToArray()), AnyValue)
        );
        Prop.ForAll(
                answers.ToArbitrary(),
                Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
                (given, seed) =>
                {
                    var last = given.GroupBy(g => g.Item1).Select(g => g.Last()).ToList();
                    var straight = Facts(last);
                    var shuffled = last.ToArray();
                    new Random(seed).Shuffle(shuffled);
                    // Each answer in the shuffled order, after one that is taken back again.
                    var kept = new Dictionary<string, Value>();
                    foreach (var (code, value) in shuffled)
                    {
                        kept[code] = new Value.Text("taken back");
                        _ = new AnswerSheet(Firm, kept, Today).Gaps.Count();
                        kept[code] = value;
                    }
                    return Facts(kept.Select(k => (k.Key, k.Value))) == straight;
                }
            )
            .QuickCheckThrowOnFailure();
    }

    private static readonly Gen<Value> AnyValue = Gen.OneOf(
        Gen.Elements<Value>(new Value.Truth(true), new Value.Truth(false)),
        Gen.Choose(-2, 12).Select(n => (Value)new Value.Number(n)),
        Gen.Elements<Value>(new Value.Text("small"), new Value.Text("large"), new Value.Text("")),
        Gen.Elements<Value>(new Value.Set(["iso9001"]), new Value.Set(["iso27001", "iso9001"])),
        Gen.Elements<Value>(
            new Value.Rows([]),
            new Value.Rows([
                new Dictionary<string, Value> { ["supported"] = new Value.Truth(false) },
            ])
        )
    );

    private static string Facts(IEnumerable<(string Code, Value Value)> given)
    {
        var sheet = new AnswerSheet(Firm, given.ToDictionary(g => g.Code, g => g.Value), Today);
        return string.Join(
            '|',
            sheet
                .Results.Select(r =>
                    r.Rule.Code + (r.Value is null ? "?" : AnswerJson.Write(r.Value))
                )
                .Concat(Firm.Questions.Where(sheet.IsAsked).Select(q => q.Code))
                .Concat(sheet.Gaps.Select(g => g.Question.Code + g.Message))
        );
    }

    [Fact]
    public void Five_thousand_rows_are_judged_quickly_and_one_more_is_too_many()
    {
        IReadOnlyDictionary<string, Value> row = new Dictionary<string, Value>
        {
            ["make"] = new Value.Text("Fold"),
            ["count"] = new Value.Number(2),
            ["supported"] = new Value.Truth(true),
        };
        var devices = Firm.Find("devices")!;
        Assert.Null(
            AnswerChecks.Problem(devices, new Value.Rows([.. Enumerable.Repeat(row, 5000)]))
        );
        Assert.Equal(
            "Give 5,000 rows or fewer: these are 5,001",
            AnswerChecks.Problem(devices, new Value.Rows([.. Enumerable.Repeat(row, 5001)]))
        );
        var json = AnswerJson.Write(new Value.Rows([.. Enumerable.Repeat(row, 5000)]));
        Assert.Equal(json, AnswerJson.Write(AnswerJson.Read(json, devices)!));
    }
}
