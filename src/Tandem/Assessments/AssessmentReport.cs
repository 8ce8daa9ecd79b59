using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>
/// A published report: of an assessment here, as it stood when it was published, or of one elsewhere, brought in from what was published there.
/// Everybody may read it.
/// </summary>
public sealed class AssessmentReport
{
    private readonly List<ReportedPoint> points = [];

    public Id<AssessmentReport> Id { get; private set; }

    /// <summary>In its address: the reference of the assessment here, or the organisation and the reference it has there.</summary>
    public string Reference { get; private set; } = "";
    public string Kind { get; private set; } = "";
    public string? Standard { get; private set; }
    public string Scale { get; private set; } = "";
    public string? Form { get; private set; }
    public string? Phase { get; private set; }
    public string Service { get; private set; } = "";
    public string Organisation { get; private set; } = "";

    /// <summary>The assessment here; null where it was brought in.</summary>
    public Id<Assessment>? AssessmentId { get; private set; }
    public DateOnly AssessedOn { get; private set; }
    public DateOnly PublishedOn { get; private set; }
    public string Outcome { get; private set; } = "";

    /// <summary>What the ratings give, where the panel's own result is another.</summary>
    public string? OutcomeByRule { get; private set; }

    /// <summary>Reference of the assessment it looked at again.</summary>
    public string? Former { get; private set; }
    public string? Summary { get; private set; }

    /// <summary>Where it was published elsewhere.</summary>
    public string? Url { get; private set; }

    public IReadOnlyList<ReportedPoint> Points => points;
    public string Path => $"/assessments/reports/{Reference}";

    public static AssessmentReport Of(
        ReportDocument document,
        string reference,
        Id<Assessment>? assessment,
        DateTime now
    )
    {
        var report = new AssessmentReport
        {
            Id = Id<AssessmentReport>.New(now),
            Reference = reference,
            AssessmentId = assessment,
        };
        report.Take(document);
        return report;
    }

    /// <summary>Takes over what the document says.</summary>
    public void Take(ReportDocument document)
    {
        (Kind, Standard, Scale) = (document.Kind, document.Standard, document.Scale);
        (Form, Phase) = (document.Form, document.Phase);
        (Service, Organisation) = (document.Service, document.Organisation);
        (AssessedOn, PublishedOn) = (document.Assessed, document.Published);
        (Outcome, OutcomeByRule) = (document.Outcome, document.OutcomeByRule);
        (Former, Summary, Url) = (document.Former, document.Summary, document.Url);
        points.Clear();
        points.AddRange(document.Points.Select((p, i) => ReportedPoint.Of(Id, i, p)));
    }

    private sealed class Mapping : IEntityTypeConfiguration<AssessmentReport>
    {
        public void Configure(EntityTypeBuilder<AssessmentReport> entity)
        {
            entity.HasIndex(r => r.Reference).IsUnique();
            entity.HasIndex(r => new { r.Kind, r.AssessedOn });
            entity.HasOne<Assessment>().WithMany().HasForeignKey(r => r.AssessmentId);
            entity.HasMany(r => r.Points).WithOne().HasForeignKey(p => p.ReportId);
            entity.Navigation(r => r.Points).HasField("points");
            entity.Ignore(r => r.Path);
        }
    }
}

/// <summary>One point of a report.</summary>
public sealed class ReportedPoint
{
    public Id<AssessmentReport> ReportId { get; private set; }
    public int Position { get; private set; }
    public string Point { get; private set; } = "";
    public string Title { get; private set; } = "";
    public string? Rating { get; private set; }
    public string? Well { get; private set; }
    public string? Reason { get; private set; }
    public string? Next { get; private set; }

    internal static ReportedPoint Of(
        Id<AssessmentReport> report,
        int position,
        ReportedPointDocument document
    ) =>
        new()
        {
            ReportId = report,
            Position = position,
            Point = document.Point,
            Title = document.Title ?? document.Point,
            Rating = document.Rating,
            Well = document.Well,
            Reason = document.Reason,
            Next = document.Next,
        };

    private sealed class Mapping : IEntityTypeConfiguration<ReportedPoint>
    {
        public void Configure(EntityTypeBuilder<ReportedPoint> entity)
        {
            entity.HasKey(p => new { p.ReportId, p.Position });
            entity.HasIndex(p => p.Point);
        }
    }
}
