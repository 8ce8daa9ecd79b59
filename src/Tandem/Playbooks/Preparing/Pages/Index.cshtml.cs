using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Playbooks.Preparing.Pages;

/// <summary>A checklist of an organisation in its list.</summary>
public sealed record KeptChecklist(
    Id<Preparation> Id,
    string Title,
    string Playbook,
    string Language,
    int Settled,
    int Points,
    DateOnly? ReviewedOn,
    DateOnly ReviewBy
);

/// <summary>How is our organisation prepared?</summary>
public sealed class IndexModel(Db db, Actor actor, PlaybookShelf shelf) : PageModel
{
    public Organisation Organisation { get; private set; } = null!;
    public DateOnly Today => db.Today();
    public IReadOnlyList<KeptChecklist> Kept { get; private set; } = [];

    /// <summary>Standing stages that could be taken up: title, playbook, address, language.</summary>
    public IReadOnlyList<(string, string, string, string)> Offered { get; private set; } = [];

    public async Task OnGetAsync(string slug)
    {
        var stopped = HttpContext.RequestAborted;
        Organisation = await db.PreparedOrganisationAsync(actor, slug, stopped);
        var preparations = await db.Set<Preparation>()
            .AsNoTracking()
            .Where(p => p.OrganisationId == Organisation.Id && p.EndedAt == null)
            .OrderBy(p => p.ReviewBy)
            .ToListAsync(stopped);
        var ids = preparations.Select(p => p.Id).ToList();
        var settled = await db.Set<PreparedPoint>()
            .Where(p => ids.Contains(p.PreparationId) && p.State != PointState.Open)
            .ToListAsync(stopped);
        var kept = new List<KeptChecklist>();
        foreach (var preparation in preparations)
        {
            var playbook = await shelf.ReadAsync(preparation.VersionId, stopped);
            var stage = playbook.Stage(preparation.StageCode)!;
            kept.Add(
                new(
                    preparation.Id,
                    stage.Title,
                    playbook.Title,
                    playbook.Language,
                    settled.Count(p =>
                        p.PreparationId == preparation.Id
                        && stage.Steps.Any(s => s.Code == p.StepCode)
                    ),
                    stage.Steps.Count,
                    preparation.ReviewedOn,
                    preparation.ReviewBy
                )
            );
        }
        Kept = kept;
        var offered = new List<(string, string, string, string)>();
        foreach (var shelved in await shelf.PublishedAsync(stopped))
        {
            var playbook = await shelf.ReadAsync(shelved.Version.Id, stopped);
            offered.AddRange(
                playbook
                    .Stages.Where(s =>
                        s.Standing
                        && !preparations.Exists(p =>
                            p.PlaybookId == shelved.Kept.Id && p.StageCode == s.Code
                        )
                    )
                    .Select(s =>
                        (
                            s.Title,
                            playbook.Title,
                            $"{shelved.Kept.Path}/{s.Code}",
                            playbook.Language
                        )
                    )
            );
        }
        Offered = offered;
    }
}

internal static class PreparedOrganisations
{
    /// <summary>The organisation of this part of an address, for its members.</summary>
    /// <exception cref="Refusal">The actor is none of them, or there is no such organisation.</exception>
    public static async Task<Organisation> PreparedOrganisationAsync(
        this Db db,
        Actor actor,
        string slug,
        CancellationToken cancellation
    )
    {
        var organisation = await db.Set<Organisation>()
            .SingleOrDefaultAsync(o => o.Slug == slug, cancellation);
        return
            organisation is not null
            && PlaybookPermissions.MaySeePreparation(actor, organisation.Id).Allowed
            ? organisation
            : throw new Refusal("There is no such organisation.", kind: RefusalKind.NotFound);
    }
}
