using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Contracts;
using Tandem.Discussions;
using Tandem.Entries;
using Tandem.Kernel;

namespace Tandem.Evaluations.FollowingThrough;

/// <summary>What a pilot, project, grant or contract led to.</summary>
public enum FollowResult
{
    /// <summary>It goes on as it is.</summary>
    Continue,

    /// <summary>It grows, or is taken over elsewhere.</summary>
    Scale,

    /// <summary>It ends.</summary>
    Stop,
}

/// <summary>What became of a selected entry: a pilot, project, grant or contract, with an owner, milestones, and checks months later of what came of it.</summary>
public sealed class FollowThrough
{
    public Id<FollowThrough> Id { get; private set; }
    public Id<Call> CallId { get; private set; }
    public Id<Entry> EntryId { get; private set; }

    /// <summary>As the entry is quoted.</summary>
    public string Reference { get; private set; } = "";
    public Outcome Becomes { get; private set; }
    public string Title { get; private set; } = "";

    /// <summary>Who the other side is.</summary>
    public string With { get; private set; } = "";

    /// <summary>The person who sees to it here.</summary>
    public Id<Person> OwnerId { get; private set; }
    public string OwnerName { get; private set; } = "";

    /// <summary>Minor units of <see cref="Currency"/>.</summary>
    public long? AmountMinor { get; private set; }
    public string Currency { get; private set; } = "GBP";
    public DateOnly StartsOn { get; private set; }

    /// <summary>When an agreement or contract was signed.</summary>
    public DateOnly? SignedOn { get; private set; }
    public Id<Contract>? ContractId { get; private set; }
    public DateTime CreatedAt { get; private set; }
    public FollowResult? Result { get; private set; }

    /// <summary>What the result rests on.</summary>
    public string? Evidence { get; private set; }
    public DateOnly? EndedOn { get; private set; }

    /// <summary>Counts changes, so that two at once are noticed.</summary>
    public int Revision { get; private set; }
    public IList<FollowMilestone> Milestones { get; private set; } = [];
    public IList<FollowCheck> Checks { get; private set; } = [];

    public string Path =>
        $"/calls/{Reference[..Reference.LastIndexOf('-')]}/follow-through/{Reference[(Reference.LastIndexOf('-') + 2)..]}";

    public bool IsOpen => Result is null;

    /// <summary>Begins it, with the checks that the kind of call asks for.</summary>
    /// <param name="amountMinor">What is given or paid for it, where that is known.</param>
    public static FollowThrough Begin(
        Call call,
        DecisionLine line,
        JudgedEntry entry,
        FollowDraft draft,
        long? amountMinor,
        Person owner,
        DateTime now
    )
    {
        var kind = call.Kind;
        if (draft.Becomes is not { } becomes || !kind.Becomes.Contains(becomes))
        {
            throw new Refusal("Choose what it becomes", nameof(draft.Becomes));
        }
        var follow = new FollowThrough
        {
            Id = Id<FollowThrough>.New(now),
            CallId = call.Id,
            EntryId = line.EntryId,
            Reference = line.Reference,
            Becomes = becomes,
            Title = PlainText.Take(draft.Title, 200, "a title", nameof(draft.Title)),
            With = entry.Entrant,
            OwnerId = owner.Id,
            OwnerName = owner.Name,
            AmountMinor = amountMinor,
            Currency = call.Currency,
            StartsOn =
                draft.StartsOn
                ?? throw new Refusal("Enter the day it starts", nameof(draft.StartsOn)),
            CreatedAt = now,
        };
        foreach (var months in kind.ChecksMonths)
        {
            follow.Checks.Add(FollowCheck.Of(follow, months, now));
        }
        return follow;
    }

    /// <summary>Adds a milestone.</summary>
    /// <param name="owner">Who sees to it; null: whoever looks after the whole.</param>
    /// <exception cref="Refusal">It has no name or day, or all is over.</exception>
    public FollowMilestone Plan(
        string? title,
        DateOnly? due,
        long? amountMinor,
        DateTime now,
        Person? owner = null
    )
    {
        MustBeOpen();
        var milestone = FollowMilestone.Of(this, title, due, amountMinor, now, owner);
        Milestones.Add(milestone);
        Revision++;
        return milestone;
    }

    /// <summary>Somebody else looks after it from now on.</summary>
    /// <exception cref="Refusal">All is over.</exception>
    internal bool HandTo(Person owner)
    {
        MustBeOpen();
        if (OwnerId == owner.Id)
        {
            return false;
        }
        (OwnerId, OwnerName) = (owner.Id, owner.Name);
        Revision++;
        return true;
    }

    /// <summary>A milestone was reached.</summary>
    /// <exception cref="Refusal">There is none, or it was reached already.</exception>
    public void Reach(Id<FollowMilestone> id, DateOnly? day, string? words, DateTime now)
    {
        MustBeOpen();
        var milestone =
            Milestones.FirstOrDefault(m => m.Id == id)
            ?? throw new Refusal("There is no such milestone.", kind: RefusalKind.NotFound);
        milestone.Reach(day, words, LocalDay.Of(now));
        Revision++;
    }

    /// <summary>
    /// It was signed. Nothing is signed before everybody was told and the standstill is over (Procurement Act 2023, section 51).
    /// </summary>
    /// <exception cref="Refusal">It may not be signed on that day, or was signed already.</exception>
    public void Sign(CallDecision decision, DateOnly? day, DateOnly today)
    {
        MustBeOpen();
        if (SignedOn is not null)
        {
            throw new Refusal("It was signed already.", kind: RefusalKind.Changed);
        }
        var on = day ?? throw new Refusal("Enter the day it was signed", "SignedOn");
        if (on > today)
        {
            throw new Refusal("The day it was signed cannot be in the future", "SignedOn");
        }
        if (!decision.MaySign(on))
        {
            throw new Refusal(
                decision switch
                {
                    { IsTold: false } => "Nothing is signed before everybody was told.",
                    { StandstillTo: { } last } =>
                        $"Nothing may be signed before the standstill is over: its last day is {Web.Words.Day(last)}",
                    _ =>
                        "Nothing may be signed before the standstill. It begins with the award notice",
                },
                "SignedOn"
            );
        }
        SignedOn = on;
        Revision++;
    }

    /// <summary>It stands in the register as this contract.</summary>
    internal void Become(Id<Contract> contract) => ContractId = contract;

    /// <summary>Says what came of it by a check.</summary>
    /// <exception cref="Refusal">There is none, or it was answered, or nothing is said.</exception>
    public void Answer(int months, string? finding, string? link, Actor actor, DateTime now)
    {
        var check =
            Checks.FirstOrDefault(c => c.Months == months)
            ?? throw new Refusal("There is no such check.", kind: RefusalKind.NotFound);
        check.Answer(finding, link, actor, now);
        Revision++;
    }

    /// <summary>Says how it ended, and what that rests on.</summary>
    /// <exception cref="Refusal">It was said already, or there is no evidence.</exception>
    public void Conclude(FollowResult? result, string? evidence, DateTime now)
    {
        MustBeOpen();
        Evidence = PlainText.Take(evidence, 8000, "what this rests on", "Evidence");
        Result = result ?? throw new Refusal("Choose what comes next", "Result");
        EndedOn = LocalDay.Of(now);
        Revision++;
    }

    private void MustBeOpen()
    {
        if (!IsOpen)
        {
            throw new Refusal("This is over.", kind: RefusalKind.Changed);
        }
    }

    private sealed class Mapping : IEntityTypeConfiguration<FollowThrough>
    {
        public void Configure(EntityTypeBuilder<FollowThrough> entity)
        {
            entity.Property(f => f.Id).ValueGeneratedNever();
            entity.HasIndex(f => f.EntryId).IsUnique();
            entity.HasIndex(f => f.CallId);
            entity.HasIndex(f => f.OwnerId);
            entity.HasIndex(f => f.ContractId);
            entity.HasOne<Call>().WithMany().HasForeignKey(f => f.CallId);
            entity.HasOne<Entry>().WithMany().HasForeignKey(f => f.EntryId);
            entity.HasOne<Person>().WithMany().HasForeignKey(f => f.OwnerId);
            entity.HasOne<Contract>().WithMany().HasForeignKey(f => f.ContractId);
            entity.HasMany(f => f.Milestones).WithOne().HasForeignKey(m => m.FollowThroughId);
            entity.HasMany(f => f.Checks).WithOne().HasForeignKey(c => c.FollowThroughId);
            entity.Property(f => f.Revision).IsConcurrencyToken();
            entity.Ignore(f => f.Path);
        }
    }
}

/// <summary>What is said when a selected entry is taken further.</summary>
public sealed record FollowDraft(Outcome? Becomes, string? Title, DateOnly? StartsOn);
