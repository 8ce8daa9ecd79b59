using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Calls.Kinds;
using Tandem.Evaluations.Auditing;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Evaluations;

/// <summary>The audit of a call: it agrees with what was done, and names what was changed past the rules.</summary>
[UsesDatabase]
public sealed class AuditTests(JudgingApp app) : IClassFixture<JudgingApp>
{
    private const string Concept = "concept";

    private async Task<string> DecidedAsync()
    {
        var reference = await app.ClosedAsync(
            "challenge-prize",
            3,
            t => t with { Screening = false, Together = Together.Mean }
        );
        await app.ScoreAllAsync(reference, Concept);
        await app.DecideAsync(reference, Concept, 3);
        return reference;
    }

    private Task<AuditReport> AuditAsync(string reference) =>
        app.AsAsync<AuditCall, AuditReport>(app.Cast.Olu, a => a.RunAsync(reference));

    [Fact]
    public async Task What_was_done_by_the_rules_agrees_with_the_record_from_terms_to_letters()
    {
        var report = await AuditAsync(await DecidedAsync());
        Assert.Equal(24, report.Checked["scores"]);
        Assert.Equal(3, report.Checked["ranking"]);
        Assert.Equal(3, report.Checked["letters"]);
        Assert.Equal(6, report.Checked["receipts"]);
    }

    [Theory]
    [InlineData("UPDATE score SET value = 5 WHERE value < 5", "score")]
    [InlineData("DELETE FROM score WHERE code = 'impact'", "score")]
    [InlineData("UPDATE score SET justification = 'Nicer words'", "score")]
    [InlineData("UPDATE decision_line SET outcome = 'NotSelected'", "decision")]
    [InlineData("UPDATE decision_letter SET json = replace(json, 'reason', 'raison')", "letter")]
    [InlineData(
        "UPDATE stage_terms SET json = replace(json, '\"weight\":40', '\"weight\":41')",
        "terms"
    )]
    [InlineData(
        "UPDATE entry_version SET received_by_name = received_by_name, sha256 = 'none'",
        "receipt"
    )]
    [InlineData("UPDATE event SET reason = 'Another' WHERE verb = 'scores-submitted'", "timeline")]
    [InlineData(
        "DELETE FROM entry_package WHERE version_id IN (SELECT id FROM entry_version WHERE number = 1); DELETE FROM entry_version WHERE number = 1",
        "receipt"
    )]
    [InlineData("DELETE FROM entry_package", "receipt")]
    public async Task The_audit_names_what_was_changed_behind_the_programs_back(
        string sql,
        string what
    )
    {
        var reference = await DecidedAsync();
        var clean = await AuditAsync(reference);
        // What other cases of this test have changed concerns other calls, and the one timeline.
        Assert.DoesNotContain(clean.Problems, p => p.What != "timeline");
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            await db.Database.ExecuteSqlRawAsync(sql);
        });
        var found = await AuditAsync(reference);
        Assert.False(found.Holds);
        Assert.Contains(found.Problems, p => p.What == what);
    }
}
