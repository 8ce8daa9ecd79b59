using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Discussions;
using Tandem.Entries;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>What became of an entry in a stage.</summary>
public enum EntryOutcome
{
    NotSelected,

    /// <summary>Goes on to the next stage.</summary>
    Progressed,

    /// <summary>Meets what was asked.</summary>
    Qualified,
    Selected,
    Winner,
}

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

/// <summary>What is decided of one entry as it is recommended.</summary>
/// <param name="Amount">Minor units, where money is given.</param>
public sealed record OutcomeDraft(
    Id<Entry> Entry,
    string Reference,
    EntryOutcome Outcome,
    string? Reason,
    long? Amount = null
);

/// <summary>
/// What was decided of a stage: one outcome with a reason for every entry, recommended by the panel, approved by somebody else, told to all at once.
/// A recommendation never changes; one that was returned is followed by another.
/// </summary>
public sealed class CallDecision
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
            decision.Lines.Add(DecisionLine.Of(decision, draft, ranked, now));
        }
        decision.MustFit(frame, words);
        return decision;
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

    /// <summary>Somebody else approves it.</summary>
    /// <exception cref="Refusal">It was approved or returned, or the actor recommended it.</exception>
    public void Approve(DecisionRule rule, Actor actor, DateTime now)
    {
        MustBe(DecisionState.Recommended);
        if (rule.NeedsApproval && actor.PersonId == RecommendedById)
        {
            throw new Refusal(
                "Somebody else has to approve what you recommend.",
                kind: RefusalKind.Permission
            );
        }
        (ApprovedAt, ApprovedByName) = (now, actor.Name);
        Revision++;
    }

    /// <summary>It goes back to the panel.</summary>
    /// <exception cref="Refusal">It was told or returned, or no reason is given.</exception>
    public void Return(string? reason, Actor actor, DateTime now)
    {
        if (IsTold || ReturnedAt is not null)
        {
            throw new Refusal(
                "This recommendation can no longer be returned.",
                kind: RefusalKind.Changed
            );
        }
        ReturnedReason = PlainText.Take(reason, 4000, "why it goes back", "Reason");
        (ReturnedAt, ReturnedByName) = (now, actor.Name);
        Revision++;
    }

    /// <summary>Everybody is told. Nothing of it changes after that.</summary>
    /// <exception cref="Refusal">It is not approved, or was told already.</exception>
    public void Tell(DateTime now)
    {
        MustBe(DecisionState.Approved);
        ToldAt = now;
        Revision++;
    }

    /// <summary>
    /// The standstill begins on the day the award notice is published, which counts as its first day where it is a working day (Procurement Act 2023,
    /// section 51: eight working days beginning with that day).
    /// </summary>
    /// <exception cref="Refusal">None is owed, it has begun, or the day is before the letters or still to come.</exception>
    public void BeginStandstill(DateOnly day, WorkingDays workingDays, DateTime now)
    {
        if (StandstillDays is not { } days || StandstillCalendar is not { } calendar)
        {
            throw new Refusal("No standstill is owed for this decision.");
        }
        if (ToldAt is not { } told)
        {
            throw new Refusal("Send the letters first: they come before the notice.");
        }
        if (StandstillFrom is not null)
        {
            throw new Refusal("The standstill has begun already.", kind: RefusalKind.Changed);
        }
        if (day < LocalDay.Of(told) || day > LocalDay.Of(now))
        {
            throw new Refusal(
                "Give the day on which the notice was published: not before the letters, and not in the future",
                "NoticeOn"
            );
        }
        StandstillFrom = day;
        StandstillTo = workingDays[calendar].Add(day.AddDays(-1), days);
        Revision++;
    }

    private void MustBe(DecisionState wanted)
    {
        var state =
            ReturnedAt is not null ? DecisionState.Returned
            : IsTold ? DecisionState.Told
            : ApprovedAt is not null ? DecisionState.Approved
            : DecisionState.Recommended;
        if (state != wanted)
        {
            throw new Refusal(
                state switch
                {
                    DecisionState.Returned => "This recommendation was returned.",
                    DecisionState.Told => "Everybody has been told already.",
                    DecisionState.Approved => "This recommendation was approved already.",
                    _ => "This recommendation has not been approved yet.",
                },
                kind: RefusalKind.Changed
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
        }
    }
}

/// <summary>What is said with a recommendation.</summary>
public sealed record DecisionWords(
    string? Words,
    string? NoneReason = null,
    string? DepartsReason = null,
    string? WithheldReason = null
);

/// <summary>What was published about how a stage is decided.</summary>
/// <param name="Outcomes">What an entry that is chosen can be.</param>
/// <param name="Least">How few may be chosen without saying why.</param>
/// <param name="Most">How many may be chosen.</param>
public sealed record DecisionFrame(
    DecisionRule Rule,
    IReadOnlyList<EntryOutcome> Outcomes,
    int? Least,
    int? Most,
    string TermsSha256
);

/// <summary>What was decided of one entry, and where it stood in the ranking. Never changed.</summary>
public sealed class DecisionLine
{
    public Id<DecisionLine> Id { get; private set; }
    public Id<CallDecision> DecisionId { get; private set; }
    public Id<Entry> EntryId { get; private set; }
    public string Reference { get; private set; } = "";
    public EntryOutcome Outcome { get; private set; }
    public string Reason { get; private set; } = "";

    /// <summary>Minor units, where money is given.</summary>
    public long? Amount { get; private set; }
    public RankStanding Standing { get; private set; }
    public int? Place { get; private set; }

    /// <summary>Hundredths of a point.</summary>
    public long? TotalHundredths { get; private set; }

    public decimal? Total => TotalHundredths / 100m;

    public string Digest() =>
        RowDigest.Of(
            Id.Value,
            EntryId.Value,
            Outcome.ToString(),
            Reason,
            Amount,
            Standing.ToString(),
            Place,
            TotalHundredths
        );

    internal static DecisionLine Of(
        CallDecision decision,
        OutcomeDraft draft,
        RankedEntry ranked,
        DateTime now
    ) =>
        new()
        {
            Id = Id<DecisionLine>.New(now),
            DecisionId = decision.Id,
            EntryId = draft.Entry,
            Reference = draft.Reference,
            Outcome = draft.Outcome,
            Reason = PlainText.Take(
                draft.Reason,
                4000,
                $"the reason for {draft.Reference}",
                $"Reason.{draft.Entry}"
            ),
            Amount = draft.Outcome == EntryOutcome.NotSelected ? null : draft.Amount,
            Standing = ranked.Standing,
            Place = ranked.Place,
            TotalHundredths = ranked.Total is { } total ? (long)(total * 100) : null,
        };

    private sealed class Mapping : IEntityTypeConfiguration<DecisionLine>
    {
        public void Configure(EntityTypeBuilder<DecisionLine> entity)
        {
            entity.Property(l => l.Id).ValueGeneratedNever();
            entity.HasIndex(l => new { l.DecisionId, l.EntryId }).IsUnique();
            entity.HasIndex(l => l.EntryId);
            entity.HasOne<Entry>().WithMany().HasForeignKey(l => l.EntryId);
            entity.Ignore(l => l.Total);
        }
    }
}
