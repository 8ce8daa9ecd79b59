using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>An agenda, notes of a call, or what else a kind has written down on the way.</summary>
public sealed class AssessmentPaper
{
    public const int Longest = 40_000;

    public Id<Assessment> AssessmentId { get; private set; }
    public string Code { get; private set; } = "";
    public string Text { get; private set; } = "";
    public DateTime ChangedAt { get; private set; }
    public string ChangedByName { get; private set; } = "";

    /// <summary>Counts the versions, so that of two who write at once one is told.</summary>
    public int Revision { get; private set; }

    public static AssessmentPaper Of(Assessment assessment, PaperRule rule) =>
        new() { AssessmentId = assessment.Id, Code = rule.Code };

    /// <exception cref="Refusal">Nothing is there, too much is, or somebody else wrote in between.</exception>
    public void Write(string? text, int from, Actor actor, DateTime now)
    {
        if (from != Revision)
        {
            throw new Refusal(
                $"{ChangedByName} has changed it in the meantime. Copy your words, open it again and put them in.",
                nameof(Text),
                RefusalKind.Rule
            );
        }
        Text = PlainText.Take(text, Longest, "the text", nameof(Text));
        (ChangedAt, ChangedByName, Revision) = (now, actor.Name, Revision + 1);
    }

    private sealed class Mapping : IEntityTypeConfiguration<AssessmentPaper>
    {
        public void Configure(EntityTypeBuilder<AssessmentPaper> entity)
        {
            entity.HasKey(p => new { p.AssessmentId, p.Code });
            entity.HasOne<Assessment>().WithMany().HasForeignKey(p => p.AssessmentId);
            entity.Property(p => p.Revision).IsConcurrencyToken();
        }
    }
}

/// <summary>Writes a paper of an assessment.</summary>
public sealed class WritePaper(Db db, Actor actor, FindAssessment find, AssessmentKinds kinds)
{
    /// <param name="from">The version that was changed; 0 where there was none.</param>
    /// <exception cref="Refusal">The actor may not, or somebody else wrote in between.</exception>
    public async Task RunAsync(
        string reference,
        string code,
        string? text,
        int from,
        CancellationToken cancellation = default
    )
    {
        var assessment = await find.RunAsync(reference, cancellation);
        var kind = kinds.Find(assessment.Kind, assessment.KindVersion);
        var rule = Rule(kind, code);
        AssessmentPermissions.MayAs(actor, kind, assessment, rule.WrittenBy).Permit();
        var paper = await db.Set<AssessmentPaper>()
            .FindAsync([assessment.Id, rule.Code], cancellation);
        if (paper is null)
        {
            paper = AssessmentPaper.Of(assessment, rule);
            db.Add(paper);
        }
        paper.Write(text, from, actor, db.Now());
        db.Record(
            actor,
            "assessment-paper-written",
            nameof(Assessment),
            assessment.Id,
            new { assessment.Reference, rule.Code }
        );
        await db.SaveChangesAsync(cancellation);
    }

    /// <exception cref="Refusal">The kind has no such paper.</exception>
    public static PaperRule Rule(AssessmentKind kind, string code) =>
        kind.Papers.FirstOrDefault(p => p.Code == code)
        ?? throw new Refusal("There is no such paper.", kind: RefusalKind.NotFound);

    /// <summary>Whether the actor may read it.</summary>
    public static bool MayRead(
        Actor actor,
        AssessmentKind kind,
        Assessment assessment,
        PaperRule rule
    ) =>
        rule.ReadBy == Side.Assessors
            ? AssessmentPermissions.Assesses(actor, kind, assessment)
                && AssessmentPermissions.MayReadAnswers(actor, kind, assessment)
            : AssessmentPermissions.MayReadAnswers(actor, kind, assessment);
}

/// <summary>Whoever leads gives the panel's own result, and says what is to be said of the whole.</summary>
public sealed class GiveResult(
    Db db,
    Actor actor,
    FindAssessment find,
    AssessmentKinds kinds,
    AssessmentUnits units
)
{
    /// <param name="outcome">Code of an outcome; null for the one the ratings give.</param>
    /// <exception cref="Refusal">The actor may not, not now, or another result than the ratings give has no reason.</exception>
    public async Task RunAsync(
        string reference,
        string? outcome,
        string? words,
        CancellationToken cancellation = default
    )
    {
        var assessment = await find.RunAsync(reference, cancellation);
        var kind = kinds.Find(assessment.Kind, assessment.KindVersion);
        AssessmentPermissions.MayAs(actor, kind, assessment, [kind.OverallBy ?? ""]).Permit();
        if (!kind.Step(assessment.State).Consolidating)
        {
            throw new Refusal("The result is given while the report is being written.");
        }
        var byRule = OutcomeByRule.Find(
            kind,
            kind.Scale(assessment.Scale),
            await units.OfAsync(assessment, kind, cancellation),
            assessment.Counting(kind)
        );
        assessment.GiveResult(kind, outcome, words, byRule.Code, db.Now());
        db.Record(
            actor,
            "assessment-result-given",
            nameof(Assessment),
            assessment.Id,
            new { assessment.Reference, assessment.StatedOutcome }
        );
        await db.SaveChangesAsync(cancellation);
    }
}
