using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Calls;

/// <summary>What a person does in a call. One person may have several.</summary>
public enum CallRole
{
    /// <summary>Answers for the call: publishes, amends, cancels it, and answers questions about it.</summary>
    Owner,

    /// <summary>Writes it with the owner, and answers questions about it.</summary>
    Editor,

    /// <summary>Approves what somebody else has written, and what is decided.</summary>
    Approver,

    /// <summary>With one other opener opens sealed entries after the deadline.</summary>
    Opener,

    /// <summary>Judges entries.</summary>
    Assessor,

    /// <summary>Leads the panel: assigns, reveals, records consensus, recommends.</summary>
    LeadAssessor,

    /// <summary>Advises the panel without scoring.</summary>
    Commenter,

    /// <summary>Looks after what is public.</summary>
    Moderator,

    /// <summary>Watches how it is judged, without a part in it.</summary>
    Observer,
}

/// <summary>A person's role in a call.</summary>
public sealed class CallPerson
{
    public Id<Call> CallId { get; private set; }
    public Id<Person> PersonId { get; private set; }
    public CallRole Role { get; private set; }
    public string NamedByName { get; private set; } = "";
    public DateTime NamedAt { get; private set; }

    internal static CallPerson Of(
        Call call,
        Id<Person> person,
        CallRole role,
        Actor by,
        DateTime now
    ) =>
        new()
        {
            CallId = call.Id,
            PersonId = person,
            Role = role,
            NamedByName = by.Name,
            NamedAt = now,
        };

    private sealed class Mapping : IEntityTypeConfiguration<CallPerson>
    {
        public void Configure(EntityTypeBuilder<CallPerson> entity)
        {
            entity.HasKey(p => new
            {
                p.CallId,
                p.PersonId,
                p.Role,
            });
            entity.HasIndex(p => p.PersonId);
            entity.HasOne<Person>().WithMany().HasForeignKey(p => p.PersonId);
        }
    }
}
