using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Calls.Kinds;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>What an assessor said of their interest in an entry.</summary>
public enum Interest
{
    /// <summary>Nothing yet: nothing of the entry but who entered is shown.</summary>
    Undeclared,

    /// <summary>None.</summary>
    None,

    /// <summary>There is one: the entry is taken from them.</summary>
    Declared,
}

/// <summary>
/// One assessor asked to judge one entry: first whether they have an interest in it, then their scores. What they type is a draft of theirs alone; what they
/// hand in is <see cref="Score"/>s, which never change.
/// </summary>
public sealed class Assignment
{
    /// <summary>Longest justification, in characters.</summary>
    public const int LongestWords = 4000;

    public Id<Assignment> Id { get; private set; }
    public Id<EntryJudging> JudgingId { get; private set; }
    public Id<Person> PersonId { get; private set; }
    public string PersonName { get; private set; } = "";
    public DateTime AssignedAt { get; private set; }
    public string AssignedByName { get; private set; } = "";
    public Interest Interest { get; private set; }

    /// <summary>What the interest is, or what the others should know although there is none.</summary>
    public string? InterestWords { get; private set; }
    public DateTime? DeclaredAt { get; private set; }

    /// <summary>What has been typed and not been handed in, as JSON.</summary>
    public string Draft { get; private set; } = "{}";
    public DateTime? SavedAt { get; private set; }
    public DateTime? SubmittedAt { get; private set; }

    /// <summary>When it was taken from them, or given back.</summary>
    public DateTime? EndedAt { get; private set; }
    public string? EndedReason { get; private set; }

    /// <summary>Counts changes, so that two at once are noticed.</summary>
    public int Revision { get; private set; }

    /// <summary>All that was handed in, in the order of time. Never changed or removed.</summary>
    public IList<Score> Scores { get; private set; } = [];

    /// <summary>Whether the assessor still judges the entry.</summary>
    public bool IsOpen => EndedAt is null;

    /// <summary>Whether the entry may be shown to the assessor.</summary>
    public bool MayRead => IsOpen && Interest == Interest.None;

    /// <summary>Whether what was handed in counts: not where an interest came out.</summary>
    public bool Counts => SubmittedAt is not null && Interest == Interest.None;

    /// <summary>What is typed.</summary>
    public ScoreDraft Typed => ScoreDraft.Read(Draft);

    /// <summary>What stands now: for each criterion and red line the last that was handed in.</summary>
    public IEnumerable<Score> Standing =>
        Scores
            .GroupBy(s => (s.Kind, s.Code))
            .Select(g => g.OrderBy(s => s.At).ThenBy(s => s.Id.Value).Last());

    internal static Assignment Of(
        EntryJudging judging,
        Id<Person> person,
        string name,
        Actor by,
        DateTime now
    ) =>
        new()
        {
            Id = Id<Assignment>.New(now),
            JudgingId = judging.Id,
            PersonId = person,
            PersonName = name,
            AssignedAt = now,
            AssignedByName = by.Name,
        };

    /// <summary>Says whether there is an interest; one that comes out later takes the entry away as well. Said twice the same, it is said once.</summary>
    /// <exception cref="Refusal">It is no longer theirs, nothing is said of what the interest is, or an interest would be taken back.</exception>
    internal bool Declare(Interest interest, string? words, DateTime now, string field = "Words")
    {
        if (Interest == interest || interest == Interest.Undeclared)
        {
            return false;
        }
        MustBeOpen();
        InterestWords =
            interest == Interest.Declared
                ? PlainText.Take(words, LongestWords, "what your interest is", field)
            : PlainText.Clean(words) is { Length: > 0 } said
                ? PlainText.Take(said, LongestWords, "what the others should know", field)
            : null;
        (Interest, DeclaredAt) = (interest, now);
        if (interest == Interest.Declared)
        {
            (EndedAt, EndedReason) = (now, "An interest was declared.");
        }
        Revision++;
        return true;
    }

    /// <summary>Keeps one answer as it is typed: the score, its words, or both.</summary>
    /// <exception cref="Refusal">There is no such criterion or score, nothing has been declared, or the scores were handed in.</exception>
    internal void Save(JudgingTerms terms, ScoreGiven given, DateTime now)
    {
        MustRead();
        if (SubmittedAt is not null)
        {
            throw new Refusal(
                "Your scores have been handed in. To change one, say why.",
                kind: RefusalKind.Changed
            );
        }
        ScoreRules.Fits(terms, given);
        Draft = Typed.With(given).Write();
        SavedAt = now;
        Revision++;
    }

    /// <summary>Hands in what is typed. Handed in twice, it is handed in once.</summary>
    /// <exception cref="Refusal">Something is missing; all of it is named by <see cref="ScoreRules.Gaps"/>.</exception>
    internal bool Submit(JudgingTerms terms, DateTime now)
    {
        MustRead();
        if (SubmittedAt is not null)
        {
            return false;
        }
        var typed = Typed;
        if (ScoreRules.Gaps(terms, typed) is [var gap, ..])
        {
            throw new Refusal(gap.Message, gap.Field);
        }
        foreach (var given in ScoreRules.Counted(terms, typed))
        {
            Scores.Add(Score.Of(this, given, null, now));
        }
        (SubmittedAt, SavedAt) = (now, now);
        Revision++;
        return true;
    }

    /// <summary>Puts another score in place of one that was handed in; both stay, and why.</summary>
    /// <exception cref="Refusal">Nothing was handed in, no reason is given, or the score will not do.</exception>
    internal Score? Correct(JudgingTerms terms, ScoreGiven given, string? reason, DateTime now)
    {
        MustRead();
        if (SubmittedAt is null)
        {
            throw new Refusal("Hand in your scores first.");
        }
        ScoreRules.Fits(terms, given);
        if (ScoreRules.Gap(terms, given) is { } gap)
        {
            throw new Refusal(gap.Message, gap.Field);
        }
        var why = PlainText.Take(reason, LongestWords, "why the score changes", "Reason");
        var standing = Standing.SingleOrDefault(s => s.Kind == given.Kind && s.Code == given.Code);
        if (
            standing is not null
            && standing.Value == given.Value
            && standing.Justification == given.CleanWords
        )
        {
            return null;
        }
        var score = Score.Of(this, given, why, now);
        Scores.Add(score);
        Revision++;
        return score;
    }

    /// <summary>Takes the entry from the assessor. What was handed in stays and counts.</summary>
    internal void End(string reason, DateTime now)
    {
        if (EndedAt is null)
        {
            (EndedAt, EndedReason) = (now, reason);
            Revision++;
        }
    }

    private void MustBeOpen()
    {
        if (!IsOpen)
        {
            throw new Refusal("You no longer judge this entry.", kind: RefusalKind.Permission);
        }
    }

    private void MustRead()
    {
        MustBeOpen();
        if (Interest != Interest.None)
        {
            throw new Refusal(
                "Say first whether you have an interest in this entry.",
                kind: RefusalKind.Permission
            );
        }
    }

    private sealed class Mapping : IEntityTypeConfiguration<Assignment>
    {
        public void Configure(EntityTypeBuilder<Assignment> entity)
        {
            entity.Property(a => a.Id).ValueGeneratedNever();
            entity.HasIndex(a => new { a.JudgingId, a.PersonId }).IsUnique();
            entity.HasIndex(a => a.PersonId);
            entity.HasOne<Person>().WithMany().HasForeignKey(a => a.PersonId);
            entity.HasMany(a => a.Scores).WithOne().HasForeignKey(s => s.AssignmentId);
            entity.Property(a => a.Revision).IsConcurrencyToken();
            entity.Ignore(a => a.Typed);
            entity.Ignore(a => a.Standing);
        }
    }
}

/// <summary>Scores that are typed and not handed in, as they are kept.</summary>
/// <param name="Given">What was given, each criterion and red line once.</param>
public sealed record ScoreDraft(IReadOnlyList<ScoreGiven> Given)
{
    public static ScoreDraft Empty { get; } = new([]);

    public ScoreGiven? Find(ScoreKind kind, string code) =>
        Given.FirstOrDefault(g => g.Kind == kind && g.Code == code);

    /// <summary>With one answer changed: what is null in it stays as it was.</summary>
    internal ScoreDraft With(ScoreGiven given)
    {
        var before = Find(given.Kind, given.Code);
        return new([
            .. Given.Where(g => g != before),
            given with
            {
                Value = given.Value ?? before?.Value,
                Words = given.Words ?? before?.Words,
            },
        ]);
    }

    internal string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    internal static ScoreDraft Read(string json) =>
        json == "{}"
            ? Empty
            : JsonSerializer.Deserialize<ScoreDraft>(json, JsonSerializerOptions.Web)!;
}
