using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Calls;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>How far a decision has come.</summary>
public enum DecisionState
{
    /// <summary>Somebody else has to approve it.</summary>
    Recommended,

    /// <summary>It came back, with a reason; another recommendation takes its place.</summary>
    Returned,

    /// <summary>It can be told.</summary>
    Approved,

    /// <summary>Everybody has been told.</summary>
    Told,

    /// <summary>Told, and nothing may be signed yet.</summary>
    Standstill,

    /// <summary>Nothing stands in the way of signing.</summary>
    Concluded,
}

/// <summary>
/// What was decided of a stage: one outcome with a reason for every entry, recommended by the panel, approved by somebody else, told to all at once.
/// A recommendation never changes; one that was returned is followed by another.
/// </summary>
public sealed partial class CallDecision
{
    public Id<CallDecision> Id { get; private set; }
    public Id<Call> CallId { get; private set; }
    public string StageCode { get; private set; } = "";

    /// <summary>From 1; the last one counts.</summary>
    public int Round { get; private set; }
    public DateTime RecommendedAt { get; private set; }
    public Guid? RecommendedById { get; private set; }
    public string RecommendedByName { get; private set; } = "";

    /// <summary>What the panel says of the whole.</summary>
    public string Words { get; private set; } = "";

    /// <summary>Why nobody is chosen; null where somebody is.</summary>
    public string? NoneReason { get; private set; }

    /// <summary>Why the choice departs from the ranking; null where it does not.</summary>
    public string? DepartsReason { get; private set; }

    /// <summary>Why the winner's reasons are not passed on to the others (sensitive commercial information, Procurement Act 2023, section 94); null where they are.</summary>
    public string? WithheldReason { get; private set; }

    /// <summary>Hex SHA-256 of the terms that were in force.</summary>
    public string TermsSha256 { get; private set; } = "";
    public DateTime? ApprovedAt { get; private set; }
    public string? ApprovedByName { get; private set; }
    public DateTime? ReturnedAt { get; private set; }
    public string? ReturnedReason { get; private set; }
    public string? ReturnedByName { get; private set; }

    /// <summary>When the letters went out and the result was published.</summary>
    public DateTime? ToldAt { get; private set; }

    /// <summary>Working days in which nothing may be signed; null where none are owed.</summary>
    public int? StandstillDays { get; private set; }
    public string? StandstillCalendar { get; private set; }

    /// <summary>First day of the standstill: that of the award notice.</summary>
    public DateOnly? StandstillFrom { get; private set; }

    /// <summary>Its last day; from the next one on may be signed.</summary>
    public DateOnly? StandstillTo { get; private set; }

    /// <summary>Counts changes, so that two at once are noticed.</summary>
    public int Revision { get; private set; }
    public IList<DecisionLine> Lines { get; private set; } = [];

    public DecisionState StateOn(DateOnly today) =>
        ReturnedAt is not null ? DecisionState.Returned
        : ToldAt is not null
            ? MaySign(today) ? DecisionState.Concluded
                : StandstillFrom is not null ? DecisionState.Standstill
                : DecisionState.Told
        : ApprovedAt is not null ? DecisionState.Approved
        : DecisionState.Recommended;

    /// <summary>Whether it is what everybody was told.</summary>
    public bool IsTold => ToldAt is not null;

    /// <summary>Whether a contract may be signed on that day: all were told, and the standstill is over.</summary>
    public bool MaySign(DateOnly day) =>
        IsTold && (StandstillDays is null || (StandstillTo is { } last && day > last));

    /// <summary>Those chosen, as they were placed.</summary>
    public IEnumerable<DecisionLine> Chosen =>
        Lines
            .Where(l => l.Outcome != EntryOutcome.NotSelected)
            .OrderBy(l => l.Place ?? int.MaxValue);

    /// <summary>Those who get what the call gives, not merely go on.</summary>
    public IEnumerable<DecisionLine> Awarded =>
        Chosen.Where(l => l.Outcome is EntryOutcome.Winner or EntryOutcome.Selected);

    /// <summary>Recommends: an outcome and a reason for every entry of the stage.</summary>
    /// <exception cref="Refusal">An entry has no reason, one that is out is chosen, or there are too many.</exception>
    public static CallDecision Recommend(
        Id<Call> call,
        string stage,
        int round,
        DecisionFrame frame,
        IReadOnlyList<RankedEntry> ranking,
        IReadOnlyCollection<OutcomeDraft> drafts,
        DecisionWords words,
        Actor actor,
        DateTime now
    )
    {
        var decision = new CallDecision
        {
            Id = Id<CallDecision>.New(now),
            CallId = call,
            StageCode = stage,
            Round = round,
            RecommendedAt = now,
            RecommendedById = actor.PersonId,
            RecommendedByName = actor.Name,
            Words = PlainText.Take(words.Words, 8000, "what the panel says of the result", "Words"),
            TermsSha256 = frame.TermsSha256,
            StandstillDays = frame.Rule.Standstill?.WorkingDays,
            StandstillCalendar = frame.Rule.Standstill?.Calendar,
            WithheldReason = Said(words.WithheldReason, "Withheld"),
        };
        foreach (var ranked in ranking)
        {
            var draft =
                drafts.LastOrDefault(d => d.Entry.Value == ranked.Fact.Id)
                ?? throw new Refusal($"Decide on {ranked.Fact.Reference} too.");
            decision.Lines.Add(
                DecisionLine.Of(decision, draft, ranked, PrizeOf(frame, draft), now)
            );
        }
        decision.MustFit(frame, words);
        decision.MustGiveEachPrizeOnce(frame);
        return decision;
    }

    private static Prize? PrizeOf(DecisionFrame frame, OutcomeDraft draft) =>
        draft.Outcome == EntryOutcome.NotSelected || string.IsNullOrEmpty(draft.Prize)
            ? null
            : frame.Prizes.FirstOrDefault(p => p.Title == draft.Prize)
                ?? throw new Refusal(
                    $"{draft.Prize} is no prize of this call. Choose one that was published",
                    $"Prize.{draft.Entry}"
                );

    private void MustGiveEachPrizeOnce(DecisionFrame frame)
    {
        foreach (var given in Lines.Where(l => l.Prize is not null).GroupBy(l => l.Prize))
        {
            var there = frame.Prizes.Count(p => p.Title == given.Key);
            if (given.Count() > there)
            {
                throw new Refusal(
                    $"{given.Key} was published {(there == 1 ? "once" : $"{there} times")}, and is given to {given.Count()}. Give it to fewer",
                    $"Prize.{given.Last().EntryId}"
                );
            }
        }
    }

    private void MustFit(DecisionFrame frame, DecisionWords words)
    {
        var chosen = Chosen.ToList();
        if (chosen.FirstOrDefault(l => !frame.Outcomes.Contains(l.Outcome)) is { } other)
        {
            throw new Refusal($"{other.Reference} cannot have this outcome in this stage.");
        }
        if (
            chosen.FirstOrDefault(l =>
                l.Standing is not (RankStanding.Ranked or RankStanding.Passed)
            ) is
            { } out_
        )
        {
            throw new Refusal(
                $"{out_.Reference} cannot be chosen: {RankWords.Of(out_.Standing).ToLowerInvariant()}.",
                $"Outcome.{out_.EntryId}"
            );
        }
        if (frame.Most is { } most && chosen.Count > most)
        {
            throw new Refusal(
                $"At most {most} can be chosen, as was published. {chosen.Count} are."
            );
        }
        if (chosen.Count == 0)
        {
            if (!frame.Rule.MayBeNone)
            {
                throw new Refusal("As was published, somebody has to be chosen.");
            }
            NoneReason = PlainText.Take(words.NoneReason, 4000, "why nobody is chosen", "None");
        }
        else if (frame.Least is { } least && chosen.Count < least)
        {
            NoneReason = PlainText.Take(
                words.NoneReason,
                4000,
                $"why fewer than {least} are chosen",
                "None"
            );
        }
        var last = chosen.Max(l => l.Place);
        if (Lines.Any(l => l.Outcome == EntryOutcome.NotSelected && l.Place < last))
        {
            DepartsReason = PlainText.Take(
                words.DepartsReason,
                4000,
                "why the choice departs from the ranking",
                "Departs"
            );
        }
    }

    private static string? Said(string? text, string field) =>
        PlainText.Clean(text).Length == 0 ? null : PlainText.Take(text, 4000, "why", field);

    /// <summary>Hex SHA-256 over the recommendation with all its lines, as the timeline keeps it.</summary>
    public string Digest() =>
        RowDigest.Of(
            Id.Value,
            StageCode,
            Round,
            Words,
            NoneReason,
            DepartsReason,
            TermsSha256,
            RecommendedAt.Ticks,
            string.Join('\n', Lines.OrderBy(l => l.EntryId.Value).Select(l => l.Digest()))
        );

    private sealed class Mapping : IEntityTypeConfiguration<CallDecision>
    {
        public void Configure(EntityTypeBuilder<CallDecision> entity)
        {
            entity.Property(d => d.Id).ValueGeneratedNever();
            entity
                .HasIndex(d => new
                {
                    d.CallId,
                    d.StageCode,
                    d.Round,
                })
                .IsUnique();
            entity.HasOne<Call>().WithMany().HasForeignKey(d => d.CallId);
            entity.HasMany(d => d.Lines).WithOne().HasForeignKey(l => l.DecisionId);
            entity.Property(d => d.Revision).IsConcurrencyToken();
            entity.Ignore(d => d.Chosen);
            entity.Ignore(d => d.Awarded);
        }
    }
}
