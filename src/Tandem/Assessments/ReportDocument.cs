using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tandem.Assessments;

/// <summary>A published report as its data: given out at the report's address with <c>.json</c>, and taken by <c>import service-assessments</c>. Described in docs/guides/service-assessments.md.</summary>
public sealed record ReportDocument
{
    internal static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
    };

    /// <summary>As whoever published it quotes it; unique within the organisation.</summary>
    public required string Reference { get; init; }
    public string Kind { get; init; } = "service-standard";
    public string? Standard { get; init; }
    public required string Scale { get; init; }
    public required string Service { get; init; }

    /// <summary>Whose service it is.</summary>
    public required string Organisation { get; init; }
    public string? Form { get; init; }
    public string? Phase { get; init; }

    /// <summary>The day of the assessment.</summary>
    public required DateOnly Assessed { get; init; }
    public required DateOnly Published { get; init; }

    /// <summary>The panel's overall result.</summary>
    public required string Outcome { get; init; }
    public string? OutcomeByRule { get; init; }

    /// <summary>Reference of the assessment it looked at again.</summary>
    public string? Former { get; init; }
    public string? Summary { get; init; }

    /// <summary>Where it is published.</summary>
    public string? Url { get; init; }
    public required IReadOnlyList<ReportedPointDocument> Points { get; init; }

    /// <summary>The document of a report that is kept.</summary>
    public static ReportDocument Of(AssessmentReport report, string? reference = null) =>
        new()
        {
            Reference = reference ?? report.Reference,
            Kind = report.Kind,
            Standard = report.Standard,
            Scale = report.Scale,
            Service = report.Service,
            Organisation = report.Organisation,
            Form = report.Form,
            Phase = report.Phase,
            Assessed = report.AssessedOn,
            Published = report.PublishedOn,
            Outcome = report.Outcome,
            OutcomeByRule = report.OutcomeByRule,
            Former = report.Former,
            Summary = report.Summary,
            Url = report.Url,
            Points =
            [
                .. report
                    .Points.OrderBy(p => p.Position)
                    .Select(p => new ReportedPointDocument
                    {
                        Point = p.Point,
                        Title = p.Title,
                        Rating = p.Rating,
                        Well = p.Well,
                        Reason = p.Reason,
                        Next = p.Next,
                    }),
            ],
        };

    /// <summary>As bytes of JSON; two reports that say the same have the same bytes.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Options);
}

/// <summary>One point of a report as data.</summary>
public sealed record ReportedPointDocument
{
    /// <summary>Code of the point in the standard.</summary>
    public required string Point { get; init; }
    public string? Title { get; init; }

    /// <summary>Code on the scale; none in a peer review.</summary>
    public string? Rating { get; init; }

    /// <summary>What was done well.</summary>
    public string? Well { get; init; }
    public string? Reason { get; init; }

    /// <summary>What to do next.</summary>
    public string? Next { get; init; }
}
