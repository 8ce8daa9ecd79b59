using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>One act in the history of an assessment, as its readers see it.</summary>
public sealed class AssessmentStep
{
    public Id<AssessmentStep> Id { get; private set; }
    public Id<Assessment> AssessmentId { get; private set; }
    public int Seq { get; private set; }

    /// <summary>Code of the act.</summary>
    public string Act { get; private set; } = "";

    /// <summary>What was done, in words.</summary>
    public string Done { get; private set; } = "";

    /// <summary>The step it led to; null where it moved nothing.</summary>
    public string? LedTo { get; private set; }
    public DateTime At { get; private set; }
    public string ByName { get; private set; } = "";
    public Id<Person>? ById { get; private set; }

    /// <summary>The reason, or what was said.</summary>
    public string? Words { get; private set; }

    /// <summary>Last day of the step it led to.</summary>
    public DateOnly? Due { get; private set; }

    internal static AssessmentStep Of(
        Assessment assessment,
        int seq,
        string act,
        string done,
        string? to,
        Actor actor,
        DateTime now,
        string? words,
        DateOnly? due
    ) =>
        new()
        {
            Id = Id<AssessmentStep>.New(now),
            AssessmentId = assessment.Id,
            Seq = seq,
            Act = act,
            Done = done,
            LedTo = to,
            At = now,
            ByName = actor.Name,
            ById = actor.PersonId is { } person ? new Id<Person>(person) : null,
            Words = words,
            Due = due,
        };

    private sealed class Mapping : IEntityTypeConfiguration<AssessmentStep>
    {
        public void Configure(EntityTypeBuilder<AssessmentStep> entity)
        {
            entity.Property(s => s.Id).ValueGeneratedNever();
            entity.HasIndex(s => new { s.AssessmentId, s.Seq }).IsUnique();
        }
    }
}

/// <summary>Somebody named for a role in an assessment.</summary>
public sealed class AssessmentMember
{
    public Id<AssessmentMember> Id { get; private set; }
    public Id<Assessment> AssessmentId { get; private set; }
    public Id<Person> PersonId { get; private set; }
    public string Role { get; private set; } = "";
    public string? Profession { get; private set; }

    /// <summary>Codes of the points they lead on, separated by spaces; empty for all.</summary>
    public string Points { get; private set; } = "";
    public DateTime AddedAt { get; private set; }

    /// <summary>When they said to have no interest in the outcome.</summary>
    public DateTime? DeclaredAt { get; private set; }

    /// <summary>What they said of it.</summary>
    public string? Interest { get; private set; }

    /// <summary>When they said that their ratings of this round are finished.</summary>
    public DateTime? FinishedAt { get; private set; }
    public DateTime? RemovedAt { get; private set; }

    internal static AssessmentMember Of(
        Assessment assessment,
        string role,
        Person person,
        string? profession,
        DateTime now
    ) =>
        new()
        {
            Id = Id<AssessmentMember>.New(now),
            AssessmentId = assessment.Id,
            PersonId = person.Id,
            Role = role,
            Profession = profession,
            AddedAt = now,
        };

    /// <summary>Says to have no interest in the outcome.</summary>
    public void Declare(string? words, DateTime now) =>
        (DeclaredAt, Interest) = (
            now,
            PlainText.Clean(words) is { Length: > 0 } said ? said : null
        );

    /// <summary>Gives the points they lead on.</summary>
    public void Lead(IEnumerable<string> points) => Points = string.Join(' ', points);

    /// <summary>Their ratings can be read by the others from now on, and changed no more in this round.</summary>
    public void Finish(DateTime now) => FinishedAt = now;

    /// <summary>A new round begins.</summary>
    public void Resume() => FinishedAt = null;

    internal void Leave(DateTime now) => RemovedAt = now;

    private sealed class Mapping : IEntityTypeConfiguration<AssessmentMember>
    {
        public void Configure(EntityTypeBuilder<AssessmentMember> entity)
        {
            entity.Property(m => m.Id).ValueGeneratedNever();
            entity.HasIndex(m => m.AssessmentId);
            entity.HasIndex(m => m.PersonId);
            entity.HasOne<Person>().WithMany().HasForeignKey(m => m.PersonId);
        }
    }
}

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
public sealed record FindingDraft(
    string Unit,
    string? Rating,
    string? Reason,
    string? Well,
    string? Fix,
    bool MustRate = true,
    string Prefix = ""
)
{
    internal string Field(string name) => Prefix + name;
}

/// <summary>How an action stands.</summary>
public enum ActionState
{
    /// <summary>Nothing has been shown yet.</summary>
    Open,

    /// <summary>Evidence is there, and nobody has looked at it yet.</summary>
    Shown,

    /// <summary>Looked at, and found good.</summary>
    Closed,
}

/// <summary>
/// What the assessed side owes for a rating: shown by it, closed by those who assess. A promise of an organisation is closed by itself alone, so these
/// are not promises.
/// </summary>
public sealed class AssessmentAction
{
    public Id<AssessmentAction> Id { get; private set; }
    public Id<Assessment> AssessmentId { get; private set; }
    public string Unit { get; private set; } = "";
    public string Rating { get; private set; } = "";
    public string Text { get; private set; } = "";
    public DateOnly Due { get; private set; }
    public DateTime CreatedAt { get; private set; }

    /// <summary>What was done, and where it can be seen.</summary>
    public string? Evidence { get; private set; }
    public string? EvidenceLink { get; private set; }
    public DateTime? ShownAt { get; private set; }
    public DateTime? ClosedAt { get; private set; }
    public string? ClosedByName { get; private set; }

    /// <summary>What whoever looked at it said last.</summary>
    public string? Remark { get; private set; }

    public ActionState State =>
        ClosedAt is not null ? ActionState.Closed
        : ShownAt is not null ? ActionState.Shown
        : ActionState.Open;

    internal static AssessmentAction Of(
        Assessment assessment,
        string unit,
        string rating,
        string text,
        DateOnly due,
        DateTime now
    ) =>
        new()
        {
            Id = Id<AssessmentAction>.New(now),
            AssessmentId = assessment.Id,
            Unit = unit,
            Rating = rating,
            Text = PlainText.Take(text, 4000, "what is to be done", "Text"),
            Due = due,
            CreatedAt = now,
        };

    /// <summary>The assessed side shows what it did.</summary>
    /// <exception cref="Refusal">It is closed, or nothing is said.</exception>
    public void Show(string? words, string? link, DateTime now)
    {
        if (ClosedAt is not null)
        {
            throw new Refusal("This action is closed.");
        }
        Evidence = PlainText.Take(words, 4000, "what was done", "Evidence");
        (EvidenceLink, ShownAt) = (link, now);
    }

    /// <summary>Whoever assesses found it good, or not yet.</summary>
    /// <exception cref="Refusal">Nothing has been shown, or it goes back without a word.</exception>
    public void Answer(bool good, string? remark, Actor actor, DateTime now)
    {
        if (State != ActionState.Shown)
        {
            throw new Refusal("There is nothing to look at: no evidence has been shown.");
        }
        Remark = good
            ? (PlainText.Clean(remark) is { Length: > 0 } said ? said : null)
            : PlainText.Take(remark, 2000, "what is missing", "Remark");
        if (good)
        {
            (ClosedAt, ClosedByName) = (now, actor.Name);
        }
        else
        {
            ShownAt = null;
        }
    }

    private sealed class Mapping : IEntityTypeConfiguration<AssessmentAction>
    {
        public void Configure(EntityTypeBuilder<AssessmentAction> entity)
        {
            entity.Property(a => a.Id).ValueGeneratedNever();
            entity.HasIndex(a => a.AssessmentId);
            entity.Ignore(a => a.State);
        }
    }
}

/// <summary>What somebody signed before answers were handed in.</summary>
public sealed class AssessmentDeclaration
{
    public Id<AssessmentDeclaration> Id { get; private set; }
    public Id<Assessment> AssessmentId { get; private set; }
    public Id<Person> PersonId { get; private set; }
    public string Name { get; private set; } = "";
    public string Position { get; private set; } = "";
    public int Round { get; private set; }
    public DateTime At { get; private set; }

    /// <summary>The words that were signed.</summary>
    public string Words { get; private set; } = "";

    /// <summary>Hex SHA-256 of the answers as they stood.</summary>
    public string AnswersHash { get; private set; } = "";

    /// <exception cref="Refusal">The position is none that may sign, or it was not said to be true.</exception>
    public static AssessmentDeclaration Sign(
        Assessment assessment,
        DeclarationRule rule,
        string? position,
        bool agreed,
        string answersHash,
        Actor actor,
        DateTime now
    ) =>
        !rule.Positions.Contains(position ?? "")
            ? throw new Refusal("Choose your position", "Position")
        : !agreed ? throw new Refusal("Say that the declaration is true, or go back", "Agreed")
        : new()
        {
            Id = Id<AssessmentDeclaration>.New(now),
            AssessmentId = assessment.Id,
            PersonId = new(actor.PersonId!.Value),
            Name = actor.Name,
            Position = position!,
            Round = assessment.Round,
            At = now,
            Words = rule.Text,
            AnswersHash = answersHash,
        };

    private sealed class Mapping : IEntityTypeConfiguration<AssessmentDeclaration>
    {
        public void Configure(EntityTypeBuilder<AssessmentDeclaration> entity)
        {
            entity.HasIndex(d => d.AssessmentId);
            entity.HasOne<Assessment>().WithMany().HasForeignKey(d => d.AssessmentId);
            entity.HasOne<Person>().WithMany().HasForeignKey(d => d.PersonId);
        }
    }
}

/// <summary>That an organisation assesses a kind for others. Named, and ended, by stewards of the network.</summary>
public sealed class AssessingBody
{
    public Id<Organisation> OrganisationId { get; private set; }
    public string Kind { get; private set; } = "";
    public DateTime Since { get; private set; }

    public static AssessingBody Of(Id<Organisation> organisation, string kind, DateTime now) =>
        new()
        {
            OrganisationId = organisation,
            Kind = kind,
            Since = now,
        };

    private sealed class Mapping : IEntityTypeConfiguration<AssessingBody>
    {
        public void Configure(EntityTypeBuilder<AssessingBody> entity)
        {
            entity.HasKey(b => new { b.OrganisationId, b.Kind });
            entity.HasOne<Organisation>().WithMany().HasForeignKey(b => b.OrganisationId);
        }
    }
}
