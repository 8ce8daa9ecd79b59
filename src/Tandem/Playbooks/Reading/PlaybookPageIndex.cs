using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Playbooks.Files;

namespace Tandem.Playbooks.Reading;

/// <summary>Pages of the published playbooks, to be found by words, stage, role and topic.</summary>
public sealed class PlaybookPageIndex(IDbContextFactory<Db> databases, HeldPlaybooks held)
    : RowIndex(Shape, databases)
{
    private static readonly SearchShape Shape = new(
        [6, 3, 1],
        [
            "playbook",
            "kind",
            "stage",
            "role",
            "responsible",
            "accountable",
            "consulted",
            "informed",
            "topic",
            "language",
        ],
        ["order", "reviewed"]
    );

    /// <inheritdoc/>
    protected override async Task<long> LastChangeAsync(Db db, CancellationToken cancellation) =>
        await db.Set<PlaybookPage>().MaxAsync(p => (long?)p.ChangeSeq, cancellation) ?? 0;

    /// <inheritdoc/>
    protected override IEnumerable<SearchDocument> ChangedAfter(Db db, long change)
    {
        var pages = db.Set<PlaybookPage>()
            .AsNoTracking()
            .Where(p => p.ChangeSeq > change)
            .AsEnumerable()
            .GroupBy(p => p.PlaybookId)
            .ToList();
        foreach (var ofOne in pages)
        {
            var kept = db.Set<KeptPlaybook>().AsNoTracking().Single(p => p.Id == ofOne.Key);
            var playbook = Published(db, kept);
            var keeper = db.Set<Organisation>()
                .Where(o => o.Id == kept.OrganisationId)
                .Select(o => o.Name)
                .SingleOrDefault();
            foreach (var page in ofOne)
            {
                yield return Document(page, kept, keeper, playbook);
            }
        }
    }

    private Playbook? Published(Db db, KeptPlaybook kept)
    {
        var version = db.Set<PlaybookVersion>()
            .Where(v => v.PlaybookId == kept.Id && v.State == VersionState.Published)
            .Select(v => (Id<PlaybookVersion>?)v.Id)
            .FirstOrDefault();
        if (version is not { } id)
        {
            return null;
        }
        if (held.Find(id) is { } known)
        {
            return known;
        }
        var read = PlaybookReader
            .Read(
                db.Set<PlaybookFile>()
                    .Where(f => f.VersionId == id)
                    .ToDictionary(f => f.Path, f => f.Text)
            )
            .Playbook;
        if (read is not null)
        {
            held.Hold(id, read);
        }
        return read;
    }

    private static SearchDocument Document(
        PlaybookPage page,
        KeptPlaybook kept,
        string? keeper,
        Playbook? playbook
    )
    {
        var row =
            playbook is null || page.IsGone ? null : PageFacts.Of(playbook, page.Kind, page.Code);
        if (row is null || playbook is null)
        {
            // Nobody finds it; its row stays for what was said about it.
            return new(
                page.Id.Value,
                page.Number,
                Audience.Only(Guid.Empty),
                [null, null, null],
                [
                    [],
                    [],
                    [],
                    [],
                    [],
                    [],
                    [],
                    [],
                    [],
                    [],
                ],
                [null, null]
            );
        }
        IReadOnlyList<FacetValue> Roles(IEnumerable<string> codes) =>
            [
                .. codes
                    .Select(playbook.RoleTitle)
                    .Distinct()
                    .Select(title => new FacetValue(Slug.Of(title), title)),
            ];
        return new(
            page.Id.Value,
            page.Number,
            kept.Audience switch
            {
                PlaybookAudience.Public => Audience.Everyone,
                PlaybookAudience.Partnership => Audience.Partners(kept.OrganisationId?.Value),
                _ => Audience.Members(kept.OrganisationId?.Value),
            },
            [row.Title, $"{playbook.Title} {row.Lead} {string.Join(' ', row.Topics)}", row.Text],
            [
                [new(kept.Key, PlaybookWords.Name(playbook.Title, keeper))],
                [new(Slug.Of(PlaybookWords.Kind(page.Kind)), PlaybookWords.Kind(page.Kind))],
                [
                    .. row
                        .Stages.Select(playbook.Stage)
                        .OfType<Stage>()
                        // By what it is called: the codes of one language stand for other words in another.
                        .Select(s => new FacetValue(Slug.Of(s.Title), s.Title)),
                ],
                Roles(row.Roles.All),
                Roles(row.Roles.Responsible),
                Roles(row.Roles.Accountable),
                Roles(row.Roles.Consulted),
                Roles(row.Roles.Informed),
                [.. row.Topics.Select(t => new FacetValue(Slug.Of(t), t))],
                [new(playbook.Language, PlaybookWords.Language(playbook.Language))],
            ],
            [page.Number, row.Reviewed.DayNumber]
        );
    }
}
