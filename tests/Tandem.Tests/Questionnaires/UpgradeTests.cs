using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Questionnaires.Formulas;
using Tandem.Tests.Support;

namespace Tandem.Tests.Questionnaires;

public sealed class VersionTests
{
    private static QuestionSet Version(string version, params string[] questions) =>
        Sets.Read(
            $"name: moving\nversion: '{version}'\ntitle: Moving\nsections:\n  - code: all\n    title: All\n    questions:\n"
                + string.Concat(questions.Select(q => $"      - {{{q}}}\n"))
        );

    [Fact]
    public void New_changed_and_removed_questions_are_told()
    {
        var before = Version(
            "1",
            "code: a, text: A, kind: text",
            "code: b, text: B, kind: yes-no",
            "code: c, text: C, kind: text",
            "code: d, text: D, kind: number"
        );
        var now = Version(
            "2",
            "code: a, text: A, kind: text",
            "code: b2, was: b, text: B, kind: yes-no, required: true",
            "code: d, text: D anew, kind: money",
            "code: e, text: E, kind: text"
        );
        var changes = VersionChanges.Between(before, now);
        Assert.Equal(["e"], changes.New.Select(q => q.Code));
        Assert.Equal(["c"], changes.Removed.Select(q => q.Code));
        Assert.Equal(
            [("b2", "it must be answered"), ("d", "the words, the kind of answer")],
            changes.Changed.Select(c => (c.Now.Code, string.Join(", ", c.What)))
        );
    }

    /// <summary>Through any row of versions, with questions renamed, merged, removed and brought back, every answer stays, and no two share a place.</summary>
    [Fact]
    public void Moving_through_versions_never_loses_an_answer()
    {
        string[] codes = ["a", "b", "c", "d", "e", "f"];
        var version = Gen.ArrayOf(Gen.Zip(Gen.Elements(codes), Gen.ArrayOf(Gen.Elements(codes))));
        Prop.ForAll(
                Gen.ArrayOf(version).ToArbitrary(),
                Gen.ArrayOf(Gen.Elements(codes)).ToArbitrary(),
                (versions, given) =>
                {
                    // Which answer is kept under which code; each answer is known by where it began.
                    var kept = given.Distinct().ToDictionary(c => c, c => "answer to " + c);
                    var answers = kept.Values.ToHashSet();
                    foreach (var set in versions.Select(Sound).OfType<QuestionSet>())
                    {
                        var targets = AnswerCarrier.Targets(set, kept.Keys);
                        if (
                            targets.Count != kept.Count
                            || targets.Values.Distinct().Count() != kept.Count
                        )
                        {
                            return false;
                        }
                        kept = kept.ToDictionary(k => targets[k.Key], k => k.Value);
                    }
                    return answers.SetEquals(kept.Values);
                }
            )
            .QuickCheckThrowOnFailure();
    }

    private static QuestionSet? Sound((string Code, string[] Was)[] questions)
    {
        var once = questions.DistinctBy(q => q.Code).ToList();
        return once.Count == 0
            ? null
            : QuestionSetReader
                .Read(
                    "name: any\nversion: '1'\ntitle: Any\nsections:\n  - code: all\n    title: All\n    questions:\n"
                        + string.Concat(
                            once.Select(q =>
                                $"      - {{code: {q.Code}, was: [{string.Join(", ", q.Was)}], text: T, kind: text}}\n"
                            )
                        )
                )
                .Set;
    }
}

[UsesDatabase]
public sealed class UpgradeTests(QuestionApp app) : IClassFixture<QuestionApp>
{
    [Fact]
    public async Task An_upgrade_carries_answers_and_files_and_keeps_what_has_no_question()
    {
        var response = await app.StartAsync(app.Cast.Olu);
        await app.SaveAsync(
            app.Cast.Olu,
            response,
            null,
            ("firm-name", new Value.Text("Fold")),
            ("staff", new Value.Number(12)),
            ("size", new Value.Text("small")),
            ("mfa", new Value.Truth(true))
        );
        await app.AsAsync(
            app.Cast.Olu,
            scope =>
                scope
                    .GetRequiredService<AddEvidence>()
                    .RunAsync(
                        response.Id,
                        "mfa",
                        "mfa.pdf",
                        new MemoryStream("%PDF-1.7"u8.ToArray())
                    )
        );
        var second = Sets
            .Firm.Replace("version: \"1\"", "version: \"2\"")
            .Replace("from: 2026-01-01", "from: 2026-06-01")
            .Replace("{code: mfa, text:", "{code: second-factor, was: mfa, text:")
            .Replace("mfa = no", "second-factor = no")
            .Replace("if(mfa,", "if(second-factor,")
            .Replace(
                "{code: founded, text: When was it founded?, kind: date, max: 2026-12-31}",
                "{code: where, text: Where is it?, kind: text}"
            )
            .Replace("points(size), ", "");
        second = second.Remove(
            second.IndexOf("      - code: size", StringComparison.Ordinal),
            second.IndexOf("      - code: standards", StringComparison.Ordinal)
                - second.IndexOf("      - code: size", StringComparison.Ordinal)
        );
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            db.Add(
                BroughtQuestionSet.From(
                    Sets.Read(second),
                    second,
                    app.Cast.Preston,
                    Actor.System,
                    db.Now()
                )
            );
            await db.SaveChangesAsync();
        });
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync(response.Path);
        Assert.Contains("Version 2 of these questions is in force", olu.Text);
        await olu.FollowAsync("See what changed and move to it");
        Assert.Contains("How large is it?", olu.Text);
        Assert.Contains("Small", olu.Text);
        Assert.Contains("Where is it?", olu.Text);
        await olu.PressAsync("Move to version 2");
        Assert.Contains("The response stands on version 2 now", olu.Text);

        var open = await app.ReadAsync(app.Cast.Olu, response);
        Assert.Equal("2", open.Set.Version);
        Assert.Equal(new Value.Truth(true), open.Sheet.Given("second-factor"));
        Assert.Equal("second-factor", Assert.Single(open.Evidence).Question);
        Assert.Equal("size", Assert.Single(open.Kept).Question);
        await olu.GoAsync(response.Path + "/answers");
        Assert.Contains("Kept from an earlier version", olu.Text);
        Assert.Contains("How large is it?", olu.Text);

        var refusal = await Assert.ThrowsAsync<Refusal>(() =>
            app.SaveAsync(app.Cast.Olu, response, null, ("size", new Value.Text("large")))
        );
        Assert.Equal("The answer to ‘size’ cannot be changed here.", refusal.Message);
    }
}
