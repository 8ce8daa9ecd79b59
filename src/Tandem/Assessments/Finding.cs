using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>What one assessor found of one unit. Never changed: a later one takes its place.</summary>
public sealed class Finding
{
    public Id<Finding> Id { get; private set; }
    public Id<Assessment> AssessmentId { get; private set; }

    /// <summary>Code of the question, section or point.</summary>
    public string Unit { get; private set; } = "";
    public Id<Person>? ById { get; private set; }
    public string ByName { get; private set; } = "";

    /// <summary>Given for all who rate, by whoever consolidates.</summary>
    public bool Consolidated { get; private set; }
    public int Round { get; private set; }

    /// <summary>Code on the scale; null where only words are given.</summary>
    public string? Rating { get; private set; }

    /// <summary>Why.</summary>
    public string? Reason { get; private set; }

    /// <summary>What was done well.</summary>
    public string? Well { get; private set; }

    /// <summary>What is to be put right, or done next.</summary>
    public string? Fix { get; private set; }

    /// <summary>Of the answer it was given to, as <see cref="AssessmentAnswers"/> reckons it; null where no answer is rated.</summary>
    public string? AnswerHash { get; private set; }
    public DateTime At { get; private set; }
    public DateTime? SupersededAt { get; private set; }

    internal static Finding Of(
        Assessment assessment,
        Scale scale,
        FindingDraft draft,
        bool consolidated,
        Actor actor,
        DateTime now
    )
    {
        var rating = scale.Rating(draft.Rating);
        if (rating is null && draft.MustRate)
        {
            throw new Refusal("Choose a rating", draft.Field("Rating"));
        }
        return new()
        {
            Id = Id<Finding>.New(now),
            AssessmentId = assessment.Id,
            Unit = draft.Unit,
            ById = actor.PersonId is { } person ? new Id<Person>(person) : null,
            ByName = actor.Name,
            Consolidated = consolidated,
            Round = assessment.Round,
            Rating = rating?.Code,
            Reason = Words(
                draft.Reason,
                rating?.NeedsReason == true,
                $"why it is ‘{rating?.Text.ToLowerInvariant()}’",
                draft.Field("Reason")
            ),
            Well = Words(draft.Well, false, "what was done well", draft.Field("Well")),
            Fix = Words(
                draft.Fix,
                rating?.NeedsFix == true,
                "what is to be put right",
                draft.Field("Fix")
            ),
            AnswerHash = draft.AnswerHash,
            At = now,
        };
    }

    internal void Supersede(DateTime now) => SupersededAt = now;

    private static string? Words(string? text, bool needed, string what, string field) =>
        needed || PlainText.Clean(text).Length > 0 ? PlainText.Take(text, 4000, what, field) : null;

    private sealed class Mapping : IEntityTypeConfiguration<Finding>
    {
        public void Configure(EntityTypeBuilder<Finding> entity)
        {
            entity.Property(f => f.Id).ValueGeneratedNever();
            entity.HasIndex(f => new { f.AssessmentId, f.Unit });
        }
    }
}

/// <summary>A rating as it is given.</summary>
/// <param name="MustRate">Whether words alone will not do.</param>
/// <param name="Prefix">Before the names of the form's fields.</param>
/// <param name="AnswerHash">Of the answer it is given to.</param>
public sealed record FindingDraft(
    string Unit,
    string? Rating,
    string? Reason,
    string? Well,
    string? Fix,
    bool MustRate = true,
    string Prefix = "",
    string? AnswerHash = null
)
{
    /// <summary>
    /// Without the words that are still those of a former rating, where that was not met and this one is: they say what was wrong, and it is not
    /// wrong any more.
    /// </summary>
    internal FindingDraft Fitting(Finding? former, Scale scale)
    {
        if (
            former is null
            || scale.Rating(Rating) is not { Met: true }
            || scale.Rating(former.Rating) is not { Met: false }
        )
        {
            return this;
        }
        string? New(string? words, string? before) =>
            PlainText.Clean(words) == (before ?? "") ? null : words;
        return this with { Reason = New(Reason, former.Reason), Fix = New(Fix, former.Fix) };
    }

    internal string Field(string name) => Prefix + name;
}
