using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>What an assessment is started with; who may, and whether it fits, has been looked at.</summary>
/// <param name="Former">The assessment it renews or looks at again.</param>
/// <param name="OnlyUnits">The only points looked at; null for all.</param>
public sealed record AssessmentDraft(
    string? Subject,
    string? SubjectLink,
    Id<Organisation> Organisation,
    Id<Organisation> Body,
    string? Form,
    string? Phase,
    string? Standard,
    string? Scale,
    string Calendar,
    Id<Assessment>? Former,
    IReadOnlyList<string>? OnlyUnits = null,
    DateOnly? Day = null,
    IReadOnlyDictionary<string, string>? Facts = null
);
