using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web.Components;
using Tandem.Web.Lists;

namespace Tandem.Playbooks.Runs.Pages;

/// <summary>A page across runs, with its filters.</summary>
public abstract class RunListPage(Db db, CurrentActor current) : PageModel
{
    public RunFilter Filter { get; private set; } = null!;
    public IReadOnlyList<PageLink> InForce { get; private set; } = [];
    public IReadOnlyList<Choice> Organisations { get; private set; } = [];
    public IReadOnlyList<Choice> Playbooks { get; private set; } = [];
    public IReadOnlyList<Choice> Stages { get; private set; } = [];
    public bool IsMember => current.Organisations.Count > 0;
    public bool MayStart =>
        current.Organisations.Any(o => RunPermissions.MayStart(current.Value, o).Allowed);

    internal Actor Actor => current.Value;

    protected async Task FiltersAsync(CancellationToken cancellation)
    {
        Filter = RunFilter.Read(Request.Query);
        var seen = db.Set<Run>().VisibleTo(db, Actor);
        var groups = await seen.GroupBy(r => new
            {
                r.Playbook,
                r.PlaybookTitle,
                r.StageCode,
                r.StageTitle,
            })
            .Select(g => g.Key)
            .ToListAsync(cancellation);
        var keepers = await db.KeepersAsync(groups.Select(g => g.Playbook), cancellation);
        Playbooks =
        [
            .. groups
                .DistinctBy(g => g.Playbook)
                .Select(g => new Choice(g.Playbook, keepers.NameOf(g.Playbook, g.PlaybookTitle)))
                .OrderBy(c => c.Text, StringComparer.Ordinal),
        ];
        Stages =
        [
            .. groups
                .Where(g => Filter.Playbook is null || g.Playbook == Filter.Playbook)
                .DistinctBy(g => g.StageCode)
                .OrderBy(g => g.StageTitle, StringComparer.Ordinal)
                .Select(g => new Choice(g.StageCode, g.StageTitle)),
        ];
        Organisations =
        [
            .. (
                await db.Set<Organisation>()
                    .Where(o =>
                        db.Set<RunAuthority>()
                            .Any(a =>
                                a.OrganisationId == o.Id
                                && a.LeftAt == null
                                && seen.Any(r => r.Id == a.RunId)
                            )
                    )
                    .OrderBy(o => o.Name)
                    .Select(o => new { o.Slug, o.Name })
                    .ToListAsync(cancellation)
            ).Select(o => new Choice(o.Slug, o.Name)),
        ];
        InForce = [.. Chips()];
    }

    private IEnumerable<PageLink> Chips()
    {
        static string Of(IReadOnlyList<Choice> choices, string value) =>
            choices.FirstOrDefault(c => c.Value == value)?.Text ?? value;
        if (Filter.Words is { } words)
        {
            yield return Chip($"“{words}”", "q");
        }
        if (Filter.State is { } state)
        {
            yield return Chip(Of(RunFilter.States, state), "state");
        }
        if (Filter.Playbook is { } playbook)
        {
            yield return Chip(Of(Playbooks, playbook), "playbook");
        }
        if (Filter.Stage is { } stage)
        {
            yield return Chip(Of(Stages, stage), "stage");
        }
        if (Filter.Organisation is { } slug)
        {
            yield return Chip(Of(Organisations, slug), "organisation");
        }
        if (Filter.Overdue)
        {
            yield return Chip("Overdue", "overdue");
        }
        if (Filter.Deciding)
        {
            yield return Chip("Waits for decisions", "deciding");
        }
        if (Filter.Mine)
        {
            yield return Chip("Ours", "mine");
        }
    }

    private PageLink Chip(string text, string name) =>
        new(text, ListAddress.With(Request, (name, null), ("page", null)));
}
