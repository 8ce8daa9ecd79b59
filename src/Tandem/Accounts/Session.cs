using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Kernel;

namespace Tandem.Accounts;

/// <summary>One signed-in browser. The cookie only names it: ending it here ends it everywhere.</summary>
public sealed class Session
{
    /// <summary>A session not used for this long has ended.</summary>
    public static readonly TimeSpan IdleLimit = TimeSpan.FromHours(8);

    /// <summary>However much it is used, a session ends after this long.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromDays(7);

    public Id<Session> Id { get; private set; }
    public Id<Person> PersonId { get; private set; }
    public DateTime StartedAt { get; private set; }
    public DateTime LastSeenAt { get; private set; }
    public DateTime? EndedAt { get; private set; }

    public static Session Start(Person person, DateTime now) =>
        new()
        {
            Id = Id<Session>.New(now),
            PersonId = person.Id,
            StartedAt = now,
            LastSeenAt = now,
        };

    public bool IsLive(DateTime now) =>
        EndedAt is null && now - LastSeenAt < IdleLimit && now - StartedAt < Limit;

    public void Seen(DateTime now) => LastSeenAt = now;

    public void End(DateTime now) => EndedAt ??= now;

    private sealed class Mapping : IEntityTypeConfiguration<Session>
    {
        public void Configure(EntityTypeBuilder<Session> entity) =>
            entity.HasOne<Person>().WithMany().HasForeignKey(s => s.PersonId);
    }
}
