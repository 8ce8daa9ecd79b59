using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Calls.Kinds;
using Tandem.Kernel;

namespace Tandem.Calls;

/// <summary>One stage of a call: when it is open, what is asked, and how it is judged.</summary>
public sealed class CallStage
{
    public Id<CallStage> Id { get; private set; }
    public Id<Call> CallId { get; private set; }

    /// <summary>As in the kind.</summary>
    public string Code { get; private set; } = "";
    public string Title { get; private set; } = "";

    /// <summary>From 1.</summary>
    public int Position { get; private set; }

    /// <summary>UTC; null until it is set, and for a call that opens when it is published.</summary>
    public DateTime? OpensAt { get; internal set; }

    /// <summary>The deadline, UTC: what is received at it is in time. Null until it is set, and for standing calls.</summary>
    public DateTime? ClosesAt { get; internal set; }

    /// <summary>The question set that is answered.</summary>
    public string FormName { get; internal set; } = "";
    public string FormVersion { get; internal set; } = "";
    public bool IsSealed { get; private set; }
    public LatePolicy Late { get; private set; }

    /// <summary>What each entrant of the stage is paid for taking part, in minor units.</summary>
    public long? FeeMinor { get; internal set; }

    /// <summary>The day by which its entries are meant to be judged.</summary>
    public DateOnly? JudgedBy { get; internal set; }

    /// <summary>Whether it has been told that it opened, and that it closed. What it is follows from the clock alone.</summary>
    public bool OpeningTold { get; internal set; }
    public bool ClosingTold { get; internal set; }

    /// <summary>Terms of judging while the call is being made, as JSON; after publication <see cref="Terms"/> say.</summary>
    public string DraftTerms { get; internal set; } = "{}";

    /// <summary>Terms as published, the first first; each later one came by an addendum.</summary>
    public IList<StageTerms> Terms { get; private set; } = [];

    /// <summary>When it is open, by the server's clock.</summary>
    public StageClock Clock => new(OpensAt, ClosesAt);

    /// <summary>Terms of judging: those in force once the call is published, before that the draft.</summary>
    public JudgingTerms Judging => InForce?.Read() ?? JudgingTerms.FromJson(DraftTerms);

    /// <summary>The published terms in force; null before publication.</summary>
    public StageTerms? InForce => Terms.MaxBy(t => t.Number);

    internal static CallStage Of(
        Call call,
        StageRule rule,
        int position,
        string version,
        DateTime now
    ) =>
        new()
        {
            Id = Id<CallStage>.New(now),
            CallId = call.Id,
            Code = rule.Code,
            Title = rule.Title,
            Position = position,
            FormName = rule.Form,
            FormVersion = version,
            IsSealed = rule.IsSealed,
            Late = rule.Late,
            DraftTerms = rule.Judging.ToJson(),
        };

    internal void Publish(JudgingTerms terms, Id<Addendum>? addendum, DateTime now) =>
        Terms.Add(StageTerms.Of(this, Terms.Count + 1, terms, addendum, now));

    private sealed class Mapping : IEntityTypeConfiguration<CallStage>
    {
        public void Configure(EntityTypeBuilder<CallStage> entity)
        {
            entity.HasIndex(s => new { s.CallId, s.Code }).IsUnique();
            entity.HasIndex(s => s.ClosesAt);
            entity.HasMany(s => s.Terms).WithOne().HasForeignKey(t => t.StageId);
            entity.Ignore(s => s.Clock);
            entity.Ignore(s => s.Judging);
            entity.Ignore(s => s.InForce);
        }
    }
}

/// <summary>Terms of judging as they were published: never edited. What changes them is an addendum, with terms of its own.</summary>
public sealed class StageTerms
{
    public Id<StageTerms> Id { get; private set; }
    public Id<CallStage> StageId { get; private set; }

    /// <summary>From 1.</summary>
    public int Number { get; private set; }

    /// <summary><see cref="JudgingTerms"/> as JSON.</summary>
    public string Json { get; private set; } = "";

    /// <summary>Hex SHA-256 of <see cref="Json"/> in UTF-8.</summary>
    public string Sha256 { get; private set; } = "";
    public DateTime MadeAt { get; private set; }

    /// <summary>The addendum that brought them; null for those of the publication.</summary>
    public Id<Addendum>? AddendumId { get; private set; }

    /// <summary>What they say.</summary>
    public JudgingTerms Read() => JudgingTerms.FromJson(Json);

    /// <summary>Whether they are still what was published.</summary>
    public bool Holds => HashOf(Json) == Sha256;

    internal static StageTerms Of(
        CallStage stage,
        int number,
        JudgingTerms terms,
        Id<Addendum>? addendum,
        DateTime now
    )
    {
        var json = terms.ToJson();
        return new()
        {
            Id = Id<StageTerms>.New(now),
            StageId = stage.Id,
            Number = number,
            Json = json,
            Sha256 = HashOf(json),
            MadeAt = now,
            AddendumId = addendum,
        };
    }

    private static string HashOf(string json) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));

    private sealed class Mapping : IEntityTypeConfiguration<StageTerms>
    {
        public void Configure(EntityTypeBuilder<StageTerms> entity)
        {
            entity.HasIndex(t => new { t.StageId, t.Number }).IsUnique();
            entity.HasOne<Addendum>().WithMany().HasForeignKey(t => t.AddendumId);
            entity.Ignore(t => t.Holds);
        }
    }
}
