using Microsoft.EntityFrameworkCore;
using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Playbooks.Reading;

/// <summary>A page of a playbook as every way out shows it.</summary>
public sealed record PlaybookPageRow
{
    public required string Title { get; init; }
    public required string Path { get; init; }
    public PageKind Kind { get; init; }

    /// <summary>What it is for, in a sentence.</summary>
    public required string Lead { get; init; }
    public required string Playbook { get; init; }

    /// <summary>As in addresses.</summary>
    public required string PlaybookKey { get; init; }
    public required string Version { get; init; }
    public required string Language { get; init; }

    /// <summary>Titles of the stages it belongs to.</summary>
    public required IReadOnlyList<string> Stages { get; init; }
    public required IReadOnlyList<string> Responsible { get; init; }
    public required IReadOnlyList<string> Accountable { get; init; }
    public required IReadOnlyList<string> Consulted { get; init; }
    public required IReadOnlyList<string> Informed { get; init; }
    public required IReadOnlyList<string> Topics { get; init; }
    public DateOnly Reviewed { get; init; }
}

/// <summary>The list of pages of all playbooks, or of one.</summary>
public sealed class PlaybookPageList(
    PlaybookPageIndex index,
    FilterWords words,
    Db db,
    PlaybookShelf shelf,
    Actor actor,
    TimeProvider clock
) : RecordList<PlaybookPageRow>(Shape, index, words, actor, clock)
{
    private readonly Actor reader = actor;

    public static readonly ListShape Shape = new(
        "/playbooks/pages",
        "playbook page",
        [
            new("playbook", "Playbook", 8),
            new("kind", "What it is", 4),
            new("stage", "Stage", 10),
            new("role", "Role, in any part", 8),
            new("responsible", "Who is responsible", 6),
            new("accountable", "Who is accountable", 6),
            new("consulted", "Who is asked", 6),
            new("informed", "Who is told", 6),
            new("topic", "Topic", 10),
            new("language", "Language", 5),
        ],
        [],
        [
            new("best", "Best match", null, false),
            new("order", "As in the playbook", "order", false),
            new("reviewed", "Longest not reviewed", "reviewed", false),
        ]
    )
    {
        Begin = new PageLink("See the playbooks", "/playbooks"),
    };

    /// <inheritdoc/>
    public override IReadOnlyList<(
        string Heading,
        Func<PlaybookPageRow, string?> Cell
    )> Columns { get; } =
    [
        ("Title", r => r.Title),
        ("What it is", r => PlaybookWords.Kind(r.Kind)),
        ("Playbook", r => r.Playbook),
        ("Version", r => r.Version),
        ("Language", r => r.Language),
        ("Stages", r => string.Join("; ", r.Stages)),
        ("Responsible", r => string.Join("; ", r.Responsible)),
        ("Accountable", r => string.Join("; ", r.Accountable)),
        ("Consulted", r => string.Join("; ", r.Consulted)),
        ("Informed", r => string.Join("; ", r.Informed)),
        ("Topics", r => string.Join("; ", r.Topics)),
        ("Last reviewed", r => RecordParts.Text(r.Reviewed)),
        ("Address", r => r.Path),
    ];

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<PlaybookPageRow>> ByIdAsync(IReadOnlyList<Guid> ids)
    {
        var wanted = ids.Select(id => new Id<PlaybookPage>(id)).ToList();
        var found = await db.Set<PlaybookPage>()
            .AsNoTracking()
            .Where(p => EF.Parameter(wanted).Contains(p.Id) && !p.IsGone)
            .Join(
                db.Set<KeptPlaybook>().VisibleTo(reader),
                p => p.PlaybookId,
                k => k.Id,
                (page, kept) => new { page, kept }
            )
            .Join(
                db.Set<PlaybookVersion>().Where(v => v.State == VersionState.Published),
                f => f.kept.Id,
                v => v.PlaybookId,
                (f, version) =>
                    new
                    {
                        f.page,
                        f.kept,
                        version.Id,
                    }
            )
            .ToListAsync();
        var rows = new Dictionary<Guid, PlaybookPageRow>();
        foreach (var f in found)
        {
            var playbook = await shelf.ReadAsync(f.Id);
            if (PageFacts.Of(playbook, f.page.Kind, f.page.Code) is { } facts)
            {
                rows[f.page.Id.Value] = Row(f.page, f.kept, playbook, facts);
            }
        }
        return [.. ids.Where(rows.ContainsKey).Select(id => rows[id])];
    }

    private static PlaybookPageRow Row(
        PlaybookPage page,
        KeptPlaybook kept,
        Playbook playbook,
        PageFacts facts
    )
    {
        IReadOnlyList<string> Titles(IReadOnlyList<string> roles) =>
            [.. roles.Select(playbook.RoleTitle)];
        return new()
        {
            Title = facts.Title,
            Path = kept.Path + PlaybookPage.PathOf(page.Kind, page.Code),
            Kind = page.Kind,
            Lead = facts.Lead,
            Playbook = playbook.Title,
            PlaybookKey = kept.Key,
            Version = playbook.Version,
            Language = playbook.Language,
            Stages = [.. facts.Stages.Select(s => playbook.Stage(s)?.Title ?? s)],
            Responsible = Titles(facts.Roles.Responsible),
            Accountable = Titles(facts.Roles.Accountable),
            Consulted = Titles(facts.Roles.Consulted),
            Informed = Titles(facts.Roles.Informed),
            Topics = facts.Topics,
            Reviewed = facts.Reviewed,
        };
    }
}
