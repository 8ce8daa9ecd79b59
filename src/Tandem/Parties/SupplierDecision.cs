using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Kernel;

namespace Tandem.Parties;

/// <summary>What has been decided of two suppliers.</summary>
public enum PairDecision
{
    /// <summary>They are one.</summary>
    Same,

    /// <summary>They are two; not offered again.</summary>
    Apart,

    /// <summary>They were joined and have been parted: open again to a person, but never joined by rule.</summary>
    Parted,
}

/// <summary>The decision in force on one pair of suppliers: by whom, when and why. What was decided before stands in the history.</summary>
public sealed class SupplierDecision
{
    public Id<SupplierDecision> Id { get; init; }

    /// <summary>The two, the lesser id first; one decision for each pair.</summary>
    public Id<Supplier> FirstId { get; init; }
    public Id<Supplier> SecondId { get; init; }
    public PairDecision Decision { get; private set; }

    /// <summary>Made by a rule on numbers (<see cref="AutomaticJoin"/>), not by a person.</summary>
    public bool Automatic { get; private set; }
    public string? Reason { get; private set; }
    public Guid? DecidedById { get; private set; }
    public string DecidedByName { get; private set; } = "";
    public DateTime DecidedAt { get; private set; }

    /// <summary>What was decided in one act has one value, and is undone together.</summary>
    public Guid ActId { get; private set; }

    /// <summary>The pair, in the order it is kept.</summary>
    public static (Id<Supplier> First, Id<Supplier> Second) Pair(
        Id<Supplier> one,
        Id<Supplier> other
    ) => string.CompareOrdinal(one.ToString(), other.ToString()) < 0 ? (one, other) : (other, one);

    internal static SupplierDecision Of(Id<Supplier> one, Id<Supplier> other, DateTime now)
    {
        var (first, second) = Pair(one, other);
        return new()
        {
            Id = Id<SupplierDecision>.New(now),
            FirstId = first,
            SecondId = second,
        };
    }

    internal bool Touches(Id<Supplier> supplier) => FirstId == supplier || SecondId == supplier;

    internal Id<Supplier> OtherThan(Id<Supplier> supplier) =>
        FirstId == supplier ? SecondId : FirstId;

    internal void Decide(PairDecision decision, Act act) =>
        (Decision, Automatic, Reason, DecidedById, DecidedByName, DecidedAt, ActId) = (
            decision,
            act.Automatic,
            act.Reason,
            act.Actor.PersonId,
            act.Actor.Name,
            act.At,
            act.Id
        );

    /// <summary>Takes over who decided another pair, where one decision follows from the other.</summary>
    internal void DecideAs(SupplierDecision other) =>
        (Decision, Automatic, Reason, DecidedById, DecidedByName, DecidedAt, ActId) = (
            other.Decision,
            other.Automatic,
            other.Reason,
            other.DecidedById,
            other.DecidedByName,
            other.DecidedAt,
            other.ActId
        );

    private sealed class Mapping : IEntityTypeConfiguration<SupplierDecision>
    {
        public void Configure(EntityTypeBuilder<SupplierDecision> entity)
        {
            entity.HasIndex(d => new { d.FirstId, d.SecondId }).IsUnique();
            entity.HasIndex(d => d.SecondId);
            entity.HasIndex(d => d.ActId);
            entity.HasIndex(d => d.DecidedAt);
            entity.HasOne<Supplier>().WithMany().HasForeignKey(d => d.FirstId);
            entity.HasOne<Supplier>().WithMany().HasForeignKey(d => d.SecondId);
        }
    }
}

/// <summary>One act of deciding: who, when, why.</summary>
internal sealed record Act(Guid Id, Actor Actor, DateTime At, string? Reason, bool Automatic)
{
    public static Act Of(Db db, Actor actor, string? reason, bool automatic = false)
    {
        var now = db.Now();
        var words = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        return words is { Length: > 1000 }
            ? throw new Refusal("Write the reason in 1,000 characters or fewer", "Reason")
            : new(Id<SupplierDecision>.New(now).Value, actor, now, words, automatic);
    }
}
