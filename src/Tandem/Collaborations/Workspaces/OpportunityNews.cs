using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Pipeline;
using Tandem.Web;

namespace Tandem.Collaborations.Workspaces;

/// <summary>What is new in an opportunity for those who were in it.</summary>
public enum OpportunityNewsKind
{
    /// <summary>An authority has come into it.</summary>
    NewPartner,

    /// <summary>An authority whose purchase lay at another time is now due within the window.</summary>
    DateMoved,
}

/// <summary>Something new that an organisation was told of an opportunity. Kept, so that it is told once, whatever comes and goes.</summary>
public sealed class OpportunityNews
{
    public Id<Organisation> OrganisationId { get; init; }
    public string Key { get; init; } = "";
    public OpportunityNewsKind Kind { get; init; }

    /// <summary>The authority it is about, by what matching knows it as.</summary>
    public string Detail { get; init; } = "";
    public DateTime At { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<OpportunityNews>
    {
        public void Configure(EntityTypeBuilder<OpportunityNews> entity)
        {
            entity.HasKey(n => new
            {
                n.OrganisationId,
                n.Key,
                n.Kind,
                n.Detail,
            });
            entity.HasOne<Organisation>().WithMany().HasForeignKey(n => n.OrganisationId);
        }
    }
}

/// <summary>
/// Tells those it concerns what is new in their opportunities after they were worked out again: who has come in, and whose date has moved into the
/// window. Silent towards those who set it aside or said “not now”.
/// </summary>
public sealed class TellPartners(Db db, StartingPoints starts, Telling telling)
{
    private sealed record News(
        FoundOpportunity Opportunity,
        OpportunityNewsKind Kind,
        string Code,
        string Name
    );

    /// <summary>Adds messages and what was told to the caller's transaction; the caller saves.</summary>
    /// <param name="changes">Opportunities that were there before, as they were and as they are.</param>
    public async Task RunAsync(
        IReadOnlyList<(FoundOpportunity Before, FoundOpportunity After)> changes,
        CancellationToken cancellation = default
    )
    {
        var news = changes
            .SelectMany(c => Of(c.Before, c.After).Select(n => (n, c.Before)))
            .ToList();
        if (news.Count == 0)
        {
            return;
        }
        var here = await starts.ByCodeAsync(cancellation);
        var keys = news.Select(n => n.n.Opportunity.Key).Distinct().ToList();
        var silent = await SilentAsync(keys, cancellation);
        var told = (
            await db.Set<OpportunityNews>()
                .AsNoTracking()
                .Where(n => keys.Contains(n.Key))
                .ToListAsync(cancellation)
        )
            .Select(n => (n.OrganisationId, n.Key, n.Kind, n.Detail))
            .ToHashSet();
        var now = db.Now();
        foreach (
            var concerned in news.SelectMany(n =>
                    n.Before.Authorities.Select(a =>
                        (Organisation: here.GetValueOrDefault(a.Code), News: n.n)
                    )
                )
                .Where(x => x.Organisation is not null)
                .GroupBy(x => x.Organisation!.Id, x => x.News)
        )
        {
            var fresh = concerned
                .Where(n =>
                    !silent.Contains((concerned.Key, n.Opportunity.Key))
                    && told.Add((concerned.Key, n.Opportunity.Key, n.Kind, n.Code))
                )
                .ToList();
            db.AddRange(
                fresh.Select(n => new OpportunityNews
                {
                    OrganisationId = concerned.Key,
                    Key = n.Opportunity.Key,
                    Kind = n.Kind,
                    Detail = n.Code,
                    At = now,
                })
            );
            foreach (var about in fresh.GroupBy(n => n.Opportunity.Key))
            {
                await SayAsync(concerned.Key, [.. about], cancellation);
            }
        }
    }

    private Task SayAsync(
        Id<Organisation> organisation,
        IReadOnlyList<News> news,
        CancellationToken cancellation
    )
    {
        var found = news[0].Opportunity;
        var names = Words.List([.. news.Select(n => n.Name)]);
        return telling.OfficersOfAsync(
            organisation,
            $"opportunity:{found.Key}:{string.Join(',', news.Select(n => $"{n.Kind}-{n.Code}"))}",
            $"{names} could buy {found.Title} with you",
            $"/opportunities/{found.Key}",
            [
                .. news.Select(n =>
                    n.Kind == OpportunityNewsKind.NewPartner
                        ? $"{n.Name} is new among those who could buy this together."
                        : $"{n.Name}’s date has moved: it is now due when yours is."
                ),
                $"All have the time from {Words.Month(found.From)} to {Words.Month(found.To)} in common.",
            ],
            cancellation: cancellation
        );
    }

    private static IEnumerable<News> Of(FoundOpportunity before, FoundOpportunity after)
    {
        var known = before.Authorities.Select(a => a.Code).ToHashSet(StringComparer.Ordinal);
        var elsewhen = before
            .Missing.Where(m => m.Reference is not null)
            .Select(m => m.Code)
            .ToHashSet(StringComparer.Ordinal);
        return after
            .Authorities.Where(a => !known.Contains(a.Code))
            .Select(a => new News(
                after,
                elsewhen.Contains(a.Code)
                    ? OpportunityNewsKind.DateMoved
                    : OpportunityNewsKind.NewPartner,
                a.Code,
                a.Name
            ));
    }

    private async Task<HashSet<(Id<Organisation>, string)>> SilentAsync(
        List<string> keys,
        CancellationToken cancellation
    )
    {
        var aside = await db.Set<SetAside>()
            .AsNoTracking()
            .Where(s => keys.Contains(s.OpportunityKey))
            .Select(s => new { s.OrganisationId, Key = s.OpportunityKey })
            .ToListAsync(cancellation);
        var unwilling = await db.Set<StatedWillingness>()
            .AsNoTracking()
            .Where(w =>
                w.Kind == StartingKind.Opportunity
                && w.Level == Willingness.NotNow
                && keys.Contains(w.Key)
            )
            .Select(w => new { w.OrganisationId, w.Key })
            .ToListAsync(cancellation);
        return aside.Concat(unwilling).Select(x => (x.OrganisationId, x.Key)).ToHashSet();
    }
}
