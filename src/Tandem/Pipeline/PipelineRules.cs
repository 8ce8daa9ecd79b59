using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Pipeline;

/// <summary>How an organisation wants its pipeline kept; the usual where it has said nothing.</summary>
public sealed class PipelineRules
{
    public Id<Organisation> OrganisationId { get; private set; }

    /// <summary>Whether somebody else has to approve what becomes public.</summary>
    public bool NeedsApprover { get; private set; }

    /// <summary>Months between two reviews of an item.</summary>
    public int ReviewMonths { get; private set; } = PipelineItem.UsualReviewMonths;

    public static PipelineRules Usual(Id<Organisation> organisation) =>
        new() { OrganisationId = organisation };

    /// <summary>The rules in force.</summary>
    public static async Task<PipelineRules> OfAsync(
        Db db,
        Id<Organisation> organisation,
        CancellationToken cancellation = default
    ) =>
        await db.Set<PipelineRules>()
            .SingleOrDefaultAsync(r => r.OrganisationId == organisation, cancellation)
        ?? Usual(organisation);

    /// <summary>Decides them.</summary>
    public void Decide(bool needsApprover, int reviewMonths)
    {
        if (reviewMonths is < 1 or > 12)
        {
            throw new Refusal("Enter a number of months from 1 to 12", nameof(ReviewMonths));
        }
        (NeedsApprover, ReviewMonths) = (needsApprover, reviewMonths);
    }

    private sealed class Mapping : IEntityTypeConfiguration<PipelineRules>
    {
        public void Configure(EntityTypeBuilder<PipelineRules> entity)
        {
            entity.HasKey(r => r.OrganisationId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(r => r.OrganisationId);
        }
    }
}

/// <summary>A member whom the organisation has named to approve what becomes public, beside its administrators.</summary>
public sealed class PipelineApprover
{
    public Id<Organisation> OrganisationId { get; init; }
    public Id<Person> PersonId { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<PipelineApprover>
    {
        public void Configure(EntityTypeBuilder<PipelineApprover> entity)
        {
            entity.HasKey(a => new { a.OrganisationId, a.PersonId });
            entity.HasOne<Organisation>().WithMany().HasForeignKey(a => a.OrganisationId);
            entity.HasOne<Person>().WithMany().HasForeignKey(a => a.PersonId);
        }
    }
}

/// <summary>A short report on an item: written once, read by all who follow it.</summary>
public sealed class PipelinePost
{
    private const int Longest = 1_000;

    public Id<PipelinePost> Id { get; private set; }
    public Id<PipelineItem> ItemId { get; private set; }
    public string Text { get; private set; } = "";
    public string ByName { get; private set; } = "";
    public DateTime At { get; private set; }

    public static PipelinePost Of(PipelineItem item, string? text, Actor by, DateTime now) =>
        text?.Trim() is not { Length: > 0 } said
            ? throw new Refusal("Enter what there is to report", "Report")
        : said.Length > Longest
            ? throw new Refusal("The report must be 1,000 characters or fewer", "Report")
        : new()
        {
            Id = Id<PipelinePost>.New(now),
            ItemId = item.Id,
            Text = said,
            ByName = by.Name,
            At = now,
        };

    private sealed class Mapping : IEntityTypeConfiguration<PipelinePost>
    {
        public void Configure(EntityTypeBuilder<PipelinePost> entity)
        {
            entity.HasIndex(p => new { p.ItemId, p.At });
            entity.HasOne<PipelineItem>().WithMany().HasForeignKey(p => p.ItemId);
        }
    }
}
