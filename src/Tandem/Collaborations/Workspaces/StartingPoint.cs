using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Classification;
using Tandem.Kernel;
using Tandem.Pipeline;

namespace Tandem.Collaborations.Workspaces;

/// <summary>What kind of record people start from.</summary>
public enum StartingKind
{
    /// <summary>An opportunity: two or more authorities with the same need.</summary>
    Opportunity,

    /// <summary>An item of an organisation's pipeline.</summary>
    PipelineItem,
}

/// <summary>The opportunity or pipeline item from which councils begin to talk about buying together.</summary>
/// <param name="Key">Key of the opportunity, or reference of the item.</param>
/// <param name="Title">The need, in a few words.</param>
/// <param name="Path">Its page.</param>
/// <param name="Parties">Whose purchase it is: the authorities of the opportunity, or the organisation that keeps the item.</param>
/// <param name="Cpv">CPV codes of eight digits where they are known.</param>
public sealed record StartingPoint(
    StartingKind Kind,
    string Key,
    string Title,
    string Path,
    IReadOnlyList<StartingParty> Parties,
    IReadOnlyList<string> Cpv
)
{
    /// <summary>Whether a purchase in it is the organisation's own.</summary>
    public bool IsParty(Id<Organisation> organisation) =>
        Parties.Any(p => p.Organisation?.Id == organisation);

    /// <summary>
    /// Whether the organisation may speak on it: of an opportunity, those in it; of a pipeline item, everybody who may see it, for the
    /// item asks to be answered.
    /// </summary>
    public bool Concerns(Id<Organisation> organisation) =>
        Kind == StartingKind.PipelineItem || IsParty(organisation);

    /// <summary>Kind of the record, as the timeline names it.</summary>
    public string SubjectKind =>
        Kind == StartingKind.Opportunity ? nameof(KeptOpportunity) : nameof(Pipeline.PipelineItem);

    /// <summary>Page on which an organisation says how far it would go, and asks the others.</summary>
    public string InterestPath => $"{Path}/interest";
}

/// <summary>One whose purchase it is.</summary>
/// <param name="Code">By which matching knows it.</param>
/// <param name="Organisation">The organisation it is here; null for an authority that is not on this network yet.</param>
/// <param name="CanAnswer">Whether anybody there may answer for it; without that it cannot be asked.</param>
public sealed record StartingParty(
    string Code,
    string Name,
    Organisation? Organisation,
    bool CanAnswer
);

/// <summary>Finds starting points, by the same rules as their own pages.</summary>
public sealed class StartingPoints(Db db, OrganisationBuyers buyers)
{
    /// <summary>The one with this key, or null where there is none that the actor may see.</summary>
    public async Task<StartingPoint?> FindAsync(
        StartingKind kind,
        string key,
        Actor actor,
        CancellationToken cancellation = default
    ) =>
        kind switch
        {
            StartingKind.Opportunity => await OpportunityAsync(key, cancellation),
            _ => await ItemAsync(key, actor, cancellation),
        };

    /// <exception cref="Refusal">There is none, or none that the actor may see.</exception>
    public async Task<StartingPoint> GetAsync(
        StartingKind kind,
        string key,
        Actor actor,
        CancellationToken cancellation = default
    ) =>
        await FindAsync(kind, key, actor, cancellation)
        ?? throw new Refusal(
            kind == StartingKind.Opportunity
                ? "There is no such opportunity."
                : "There is no such item.",
            kind: RefusalKind.NotFound
        );

    private async Task<StartingPoint?> OpportunityAsync(string key, CancellationToken cancellation)
    {
        var kept = await db.Set<KeptOpportunity>()
            .AsNoTracking()
            .Shown(db)
            .SingleOrDefaultAsync(o => o.Key == key, cancellation);
        if (kept is null)
        {
            return null;
        }
        var found = kept.Found();
        var here = await ByCodeAsync(cancellation);
        var parties = found
            .Authorities.Select(a => (a.Code, a.Name, Here: here.GetValueOrDefault(a.Code)))
            .ToList();
        var speakers = await db.SpeakersAsync(
            parties.Select(p => p.Here).OfType<Organisation>().Select(o => o.Id),
            cancellation
        );
        return new(
            StartingKind.Opportunity,
            key,
            found.Title,
            $"/opportunities/{key}",
            [
                .. parties.Select(p => new StartingParty(
                    p.Code,
                    p.Name,
                    p.Here,
                    p.Here is { } here && speakers.ContainsKey(here.Id)
                )),
            ],
            await OpportunityCodes.OfAsync(db, found, cancellation)
        );
    }

    private async Task<StartingPoint?> ItemAsync(
        string key,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var number = PipelineItem.NumberOf(key) ?? 0;
        var found = await db.Set<PipelineItem>()
            .AsNoTracking()
            .VisibleTo(actor)
            .Where(i => i.Number == number && i.State == PipelineState.Current)
            .Join(
                db.Set<Organisation>(),
                i => i.OrganisationId,
                o => o.Id,
                (i, o) => new { Item = i, Organisation = o }
            )
            .SingleOrDefaultAsync(cancellation);
        if (found is null)
        {
            return null;
        }
        var speakers = await db.SpeakersAsync([found.Organisation.Id], cancellation);
        return new(
            StartingKind.PipelineItem,
            found.Item.Reference,
            found.Item.Title,
            $"/pipeline/{found.Item.Reference}",
            [
                new(
                    buyers.KeyOf(found.Organisation),
                    found.Organisation.Name,
                    found.Organisation,
                    speakers.ContainsKey(found.Organisation.Id)
                ),
            ],
            found.Item.CpvCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
    }

    /// <summary>The organisations here, by what matching knows them as; of two that are one authority, the one that came first.</summary>
    internal async Task<Dictionary<string, Organisation>> ByCodeAsync(
        CancellationToken cancellation
    ) =>
        (await db.Set<Organisation>().AsNoTracking().OrderBy(o => o.Id).ToListAsync(cancellation))
            .DistinctBy(buyers.KeyOf)
            .ToDictionary(buyers.KeyOf, StringComparer.Ordinal);
}

/// <summary>Which calendar of bank holidays an organisation works by: that of its nation.</summary>
public sealed class Calendars(Authorities authorities, WorkingDays days)
{
    /// <summary>Name of the organisation's calendar; of England and Wales where it is no known authority.</summary>
    public string NameFor(Organisation organisation) =>
        NationalCalendar.Of(
            organisation.AuthorityCode is { } code ? authorities.ByCode(code)?.Nation : null
        );

    /// <inheritdoc cref="NameFor"/>
    public HolidayCalendar For(Organisation organisation) => days[NameFor(organisation)];
}
