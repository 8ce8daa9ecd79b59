using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>Where a version of the requirement set stands.</summary>
public enum VersionState
{
    /// <summary>Proposed by the lead; members are asked.</summary>
    Proposed,

    /// <summary>Every member that is in has agreed.</summary>
    Agreed,

    /// <summary>Taken back by the lead before all agreed.</summary>
    TakenBack,
}

/// <summary>The requirement set as the lead proposed it: its lines are frozen with it. Agreed as soon as every member that is in has agreed.</summary>
public sealed class RequirementVersion
{
    private readonly List<VersionAgreement> agreements = [];

    public Id<RequirementVersion> Id { get; private set; }
    public Id<Collaboration> CollaborationId { get; private set; }

    /// <summary>Counted from 1 within the collaboration.</summary>
    public int Number { get; private set; }
    public string? Note { get; private set; }
    public int Lines { get; private set; }
    public string ProposedByName { get; private set; } = "";
    public DateTime ProposedAt { get; private set; }
    public DateTime? AgreedAt { get; private set; }
    public DateTime? TakenBackAt { get; private set; }
    public string? TakenBackReason { get; private set; }

    /// <summary>Counts answers: two at one moment cannot both think they are the last.</summary>
    public int Revision { get; private set; }

    /// <summary>What each member said to it.</summary>
    public IReadOnlyList<VersionAgreement> Agreements => agreements;

    public VersionState State =>
        AgreedAt is not null ? VersionState.Agreed
        : TakenBackAt is not null ? VersionState.TakenBack
        : VersionState.Proposed;

    public static RequirementVersion Propose(
        Collaboration collaboration,
        int number,
        int lines,
        string? note,
        Actor actor,
        DateTime now
    )
    {
        collaboration.Act();
        var version = new RequirementVersion
        {
            Id = Id<RequirementVersion>.New(now),
            CollaborationId = collaboration.Id,
            Number = number,
            Lines =
                lines > 0 ? lines : throw new Refusal("There is no line that could be agreed yet."),
            Note = Written.Optional(note, 2000, nameof(Note)),
            ProposedByName = actor.Name,
            ProposedAt = now,
        };
        // Whoever proposes agrees to it.
        version.agreements.Add(
            VersionAgreement.Of(version, collaboration.LeadId, true, null, null, actor, now)
        );
        version.Settle(collaboration, now);
        return version;
    }

    /// <summary>A member that is in says whether it agrees.</summary>
    /// <exception cref="Refusal">It is settled, the organisation is not in, or what must be given is missing.</exception>
    public void Answer(
        Collaboration collaboration,
        Id<Organisation> organisation,
        bool? agrees,
        string? post,
        string? words,
        Actor actor,
        DateTime now
    )
    {
        collaboration.MustBeOpen();
        if (TakenBackAt is not null)
        {
            throw new Refusal("This version was taken back.");
        }
        if (collaboration.MemberOf(organisation) is not { Standing: Standing.In })
        {
            throw new Refusal("Only organisations that are in agree. Say first that you are in.");
        }
        var said = agrees ?? throw new Refusal("Choose whether you agree", "Agrees");
        if (AgreedAt is not null && !said)
        {
            throw new Refusal("Everybody had agreed. Ask the lead authority for a new version.");
        }
        agreements.RemoveAll(a => a.OrganisationId == organisation);
        agreements.Add(VersionAgreement.Of(this, organisation, said, post, words, actor, now));
        Revision++;
        Settle(collaboration, now);
    }

    /// <summary>Notes that it is agreed where every member that is in has agreed: after an answer, and after a member has gone.</summary>
    public bool Settle(Collaboration collaboration, DateTime now)
    {
        if (
            State != VersionState.Proposed
            || !collaboration
                .Members.Where(m => m.Standing == Standing.In)
                .All(m => agreements.Any(a => a.OrganisationId == m.OrganisationId && a.Agrees))
        )
        {
            return false;
        }
        (AgreedAt, Revision) = (now, Revision + 1);
        return true;
    }

    /// <exception cref="Refusal">It is settled, or there is no reason.</exception>
    public void TakeBack(string? reason, DateTime now)
    {
        if (State != VersionState.Proposed)
        {
            throw new Refusal("Only a version that is not agreed yet can be taken back.");
        }
        TakenBackReason = Written.Required(reason, 1000, "Reason", "Enter why it is taken back");
        (TakenBackAt, Revision) = (now, Revision + 1);
    }

    private sealed class Mapping : IEntityTypeConfiguration<RequirementVersion>
    {
        public void Configure(EntityTypeBuilder<RequirementVersion> entity)
        {
            entity.HasIndex(v => new { v.CollaborationId, v.Number }).IsUnique();
            entity.Property(v => v.Revision).IsConcurrencyToken();
            entity.HasOne<Collaboration>().WithMany().HasForeignKey(v => v.CollaborationId);
            entity.HasMany(v => v.Agreements).WithOne().HasForeignKey(a => a.VersionId);
        }
    }
}

/// <summary>What one member says to a version.</summary>
public sealed class VersionAgreement
{
    public Id<RequirementVersion> VersionId { get; private set; }
    public Id<Organisation> OrganisationId { get; private set; }
    public bool Agrees { get; private set; }

    /// <summary>Post of whoever agreed.</summary>
    public string? Post { get; private set; }
    public string? Words { get; private set; }
    public string ByName { get; private set; } = "";
    public DateTime At { get; private set; }

    internal static VersionAgreement Of(
        RequirementVersion version,
        Id<Organisation> organisation,
        bool agrees,
        string? post,
        string? words,
        Actor actor,
        DateTime now
    ) =>
        new()
        {
            VersionId = version.Id,
            OrganisationId = organisation,
            Agrees = agrees,
            Post = Written.Optional(post, 200, nameof(Post)),
            Words = agrees
                ? Written.Optional(words, 2000, nameof(Words))
                : Written.Required(words, 2000, nameof(Words), "Enter what would have to change"),
            ByName = actor.Name,
            At = now,
        };

    private sealed class Mapping : IEntityTypeConfiguration<VersionAgreement>
    {
        public void Configure(EntityTypeBuilder<VersionAgreement> entity)
        {
            entity.HasKey(a => new { a.VersionId, a.OrganisationId });
            entity.HasOne<Organisation>().WithMany().HasForeignKey(a => a.OrganisationId);
        }
    }
}

/// <summary>A line as it was when the version was proposed. Never changed.</summary>
public sealed class RequirementVersionLine
{
    public Id<RequirementVersion> VersionId { get; init; }
    public int Number { get; init; }
    public long Position { get; init; }
    public string Section { get; init; } = "";
    public string Text { get; init; } = "";
    public string Reference { get; init; } = "";
    public string Why { get; init; } = "";
    public RequirementLevel Level { get; init; }

    /// <summary>Who had marked it otherwise, in words: "Leeds: not needed"; empty where nobody had.</summary>
    public string Differing { get; init; } = "";

    private sealed class Mapping : IEntityTypeConfiguration<RequirementVersionLine>
    {
        public void Configure(EntityTypeBuilder<RequirementVersionLine> entity)
        {
            entity.HasKey(l => new { l.VersionId, l.Number });
            entity.HasOne<RequirementVersion>().WithMany().HasForeignKey(l => l.VersionId);
        }
    }
}
