using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Entries;

/// <summary>What a member may do with an entry; each right includes those before it.</summary>
public enum MemberRight
{
    View,

    /// <summary>Also say something about it.</summary>
    Comment,

    /// <summary>Also answer its questions.</summary>
    Edit,

    /// <summary>Also submit and withdraw it, and say who else works on it.</summary>
    Lead,
}

/// <summary>Somebody who works on an entry.</summary>
public sealed class EntryMember
{
    public Id<Entry> EntryId { get; private set; }
    public Id<Person> PersonId { get; private set; }
    public string Name { get; private set; } = "";
    public MemberRight Right { get; private set; }
    public DateTime AddedAt { get; private set; }
    public DateTime? RemovedAt { get; private set; }

    internal static EntryMember Of(Entry entry, Person person, MemberRight right, DateTime now) =>
        new()
        {
            EntryId = entry.Id,
            PersonId = person.Id,
            Name = person.Name,
            Right = right,
            AddedAt = now,
        };

    internal void Become(MemberRight right) => (Right, RemovedAt) = (right, null);

    internal void Remove(DateTime now) => RemovedAt ??= now;

    private sealed class Mapping : IEntityTypeConfiguration<EntryMember>
    {
        public void Configure(EntityTypeBuilder<EntryMember> entity)
        {
            entity.HasKey(m => new { m.EntryId, m.PersonId });
            entity.HasIndex(m => m.PersonId);
            entity.HasOne<Person>().WithMany().HasForeignKey(m => m.PersonId);
        }
    }
}
