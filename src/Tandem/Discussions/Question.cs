using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Discussions;

/// <summary>How far a question has come.</summary>
public enum QuestionState
{
    /// <summary>Waits for the organisation's answer.</summary>
    Waiting,

    /// <summary>Answered to everybody.</summary>
    Answered,

    /// <summary>The organisation will not answer it, and has told the asker why.</summary>
    Declined,

    /// <summary>Taken back by the asker before it was answered.</summary>
    Withdrawn,
}

/// <summary>
/// A question to the organisation that keeps a record. The answer goes to everybody who may see the record, and nobody but the asker learns who asked:
/// the asker's id or address is in the database, because the asker must find their question again, and leaves it nowhere else.
/// </summary>
public sealed class Question
{
    /// <summary>Characters a question may have; an answer may have twice as many.</summary>
    public const int Longest = 4000;

    /// <summary>Who stands in the timeline for the asker.</summary>
    internal static Actor Hidden { get; } =
        new(null, "Somebody who asked", new Dictionary<Guid, Role>(), new HashSet<Guid>());

    public Id<Question> Id { get; private set; }

    /// <summary>Over all questions here, from 1.</summary>
    public long Number { get; private set; }
    public Id<Discussion> DiscussionId { get; private set; }

    /// <summary>Among the questions about its record, from 1.</summary>
    public long Place { get; private set; }

    /// <summary>Reference of the call that it asks to be made clear: there it is numbered, and those whom the call names answer it. Null: a question to the organisation.</summary>
    public string? Clarifies { get; private set; }

    /// <summary>Who must answer.</summary>
    public Id<Organisation> OrganisationId { get; private set; }
    internal Id<Person>? AskerId { get; private set; }

    /// <summary>The confirmed e-mail address of an asker without an account.</summary>
    internal string? AskerAddress { get; private set; }

    /// <summary>The asker's own words: for the asker, and for those who answer.</summary>
    internal string Asked { get; private set; } = "";
    public DateTime AskedAt { get; private set; }

    /// <summary>Last day on which an answer is in time.</summary>
    public DateOnly Due { get; private set; }
    public QuestionState State { get; private set; }

    /// <summary>The question as everybody reads it, worded so that it does not show who asked.</summary>
    public string? Published { get; private set; }
    public string? Answer { get; private set; }
    public DateTime? SettledAt { get; private set; }

    /// <summary>Who answered or declined.</summary>
    public string? SettledByName { get; private set; }

    /// <summary>Why it was declined: for the asker, and for those who answer.</summary>
    internal string? DeclineReason { get; private set; }

    /// <summary>What a person quotes: Q-12, or CALL-2026-014-Q3.</summary>
    public string Reference => Clarifies is null ? $"Q-{Number}" : $"{Clarifies}-Q{Place}";

    /// <exception cref="Refusal">Nothing was asked, or too much.</exception>
    internal static Question Ask(
        long number,
        Discussion discussion,
        long place,
        string? clarifies,
        Id<Organisation> organisation,
        Reader asker,
        string? text,
        DateOnly due,
        DateTime now
    ) =>
        new()
        {
            Id = Id<Question>.New(now),
            Number = number,
            DiscussionId = discussion.Id,
            Place = place,
            Clarifies = clarifies,
            OrganisationId = organisation,
            AskerId = asker.Person,
            AskerAddress = asker.Address,
            Asked = PlainText.Take(text, Longest, "your question", "Ask"),
            AskedAt = now,
            Due = due,
            State = QuestionState.Waiting,
        };

    /// <summary>Whether this reader asked it.</summary>
    /// <param name="address">The address that a link of the asker's speaks for.</param>
    internal bool IsAskedBy(Actor actor, string? address) =>
        AskerId is { } asker
            ? actor.PersonId == asker.Value
            : address is not null && address == AskerAddress;

    /// <summary>Answers to everybody.</summary>
    /// <param name="published">The question as everybody is to read it.</param>
    /// <exception cref="Refusal">It does not wait any more, or the words will not do.</exception>
    public void Reply(string? published, string? answer, Actor officer, DateTime now)
    {
        MustWait();
        Published = PlainText.Take(
            published,
            Longest,
            "the question as everybody is to read it",
            nameof(Published)
        );
        Answer = PlainText.Take(answer, 2 * Longest, "the answer", nameof(Answer));
        (State, SettledAt, SettledByName) = (QuestionState.Answered, now, officer.Name);
    }

    /// <summary>Tells the asker that and why there will be no answer.</summary>
    /// <exception cref="Refusal">It does not wait any more, or there is no reason.</exception>
    public void Decline(string? reason, Actor officer, DateTime now)
    {
        MustWait();
        DeclineReason = PlainText.Take(reason, Longest, "why you will not answer", "Reason");
        (State, SettledAt, SettledByName) = (QuestionState.Declined, now, officer.Name);
    }

    /// <summary>The asker takes it back.</summary>
    /// <exception cref="Refusal">It does not wait any more.</exception>
    public void Withdraw(DateTime now)
    {
        MustWait();
        (State, SettledAt) = (QuestionState.Withdrawn, now);
    }

    private void MustWait()
    {
        if (State != QuestionState.Waiting)
        {
            throw new Refusal(
                State switch
                {
                    QuestionState.Answered => "This question has been answered already.",
                    QuestionState.Declined => "This question has been declined already.",
                    _ => "This question was taken back.",
                }
            );
        }
    }

    private sealed class Mapping : IEntityTypeConfiguration<Question>
    {
        public void Configure(EntityTypeBuilder<Question> entity)
        {
            entity.HasIndex(q => q.Number).IsUnique();
            entity.HasIndex(q => new { q.DiscussionId, q.Place }).IsUnique();
            entity.HasIndex(q => new { q.Clarifies, q.Place });
            entity.HasIndex(q => new { q.OrganisationId, q.State });
            entity.Property(q => q.AskerId);
            entity.Property(q => q.AskerAddress);
            entity.HasIndex(q => q.AskerAddress);
            entity.Property(q => q.Asked);
            entity.Property(q => q.DeclineReason);
            entity.Property(q => q.State).IsConcurrencyToken();
            entity.HasOne<Discussion>().WithMany().HasForeignKey(q => q.DiscussionId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(q => q.OrganisationId);
            entity.HasOne<Person>().WithMany().HasForeignKey("AskerId");
        }
    }
}

/// <summary>The one rule of who sees which question of a record they may see, and what of it.</summary>
public static class QuestionVisibility
{
    /// <summary>Those of the questions that somebody may see: what is answered, what they asked, and what they have to answer.</summary>
    public static IQueryable<Question> VisibleTo(
        this IQueryable<Question> questions,
        AnswerDuty duty
    )
    {
        var person = duty.Actor.PersonId is { } id ? new Id<Person>(id) : (Id<Person>?)null;
        var (organisations, discussions) = (duty.Organisations, duty.Discussions);
        return questions.Where(q =>
            q.State == QuestionState.Answered
            || (person != null && q.AskerId == person)
            || (
                q.State != QuestionState.Withdrawn
                && (
                    q.Clarifies == null
                        ? organisations.Contains(q.OrganisationId)
                        : discussions.Contains(q.DiscussionId)
                )
            )
        );
    }

    /// <summary>Those that the duty is about.</summary>
    public static IQueryable<Question> OwedBy(this IQueryable<Question> questions, AnswerDuty duty)
    {
        var (organisations, discussions) = (duty.Organisations, duty.Discussions);
        return questions.Where(q =>
            q.State == QuestionState.Waiting
            && (
                q.Clarifies == null
                    ? organisations.Contains(q.OrganisationId)
                    : discussions.Contains(q.DiscussionId)
            )
        );
    }

    /// <summary>The question that people call so: Q-12, or CALL-2026-014-Q3.</summary>
    public static IQueryable<Question> Called(this IQueryable<Question> questions, string reference)
    {
        var at = reference.LastIndexOf("-Q", StringComparison.OrdinalIgnoreCase);
        if (at > 0 && Whole(reference[(at + 2)..]) is { } place)
        {
            var clarifies = reference[..at].ToUpperInvariant();
            return questions.Where(q => q.Clarifies == clarifies && q.Place == place);
        }
        var number = reference.StartsWith("Q-", StringComparison.OrdinalIgnoreCase)
            ? Whole(reference[2..]) ?? 0
            : 0;
        return questions.Where(q => q.Number == number);
    }

    private static long? Whole(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>As this actor reads it.</summary>
    /// <param name="address">The address that a link of the asker's speaks for.</param>
    public static SeenQuestion SeenBy(
        this Question question,
        AnswerDuty duty,
        string? address = null
    )
    {
        var mine = question.IsAskedBy(duty.Actor, address);
        var answers = duty.Has(question);
        return new(
            question.Reference,
            question.State,
            question.Published ?? (mine || answers ? question.Asked : ""),
            (mine || answers) && question.Published != question.Asked ? question.Asked : null,
            question.Answer,
            question.State == QuestionState.Answered ? question.SettledAt : null,
            question.Due,
            mine || answers ? question.DeclineReason : null,
            mine,
            answers && question.State == QuestionState.Waiting,
            question.State == QuestionState.Answered
                && DiscussionPermissions.MayAnswer(duty.Actor, question.OrganisationId).Allowed
        );
    }
}

/// <summary>A question as somebody reads it. Who asked is not in it.</summary>
/// <param name="Text">The published words; before they are, the asker's own for those who may read them.</param>
/// <param name="Original">The asker's own words where they differ, for the asker and those who answer.</param>
/// <param name="IsMine">The reader asked it.</param>
/// <param name="MayAnswer">The reader may answer it now.</param>
/// <param name="MayPromise">The reader may make its answer a promise.</param>
public sealed record SeenQuestion(
    string Reference,
    QuestionState State,
    string Text,
    string? Original,
    string? Answer,
    DateTime? AnsweredAt,
    DateOnly Due,
    string? DeclineReason,
    bool IsMine,
    bool MayAnswer,
    bool MayPromise
)
{
    public string Path => $"/questions/{Reference}";
}
