using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Web.Components;

namespace Tandem.Collaborations.Workspaces;

/// <summary>What a list of collaborations is asked for.</summary>
/// <param name="Words">Looked for in title, aims and members.</param>
/// <param name="State">open, agreed, bought or ended.</param>
/// <param name="Organisation">Slug of an organisation that takes part.</param>
/// <param name="Mine">Only those the reader's own organisations take part in.</param>
/// <param name="Sort">newest, title or saved.</param>
public sealed record CollaborationFilter(
    string? Words,
    string? State,
    string? Organisation,
    bool Mine,
    string Sort,
    int Page
)
{
    public static readonly IReadOnlyList<Choice> States =
    [
        new("open", "Open"),
        new("agreed", "Closed: agreed"),
        new("bought", "Closed: bought together"),
        new("ended", "Closed: ended"),
    ];

    public static readonly IReadOnlyList<Choice> Orders =
    [
        new("newest", "Newest"),
        new("title", "Name"),
        new("saved", "Most saved"),
    ];

    public static CollaborationFilter Read(IQueryCollection query)
    {
        string? Of(string name) =>
            query[name].FirstOrDefault()?.Trim() is { Length: > 0 and <= 200 } value ? value : null;
        return new(
            Of("q"),
            Of("state") is { } state && States.Any(s => s.Value == state) ? state : null,
            Of("organisation"),
            Of("mine") == "yes",
            Of("sort") is { } sort && Orders.Any(o => o.Value == sort) ? sort : "newest",
            int.TryParse(Of("page"), CultureInfo.InvariantCulture, out var page)
                ? Math.Clamp(page, 1, 10_000)
                : 1
        );
    }
}

/// <summary>One collaboration as data: its facts, which is all that those see who are not inside.</summary>
public sealed record CollaborationRecord
{
    public required string Reference { get; init; }
    public required string Path { get; init; }
    public required string Title { get; init; }
    public required string Aims { get; init; }

    /// <summary>Open, or closed with what came of it.</summary>
    public required string State { get; init; }
    public required string Lead { get; init; }
    public required IReadOnlyList<CollaborationMemberRecord> Members { get; init; }
    public string? StartedFrom { get; init; }
    public required DateOnly Started { get; init; }
    public DateOnly? Closed { get; init; }

    /// <summary>Price saved, by currency, in major units.</summary>
    public required IReadOnlyDictionary<string, decimal> Saved { get; init; }
    public required int HoursSaved { get; init; }
    public required string VisibleTo { get; init; }

    /// <summary>What the lead lets its readers know.</summary>
    public string? Words { get; init; }

    public static readonly IReadOnlyList<string> Columns =
    [
        "Reference",
        "Title",
        "State",
        "Lead",
        "In",
        "Observing",
        "Started",
        "Closed",
        "Saved (GBP)",
        "Hours saved",
        "Visible to",
    ];

    /// <summary>The row under <see cref="Columns"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<string?> Cells =>
        [
            Reference,
            Title,
            State,
            Lead,
            Names("In"),
            Names("Observing"),
            Iso(Started),
            Closed is { } closed ? Iso(closed) : null,
            Saved.GetValueOrDefault("GBP").ToString("0.##", CultureInfo.InvariantCulture),
            HoursSaved.ToString(CultureInfo.InvariantCulture),
            VisibleTo,
        ];

    private string Names(string standing) =>
        string.Join("; ", Members.Where(m => m.Standing == standing).Select(m => m.Name));

    private static string Iso(DateOnly day) =>
        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>A member as data.</summary>
public sealed record CollaborationMemberRecord(string Name, string Slug, string Standing);

/// <summary>The list of collaborations, for page, CSV and JSON alike.</summary>
public sealed class CollaborationList(Db db)
{
    public const int PageSize = 25;

    /// <summary>Those that fit and the actor may see, in order.</summary>
    public IQueryable<Collaboration> Find(CollaborationFilter filter, Actor actor)
    {
        var found = db.Set<Collaboration>().AsNoTracking().Include(c => c.Members).VisibleTo(actor);
        if (filter.Mine)
        {
            found = found.InsideOf(actor);
        }
        foreach (var (letters, without) in QueryWords.Letters(filter.Words))
        {
            found = found.Where(c =>
                without
                != (
                    c.Title.ToLower().Contains(letters)
                    || c.Aims.ToLower().Contains(letters)
                    || c.Members.Any(m =>
                        m.Standing == Standing.In
                        && db.Set<Organisation>()
                            .Any(o =>
                                o.Id == m.OrganisationId && o.Name.ToLower().Contains(letters)
                            )
                    )
                )
            );
        }
        if (filter.Organisation is { } slug)
        {
            found = found.Where(c =>
                c.Members.Any(m =>
                    m.Standing == Standing.In
                    && db.Set<Organisation>().Any(o => o.Id == m.OrganisationId && o.Slug == slug)
                )
            );
        }
        found = filter.State switch
        {
            "open" => found.Where(c => c.ClosedAt == null),
            "agreed" => found.Where(c => c.Outcome == CollaborationOutcome.Agreed),
            "bought" => found.Where(c => c.Outcome == CollaborationOutcome.BoughtTogether),
            "ended" => found.Where(c => c.Outcome == CollaborationOutcome.Ended),
            _ => found,
        };
        return filter.Sort switch
        {
            "title" => found.OrderBy(c => c.Title).ThenByDescending(c => c.Number),
            "saved" => found
                .OrderByDescending(c =>
                    db.Set<RecordedBenefit>()
                        .Where(b => b.CollaborationId == c.Id && b.TakenBackAt == null)
                        .Sum(b => b.SavedMinor)
                )
                .ThenByDescending(c => c.Number),
            _ => found.OrderByDescending(c => c.Number),
        };
    }

    /// <summary>For the search over everything: those that have the words, the newest first.</summary>
    public async Task<SearchFound> SearchAsync(
        string words,
        int take,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var found = Find(new(words, null, null, false, "newest", 1), actor);
        return new(
            await found.CountAsync(cancellation),
            null,
            await RecordsAsync(
                await found.Take(take).ToListAsync(cancellation),
                actor,
                cancellation
            )
        );
    }

    /// <summary>The facts of these collaborations, with names and what was saved. Who only observes is named to members alone.</summary>
    public async Task<IReadOnlyList<CollaborationRecord>> RecordsAsync(
        IReadOnlyList<Collaboration> collaborations,
        Actor actor,
        CancellationToken cancellation = default
    )
    {
        var names = await db.OrganisationsAsync(
            collaborations.SelectMany(c => c.Members.Select(m => m.OrganisationId)),
            cancellation
        );
        var ids = collaborations.Select(c => c.Id).ToList();
        var benefits = (
            await db.Set<RecordedBenefit>()
                .AsNoTracking()
                .Where(b => ids.Contains(b.CollaborationId))
                .ToListAsync(cancellation)
        ).ToLookup(b => b.CollaborationId);
        return
        [
            .. collaborations.Select(c =>
            {
                var total = BenefitTotal.Of(benefits[c.Id]);
                return new CollaborationRecord
                {
                    Reference = c.Reference,
                    Path = c.Path,
                    Title = c.Title,
                    Aims = c.Aims,
                    State = WorkspaceWords.State(c).Text,
                    Lead = names[c.LeadId].Name,
                    Members =
                    [
                        .. c
                            .Current.Where(m =>
                                m.Standing == Standing.In
                                || CollaborationPermissions.MayReadInside(actor, c).Allowed
                            )
                            .Select(m => new CollaborationMemberRecord(
                                names[m.OrganisationId].Name,
                                names[m.OrganisationId].Slug,
                                WorkspaceWords.StandingOf(m.Standing).Text
                            ))
                            .OrderBy(m => m.Name, StringComparer.Ordinal),
                    ],
                    StartedFrom = c.StartPath,
                    Started = LocalDay.Of(c.StartedAt),
                    Closed = c.ClosedAt is { } closed ? LocalDay.Of(closed) : null,
                    Saved = total.Saved,
                    HoursSaved = total.Hours,
                    VisibleTo = WorkspaceWords.Audience(c.Visibility),
                    Words = c.PublicWords,
                };
            }),
        ];
    }

    /// <summary>What all those that fit have saved together.</summary>
    public async Task<BenefitTotal> TotalAsync(
        IQueryable<Collaboration> found,
        CancellationToken cancellation = default
    )
    {
        var ids = found.Select(c => c.Id);
        var sums = await db.Set<RecordedBenefit>()
            .Where(b => b.TakenBackAt == null && ids.Contains(b.CollaborationId))
            .GroupBy(b => b.Currency)
            .Select(g => new
            {
                g.Key,
                Saved = g.Sum(b => b.SavedMinor),
                Hours = g.Sum(b => b.Hours),
            })
            .ToListAsync(cancellation);
        return new(
            sums.Where(s => s.Saved > 0).ToDictionary(s => s.Key, s => s.Saved / 100m),
            sums.Sum(s => s.Hours)
        );
    }
}
