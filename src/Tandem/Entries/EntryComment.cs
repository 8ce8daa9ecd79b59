using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Kernel.Sealing;

namespace Tandem.Entries;

/// <summary>What members of an entry say to each other about it. Nobody else ever reads it, before the deadline or after; it is kept closed with the installation's key.</summary>
public sealed class EntryComment
{
    public Id<EntryComment> Id { get; private set; }
    public Id<Entry> EntryId { get; private set; }
    public Id<Person> PersonId { get; private set; }
    public string ByName { get; private set; } = "";
    public string Closed { get; private set; } = "";
    public DateTime At { get; private set; }

    internal static EntryComment By(
        Entry entry,
        Actor actor,
        string? text,
        SealingKey installation,
        DateTime now
    )
    {
        var id = Id<EntryComment>.New(now);
        return new()
        {
            Id = id,
            EntryId = entry.Id,
            PersonId = new(actor.PersonId!.Value),
            ByName = actor.Name,
            Closed = installation.Wrap(
                Encoding.UTF8.GetBytes(Entry.Said(text, 4000, "Comment", "Write your comment")),
                "comment " + id
            ),
            At = now,
        };
    }

    public string Read(SealingKey installation) =>
        Encoding.UTF8.GetString(installation.Unwrap(Closed, "comment " + Id));

    private sealed class Mapping : IEntityTypeConfiguration<EntryComment>
    {
        public void Configure(EntityTypeBuilder<EntryComment> entity)
        {
            entity.HasIndex(c => c.EntryId);
            entity.HasOne<Entry>().WithMany().HasForeignKey(c => c.EntryId);
            entity.HasOne<Person>().WithMany().HasForeignKey(c => c.PersonId);
        }
    }
}

/// <summary>Says something to those who work on an entry with one.</summary>
public sealed class CommentOnEntry(Db db, Actor actor, FindEntry find, SealingKey installation)
{
    /// <exception cref="Refusal">The actor may only read, or nothing is said.</exception>
    public async Task RunAsync(
        string call,
        long number,
        string? text,
        CancellationToken cancellation = default
    )
    {
        var found = await find.OwnAsync(call, number, cancellation);
        EntryPermissions.MayComment(actor, found.Entry).Permit();
        db.Add(EntryComment.By(found.Entry, actor, text, installation, db.Now()));
        db.Record(actor, "entry-commented", nameof(Entry), found.Entry.Id);
        await db.SaveChangesAsync(cancellation);
    }
}
