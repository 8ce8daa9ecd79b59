using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Discussions;

/// <summary>What is said about one record. Begins with the first word said; whoever may see the record may read it.</summary>
public sealed class Discussion
{
    public Id<Discussion> Id { get; private set; }

    /// <summary>Kind of the record, as the timeline names it.</summary>
    public string SubjectKind { get; private set; } = "";

    /// <summary>The record's id, as the timeline holds it.</summary>
    public string SubjectId { get; private set; } = "";

    /// <summary>The organisation that answers for the record; null where none here does.</summary>
    public Id<Organisation>? OrganisationId { get; private set; }
    public DateTime CreatedAt { get; private set; }

    public static Discussion About(Subject subject, DateTime now) =>
        new()
        {
            Id = Id<Discussion>.New(now),
            SubjectKind = subject.Kind,
            SubjectId = subject.Id,
            OrganisationId = subject.Organisation,
            CreatedAt = now,
        };

    /// <summary>Address of the discussion of a record, from the root.</summary>
    public static string PathOf(string kind, string id) =>
        $"/discussions/{Uri.EscapeDataString(kind)}/{Uri.EscapeDataString(id)}";

    /// <summary>The record may have come to another organisation since.</summary>
    internal void BelongTo(Id<Organisation>? organisation) => OrganisationId = organisation;

    private sealed class Mapping : IEntityTypeConfiguration<Discussion>
    {
        public void Configure(EntityTypeBuilder<Discussion> entity)
        {
            entity.HasIndex(d => new { d.SubjectKind, d.SubjectId }).IsUnique();
            entity.HasIndex(d => d.OrganisationId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(d => d.OrganisationId);
        }
    }
}

/// <summary>Finds the record that is talked about, and its discussion.</summary>
public sealed class DiscussedRecords(Db db, Actor actor, Subjects subjects)
{
    /// <summary>The record.</summary>
    /// <exception cref="Refusal">There is no such record that the actor may see.</exception>
    public async Task<Subject> SubjectAsync(
        string kind,
        string id,
        CancellationToken cancellation
    ) =>
        await subjects.FindAsync(kind, id, actor, cancellation)
        ?? throw new Refusal(
            "There is no such record, or it is not for you.",
            kind: RefusalKind.NotFound
        );

    /// <inheritdoc cref="SubjectAsync(string, string, CancellationToken)"/>
    public async Task<Subject> SubjectAsync(Id<Discussion> id, CancellationToken cancellation)
    {
        var about = await db.Set<Discussion>()
            .AsNoTracking()
            .SingleAsync(d => d.Id == id, cancellation);
        return await SubjectAsync(about.SubjectKind, about.SubjectId, cancellation);
    }

    /// <summary>The discussion of a record, begun where nothing has been said yet.</summary>
    internal async Task<Discussion> BeginAsync(Subject subject, CancellationToken cancellation)
    {
        var known = await db.Set<Discussion>()
            .SingleOrDefaultAsync(
                d => d.SubjectKind == subject.Kind && d.SubjectId == subject.Id,
                cancellation
            );
        if (known is null)
        {
            db.Add(known = Discussion.About(subject, db.Now()));
        }
        else if (known.OrganisationId != subject.Organisation)
        {
            known.BelongTo(subject.Organisation);
        }
        return known;
    }
}
