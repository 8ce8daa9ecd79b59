using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Discussions;
using Tandem.Entries;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>
/// How one entry is judged in one stage: screened, assigned, scored blind, revealed, agreed. Who may see which scores is decided here and nowhere else.
/// </summary>
public sealed class EntryJudging
{
    public Id<EntryJudging> Id { get; private set; }
    public Id<Call> CallId { get; private set; }
    public string StageCode { get; private set; } = "";
    public Id<Entry> EntryId { get; private set; }

    /// <summary>Whether the panel reads it without the name of who entered.</summary>
    public bool IsAnonymised { get; private set; }

    /// <summary>When everybody's scores were shown to the panel (UTC).</summary>
    public DateTime? RevealedAt { get; private set; }
    public string? RevealedByName { get; private set; }

    /// <summary>Why it was revealed although a member's scores were missing; null where all were there.</summary>
    public string? RevealReason { get; private set; }

    /// <summary>Counts changes, so that two leads at once are noticed.</summary>
    public int Revision { get; private set; }
    public IList<Assignment> Assignments { get; private set; } = [];

    /// <summary>What the panel agreed or moderated, in the order of time. Never changed or removed.</summary>
    public IList<AgreedScore> Agreed { get; private set; } = [];

    /// <summary>What screening found, in the order of time; the last stands.</summary>
    public IList<Screening> Screenings { get; private set; } = [];

    /// <summary>What screening says now; null where it has not been looked at.</summary>
    public Screening? Screened =>
        Screenings.OrderBy(s => s.At).ThenBy(s => s.Id.Value).LastOrDefault();

    public bool IsRevealed => RevealedAt is not null;

    /// <summary>Those who judge it, or have judged it: all but those who were taken off before they handed in, or who have an interest.</summary>
    public IEnumerable<Assignment> Panel =>
        Assignments.Where(a =>
            a.Interest != Interest.Declared && (a.IsOpen || a.SubmittedAt is not null)
        );

    /// <summary>What the panel agreed on each criterion, the last of each.</summary>
    public IEnumerable<AgreedScore> AgreedNow =>
        Agreed
            .GroupBy(a => a.Criterion)
            .Select(g => g.OrderBy(a => a.At).ThenBy(a => a.Id.Value).Last());

    public static EntryJudging Of(
        Id<Call> call,
        string stage,
        Id<Entry> entry,
        DateTime now,
        bool isAnonymised = false
    ) =>
        new()
        {
            Id = Id<EntryJudging>.New(now),
            CallId = call,
            StageCode = stage,
            EntryId = entry,
            IsAnonymised = isAnonymised,
        };

    public Assignment? AssignmentOf(Guid? person) =>
        Assignments.FirstOrDefault(a => a.PersonId.Value == person);

    /// <summary>Says whether the entry is looked at further.</summary>
    /// <exception cref="Refusal">No reason is given, or its scores were revealed.</exception>
    public bool Screen(bool passes, string? reason, Actor actor, DateTime now)
    {
        MustBeBlind("It is screened before its scores are revealed.");
        var why = PlainText.Take(reason, Assignment.LongestWords, "why", "Reason");
        if (Screened is { } before && before.Passes == passes && before.Reason == why)
        {
            return false;
        }
        Screenings.Add(Screening.Of(this, passes, why, actor, now));
        Revision++;
        return true;
    }

    /// <summary>Takes over from another stage that somebody has an interest in the entry: it stays away from them without their having to say so again.</summary>
    /// <returns>Whether that is new here.</returns>
    internal bool KeepAway(Assignment other, Actor by, DateTime now)
    {
        if (IsRevealed || AssignmentOf(other.PersonId.Value) is not null)
        {
            return false;
        }
        var away = Assignment.Of(this, other.PersonId, other.PersonName, by, now);
        away.Declare(Interest.Declared, other.InterestWords, now);
        Assignments.Add(away);
        Revision++;
        return true;
    }

    /// <summary>Asks somebody to judge the entry; somebody already asked is not asked again.</summary>
    /// <exception cref="Refusal">The scores were revealed, or the person has an interest in the entry.</exception>
    public Assignment? Assign(Id<Person> person, string name, Actor by, DateTime now)
    {
        MustBeBlind("Nobody is asked to judge an entry whose scores were revealed.");
        if (AssignmentOf(person.Value) is { } before)
        {
            return before.IsOpen
                ? null
                : throw new Refusal(
                    before.Interest == Interest.Declared
                        ? $"{name} has an interest in this entry."
                        : $"{name} has given this entry back."
                );
        }
        var assignment = Assignment.Of(this, person, name, by, now);
        Assignments.Add(assignment);
        Revision++;
        return assignment;
    }

    /// <summary>An assessor hands in; when all have, and as many as the terms ask, everybody's scores are shown.</summary>
    /// <returns>Whether anything was handed in, and whether that revealed the scores.</returns>
    public (bool Submitted, bool Revealed) Submit(
        JudgingTerms terms,
        Assignment assignment,
        DateTime now
    )
    {
        if (IsRevealed && assignment.SubmittedAt is null)
        {
            throw new Refusal(
                "The scores of this entry were revealed without yours.",
                kind: RefusalKind.Permission
            );
        }
        var submitted = assignment.Submit(terms, now);
        if (!submitted || IsRevealed || !IsComplete(terms))
        {
            return (submitted, false);
        }
        (RevealedAt, RevealedByName) = (now, "Tandem");
        Revision++;
        return (true, true);
    }

    /// <summary>Whether all who are asked have handed in, and they are as many as the terms ask.</summary>
    public bool IsComplete(JudgingTerms terms) =>
        Panel.All(a => a.SubmittedAt is not null) && Panel.Count(a => a.Counts) >= terms.Assessors;

    /// <summary>Shows everybody's scores although a member's are missing. Whoever is missing no longer judges it.</summary>
    /// <exception cref="Refusal">It was done already, nobody has handed in, no reason is given, or the actor has still to give scores.</exception>
    public void Reveal(JudgingTerms terms, string? reason, Actor actor, DateTime now)
    {
        MustBeBlind("The scores of this entry have been revealed already.");
        if (!Panel.Any(a => a.Counts))
        {
            throw new Refusal("Nobody has handed in scores for this entry.");
        }
        if (AssignmentOf(actor.PersonId) is { IsOpen: true, SubmittedAt: null })
        {
            throw new Refusal("Hand in your own scores first.");
        }
        RevealReason = IsComplete(terms)
            ? null
            : PlainText.Take(
                reason,
                Assignment.LongestWords,
                "why the scores are revealed although some are missing",
                "Reason"
            );
        foreach (var missing in Assignments.Where(a => a.IsOpen && a.SubmittedAt is null))
        {
            missing.End("The scores were revealed without theirs.", now);
        }
        (RevealedAt, RevealedByName) = (now, actor.Name);
        Revision++;
    }

    /// <summary>Records what the panel agreed for a criterion, or what moderation made of it.</summary>
    /// <exception cref="Refusal">The scores have not been revealed, the score is outside the scale, or no reason is given.</exception>
    public bool Agree(
        JudgingTerms terms,
        string criterion,
        int? value,
        string? reason,
        Actor actor,
        DateTime now
    )
    {
        if (!IsRevealed)
        {
            throw new Refusal("First all scores are given and revealed.");
        }
        var given = new ScoreGiven(ScoreKind.Criterion, criterion, value);
        ScoreRules.Fits(terms, given);
        if (value is not { } agreed)
        {
            throw new Refusal(
                $"Give the score for {terms.Find(criterion)?.Title}",
                $"Agreed.{criterion}"
            );
        }
        var why = PlainText.Take(
            reason,
            Assignment.LongestWords,
            "the reasons for this score",
            $"Agreed.{criterion}.Words"
        );
        if (
            AgreedNow.FirstOrDefault(a => a.Criterion == criterion) is { } before
            && before.Value == agreed
            && before.Reason == why
        )
        {
            return false;
        }
        Agreed.Add(AgreedScore.Of(this, criterion, agreed, why, actor, now));
        Revision++;
        return true;
    }

    /// <summary>Whether this person may see what others gave: nobody before the reveal; then those without an interest, unless theirs were missing.</summary>
    public bool ShowsScoresTo(Guid? person) =>
        IsRevealed
        && AssignmentOf(person) is var own
        && (own is null || (own.Interest == Interest.None && own.SubmittedAt is not null));

    /// <summary>The assignments whose scores this person may see: their own, and all of them where <see cref="ShowsScoresTo"/> says so.</summary>
    public IEnumerable<Assignment> ScoredFor(Guid? person) =>
        Assignments.Where(a =>
            a.SubmittedAt is not null && (a.PersonId.Value == person || ShowsScoresTo(person))
        );

    /// <summary>Titles of red lines that the entry does not pass: those that more of the panel found crossed than passed, or as many.</summary>
    public IReadOnlyList<string> RedLinesFailed(JudgingTerms terms) =>
        [
            .. terms
                .RedLines.Where(r =>
                {
                    var said = Counted
                        .Where(s => s.Kind == ScoreKind.RedLine && s.Code == r.Code)
                        .ToList();
                    return said.Count > 0 && 2 * said.Count(s => s.Value == 0) >= said.Count;
                })
                .Select(r => r.Text),
        ];

    /// <summary>Codes of red lines on which those who count disagree.</summary>
    public IReadOnlyList<string> RedLinesDisputed =>
        [
            .. Counted
                .Where(s => s.Kind == ScoreKind.RedLine)
                .GroupBy(s => s.Code)
                .Where(g => g.Select(s => s.Value).Distinct().Count() > 1)
                .Select(g => g.Key),
        ];

    /// <summary>All scores that stand and count.</summary>
    public IEnumerable<Score> Counted =>
        Assignments.Where(a => a.Counts).SelectMany(a => a.Standing);

    private void MustBeBlind(string otherwise)
    {
        if (IsRevealed)
        {
            throw new Refusal(otherwise, kind: RefusalKind.Changed);
        }
    }

    private sealed class Mapping : IEntityTypeConfiguration<EntryJudging>
    {
        public void Configure(EntityTypeBuilder<EntryJudging> entity)
        {
            entity.Property(j => j.Id).ValueGeneratedNever();
            entity
                .HasIndex(j => new
                {
                    j.CallId,
                    j.StageCode,
                    j.EntryId,
                })
                .IsUnique();
            entity.HasIndex(j => j.EntryId);
            entity.HasOne<Call>().WithMany().HasForeignKey(j => j.CallId);
            entity.HasOne<Entry>().WithMany().HasForeignKey(j => j.EntryId);
            entity.HasMany(j => j.Assignments).WithOne().HasForeignKey(a => a.JudgingId);
            entity.HasMany(j => j.Agreed).WithOne().HasForeignKey(a => a.JudgingId);
            entity.HasMany(j => j.Screenings).WithOne().HasForeignKey(s => s.JudgingId);
            entity.Property(j => j.Revision).IsConcurrencyToken();
            entity.Ignore(j => j.Panel);
            entity.Ignore(j => j.AgreedNow);
            entity.Ignore(j => j.Screened);
            entity.Ignore(j => j.Counted);
            entity.Ignore(j => j.RedLinesDisputed);
        }
    }
}
