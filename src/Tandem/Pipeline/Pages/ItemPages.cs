using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Pipeline.Pages;

/// <summary>An item as its pages show its facts.</summary>
/// <param name="Replaced">The contract it replaces, where the reader may see it.</param>
/// <param name="Became">The contract it has led to, where the reader may see it.</param>
/// <param name="IsMember">Whether the reader belongs to the organisation.</param>
public sealed record ItemFacts(
    PipelineItem Item,
    Organisation Organisation,
    string? OwnerName,
    IReadOnlyList<CpvPart> Cpv,
    (string Reference, string Title)? Replaced,
    (string Reference, string Title)? Became,
    bool IsMember
);

/// <summary>One line of an item's history.</summary>
public sealed record HistoryLine(DateTime At, string Who, string Says);

/// <summary>Reads what the pages of an item show.</summary>
public sealed class ItemPages(Db db, Actor actor, FilterWords words)
{
    private const int MostPosts = 50;
    private const int MostHistory = 200;

    public async Task<ItemFacts> FactsAsync(PipelineItem item, CancellationToken cancellation)
    {
        return new(
            item,
            await db.OrganisationOfAsync(item, cancellation),
            await db.Set<Person>()
                .Where(p => p.Id == item.OwnerId)
                .Select(p => p.Name)
                .SingleOrDefaultAsync(cancellation),
            RecordParts.Cpv(item.CpvCodes, words.Cpv, item.CpvOrigin),
            await ContractAsync(item.ReplacesContractId, cancellation),
            await ContractAsync(item.BecameContractId, cancellation),
            actor.Has(item.OrganisationId.Value, Role.Member)
        );
    }

    private async Task<(string Reference, string Title)?> ContractAsync(
        Id<Contract>? id,
        CancellationToken cancellation
    )
    {
        var contract = id is null
            ? null
            : await db.Set<Contract>()
                .VisibleTo(actor)
                .Where(c => c.Id == id)
                .Select(c => new { c.Number, c.Title })
                .SingleOrDefaultAsync(cancellation);
        return contract is null ? null : ($"C-{contract.Number}", contract.Title);
    }

    /// <summary>
    /// What has happened to the item and what was reported on it, the latest first: all of it for members of the organisation; for others what followers
    /// are told, and only from when the item was shown to them.
    /// </summary>
    public async Task<(
        IReadOnlyList<HistoryLine> History,
        IReadOnlyList<PipelinePost> Posts
    )> PastAsync(ItemFacts facts, CancellationToken cancellation)
    {
        var item = facts.Item.Id;
        var id = item.ToString();
        var acts = await db.Set<Event>()
            .AsNoTracking()
            .Where(e => e.SubjectKind == nameof(PipelineItem) && e.SubjectId == id)
            .OrderByDescending(e => e.Seq)
            .Take(MostHistory)
            .ToListAsync(cancellation);
        var posts = await db.Set<PipelinePost>()
            .AsNoTracking()
            .Where(p => p.ItemId == item)
            .OrderByDescending(p => p.At)
            .Take(MostPosts)
            .ToListAsync(cancellation);
        if (facts.IsMember)
        {
            return (
                [
                    .. acts.Select(a => new HistoryLine(
                        a.At,
                        a.ActorName,
                        PipelineTelling.ToMembers(a)
                    )),
                ],
                posts
            );
        }
        var from = (
            await PipelineShown.FromAsync(
                db,
                actor,
                [(item, facts.Item.OrganisationId)],
                cancellation
            )
        )[item];
        var shown = acts.FindAll(a => a.Seq >= from);
        var since = await db.Set<Event>()
            .Where(e => e.Seq == from)
            .Select(e => (DateTime?)e.At)
            .SingleOrDefaultAsync(cancellation);
        return (
            [
                .. shown
                    .Select(a => (a.At, Says: PipelineTelling.ToFollowers(a)))
                    .Where(a => a.Says is not null)
                    .Select(a => new HistoryLine(a.At, facts.Organisation.Name, a.Says!)),
            ],
            posts.FindAll(p => p.At >= since)
        );
    }

    /// <summary>Members of an organisation, to choose among.</summary>
    public async Task<IReadOnlyList<Choice>> MembersAsync(
        Id<Organisation> organisation,
        CancellationToken cancellation
    ) =>
        [
            .. (
                await db.Set<Membership>()
                    .Where(m => m.OrganisationId == organisation)
                    .Join(
                        db.Set<Person>(),
                        m => m.PersonId,
                        p => p.Id,
                        (_, p) => new { p.Id, p.Name }
                    )
                    .OrderBy(p => p.Name)
                    .ToListAsync(cancellation)
            ).Select(p => new Choice(p.Id.ToString(), p.Name)),
        ];

    /// <summary>The organisation of this address.</summary>
    /// <param name="membersOnly">Whether only its members may know of the page.</param>
    /// <exception cref="Refusal">There is none, or the reader is no member.</exception>
    public async Task<Organisation> OrganisationAsync(
        string slug,
        bool membersOnly,
        CancellationToken cancellation
    )
    {
        var found = await db.Set<Organisation>()
            .AsNoTracking()
            .SingleOrDefaultAsync(o => o.Slug == slug || o.AuthorityCode == slug, cancellation);
        return found is not null && (!membersOnly || actor.Has(found.Id.Value, Role.Member))
            ? found
            : throw new Refusal("There is no such organisation.", kind: RefusalKind.NotFound);
    }
}
