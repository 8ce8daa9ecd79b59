using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Playbooks.Runs;

/// <summary>An authority's place in a run.</summary>
public sealed class RunAuthority
{
    public Id<Run> RunId { get; private set; }
    public Id<Organisation> OrganisationId { get; private set; }
    public DateTime JoinedAt { get; private set; }
    public bool JoinedLate { get; private set; }

    /// <summary>Whether it leaves the decisions at gates to the lead's approvers.</summary>
    public bool LeadDecides { get; private set; }
    public DateTime? LeftAt { get; private set; }
    public string? LeftReason { get; private set; }

    internal static RunAuthority Of(
        Run run,
        Id<Organisation> organisation,
        bool late,
        DateTime now
    ) =>
        new()
        {
            RunId = run.Id,
            OrganisationId = organisation,
            JoinedLate = late,
            JoinedAt = now,
        };

    internal void Leave(string reason, DateTime now) => (LeftAt, LeftReason) = (now, reason);

    internal void Return(DateTime now) =>
        (JoinedAt, JoinedLate, LeftAt, LeftReason) = (now, true, null, null);

    internal void LeaveToLead(bool leadDecides) => LeadDecides = leadDecides;

    private sealed class Mapping : IEntityTypeConfiguration<RunAuthority>
    {
        public void Configure(EntityTypeBuilder<RunAuthority> entity)
        {
            entity.HasKey(a => new { a.RunId, a.OrganisationId });
            entity.HasIndex(a => a.OrganisationId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(a => a.OrganisationId);
        }
    }
}

/// <summary>How a stay in a stage ended.</summary>
public enum VisitEnd
{
    /// <summary>The gate was passed, or the stage, having none, was finished.</summary>
    Passed,

    /// <summary>An approver returned it.</summary>
    Returned,

    /// <summary>The lead went back to an earlier stage.</summary>
    WentBack,

    /// <summary>The run was stopped.</summary>
    Stopped,

    /// <summary>Another version of the playbook has other stages.</summary>
    Moved,
}

/// <summary>One stay of a run in a stage: from when to when, and how it ended. A stage returned to is stayed in again.</summary>
public sealed class StageVisit
{
    public Id<Run> RunId { get; private set; }
    public int Number { get; private set; }
    public string StageCode { get; private set; } = "";
    public string StageTitle { get; private set; } = "";
    public DateTime EnteredAt { get; private set; }
    public DateTime? LeftAt { get; private set; }

    /// <summary>Whole days it lasted, by which stays are counted; null while it goes on.</summary>
    public int? Days { get; private set; }
    public VisitEnd? End { get; private set; }
    public string? Reason { get; private set; }

    internal static StageVisit Of(Run run, int number, Stage stage, DateTime now) =>
        new()
        {
            RunId = run.Id,
            Number = number,
            StageCode = stage.Code,
            StageTitle = stage.Title,
            EnteredAt = now,
        };

    internal void Leave(VisitEnd end, string? reason, DateTime now) =>
        (End, Reason, LeftAt, Days) = (end, reason, now, (int)(now - EnteredAt).TotalDays);

    private sealed class Mapping : IEntityTypeConfiguration<StageVisit>
    {
        public void Configure(EntityTypeBuilder<StageVisit> entity)
        {
            entity.HasKey(v => new { v.RunId, v.Number });
        }
    }
}

/// <summary>A role of an authority in a run, which somebody holds: where an approver sits.</summary>
public readonly record struct ApproverSeat(string Role, Id<Organisation> Organisation);

/// <summary>Somebody who holds, or held, a role for an authority.</summary>
public sealed class RoleHolder
{
    public Id<Run> RunId { get; private set; }
    public int Number { get; private set; }
    public string Role { get; private set; } = "";
    public Id<Organisation> OrganisationId { get; private set; }
    public Id<Person> PersonId { get; private set; }
    public string PersonName { get; private set; } = "";
    public DateTime NamedAt { get; private set; }
    public DateTime? EndedAt { get; private set; }

    public ApproverSeat Seat => new(Role, OrganisationId);
    public bool IsCurrent => EndedAt is null;

    internal static RoleHolder Of(
        Run run,
        int number,
        ApproverSeat seat,
        Id<Person> person,
        string name,
        DateTime now
    ) =>
        new()
        {
            RunId = run.Id,
            Number = number,
            Role = seat.Role,
            OrganisationId = seat.Organisation,
            PersonId = person,
            PersonName = name,
            NamedAt = now,
        };

    internal void End(DateTime now) => EndedAt = now;

    private sealed class Mapping : IEntityTypeConfiguration<RoleHolder>
    {
        public void Configure(EntityTypeBuilder<RoleHolder> entity)
        {
            entity.HasKey(h => new { h.RunId, h.Number });
            entity.HasIndex(h => h.PersonId);
            entity.Ignore(h => h.Seat);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(h => h.OrganisationId);
            entity.HasOne<Person>().WithMany().HasForeignKey(h => h.PersonId);
        }
    }
}

/// <summary>A line of a gate's checklist as it stands at one stay in its stage.</summary>
public sealed class ChecklistTick
{
    public Id<Run> RunId { get; private set; }
    public int Visit { get; private set; }
    public string Code { get; private set; } = "";
    public DateTime? TickedAt { get; private set; }
    public string ByName { get; private set; } = "";

    internal static ChecklistTick Of(Run run, int visit, string code) =>
        new()
        {
            RunId = run.Id,
            Visit = visit,
            Code = code,
        };

    internal void Set(bool ticked, Actor actor, DateTime now) =>
        (TickedAt, ByName) = (ticked ? TickedAt ?? now : null, actor.Name);

    private sealed class Mapping : IEntityTypeConfiguration<ChecklistTick>
    {
        public void Configure(EntityTypeBuilder<ChecklistTick> entity) =>
            entity.HasKey(t => new
            {
                t.RunId,
                t.Visit,
                t.Code,
            });
    }
}

/// <summary>What shows that something a gate asks for is there. Taken back, it stays with the reason.</summary>
public sealed class GateEvidence
{
    public Id<Run> RunId { get; private set; }
    public int Number { get; private set; }
    public string StageCode { get; private set; } = "";

    /// <summary>What the gate asks for.</summary>
    public string Code { get; private set; } = "";
    public string Title { get; private set; } = "";

    /// <summary>Where it can be read: an address of this site from its root, or a whole address elsewhere.</summary>
    public string Path { get; private set; } = "";
    public string AddedByName { get; private set; } = "";
    public DateTime AddedAt { get; private set; }
    public DateTime? WithdrawnAt { get; private set; }
    public string? WithdrawnByName { get; private set; }
    public string? WithdrawnReason { get; private set; }

    internal static GateEvidence Of(
        Run run,
        int number,
        string stage,
        string code,
        string title,
        string path,
        Actor actor,
        DateTime now
    ) =>
        new()
        {
            RunId = run.Id,
            Number = number,
            StageCode = stage,
            Code = code,
            Title = title,
            Path = path,
            AddedByName = actor.Name,
            AddedAt = now,
        };

    internal void Withdraw(string reason, Actor actor, DateTime now)
    {
        if (WithdrawnAt is not null)
        {
            throw new Refusal($"{WithdrawnByName} has taken this back already.");
        }
        (WithdrawnAt, WithdrawnByName, WithdrawnReason) = (now, actor.Name, reason);
    }

    private sealed class Mapping : IEntityTypeConfiguration<GateEvidence>
    {
        public void Configure(EntityTypeBuilder<GateEvidence> entity) =>
            entity.HasKey(e => new { e.RunId, e.Number });
    }
}
