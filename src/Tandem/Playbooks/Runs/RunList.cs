using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Collaborations.Workspaces;
using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Web.Components;

namespace Tandem.Playbooks.Runs;

/// <summary>What a list of runs is asked for.</summary>
/// <param name="Words">Looked for in title, reference and what it is about.</param>
/// <param name="State">active, hold, stopped or completed.</param>
/// <param name="Playbook">Key of the playbook.</param>
/// <param name="Stage">Code of the stage it is in.</param>
/// <param name="Organisation">Slug of an authority that takes part.</param>
/// <param name="Overdue">Only those with an open step whose day has passed.</param>
/// <param name="Deciding">Only those at a gate where only decisions are awaited.</param>
/// <param name="Mine">Only those the reader's own organisations take part in.</param>
public sealed record RunFilter(
    string? Words,
    string? State,
    string? Playbook,
    string? Stage,
    string? Organisation,
    bool Overdue,
    bool Deciding,
    bool Mine,
    string Sort,
    int Page
)
{
    public static readonly IReadOnlyList<Choice> States =
    [
        new("active", "Active"),
        new("hold", "On hold"),
        new("stopped", "Stopped"),
        new("completed", "Completed"),
    ];

    public static readonly IReadOnlyList<Choice> Orders =
    [
        new("due", "What is due first"),
        new("newest", "Newest"),
        new("title", "Name"),
        new("stage", "Longest in its stage"),
    ];

    public static RunFilter Read(IQueryCollection query)
    {
        string? Of(string name) =>
            query[name].FirstOrDefault()?.Trim() is { Length: > 0 and <= 200 } value ? value : null;
        return new(
            Of("q"),
            Of("state") is { } state && States.Any(s => s.Value == state) ? state : null,
            Of("playbook"),
            Of("stage"),
            Of("organisation"),
            Of("overdue") == "yes",
            Of("deciding") == "yes",
            Of("mine") == "yes",
            Of("sort") is { } sort && Orders.Any(o => o.Value == sort) ? sort : "due",
            int.TryParse(Of("page"), CultureInfo.InvariantCulture, out var page)
                ? Math.Clamp(page, 1, 10_000)
                : 1
        );
    }
}

/// <summary>One run as data: what it is, who does it and where it stands, as on its public page.</summary>
public sealed record RunRecord
{
    public required string Reference { get; init; }
    public required string Path { get; init; }
    public required string Title { get; init; }
    public required string About { get; init; }
    public required string Playbook { get; init; }
    public required string Version { get; init; }
    public required string Lead { get; init; }
    public required IReadOnlyList<string> Authorities { get; init; }
    public required string State { get; init; }
    public required string Stage { get; init; }
    public required DateOnly StageSince { get; init; }
    public required int StepsDone { get; init; }
    public required int Steps { get; init; }

    /// <summary>The earliest day an open step is due; known to those inside only.</summary>
    public DateOnly? NextDue { get; init; }
    public required bool GateWaits { get; init; }
    public required DateOnly Started { get; init; }
    public DateOnly? Ended { get; init; }
    public string? Words { get; init; }

    public static readonly IReadOnlyList<string> Columns =
    [
        "Reference",
        "Title",
        "Playbook",
        "Version",
        "Lead",
        "Authorities",
        "State",
        "Stage",
        "In stage since",
        "Steps done",
        "Steps",
        "Next due",
        "Waits for decisions",
        "Started",
        "Ended",
    ];

    /// <summary>The row under <see cref="Columns"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<string?> Cells =>
        [
            Reference,
            Title,
            Playbook,
            Version,
            Lead,
            string.Join("; ", Authorities),
            State,
            Stage,
            Iso(StageSince),
            StepsDone.ToString(CultureInfo.InvariantCulture),
            Steps.ToString(CultureInfo.InvariantCulture),
            Iso(NextDue),
            GateWaits ? "yes" : "no",
            Iso(Started),
            Iso(Ended),
        ];

    private static string? Iso(DateOnly? day) =>
        day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>The list of runs, for page, board, CSV and JSON alike.</summary>
public sealed class RunList(Db db)
{
    public const int PageSize = 25;

    /// <summary>Those that fit and the actor may see, in order.</summary>
    public IQueryable<Run> Find(RunFilter filter, Actor actor)
    {
        var found = Fitting(filter, actor);
        return filter.Sort switch
        {
            "title" => found.OrderBy(r => r.Title).ThenByDescending(r => r.Id),
            "stage" => found
                .OrderBy(r => r.State != RunState.Active)
                .ThenBy(r => r.StageSince)
                .ThenByDescending(r => r.Id),
            "newest" => found.OrderByDescending(r => r.Year).ThenByDescending(r => r.Number),
            _ when actor.Roles.Count == 0 => found
                .OrderByDescending(r => r.Year)
                .ThenByDescending(r => r.Number),
            _ => found
                .OrderBy(r => r.NextDue == null)
                .ThenBy(r => r.NextDue)
                .ThenByDescending(r => r.Id),
        };
    }

    /// <summary>Those that fit and the actor may see, in no order: to count.</summary>
    public IQueryable<Run> Fitting(RunFilter filter, Actor actor)
    {
        var found = db.Set<Run>().AsNoTracking().VisibleTo(db, actor);
        if (filter.Mine)
        {
            found = found.InsideOf(db, actor);
        }
        foreach (var (word, without) in QueryWords.Letters(filter.Words).Take(10))
        {
            if (!without && Run.NumberOf(word) is var (year, number))
            {
                found = found.Where(r => r.Year == year && r.Number == number);
                continue;
            }
            found = found.Where(r =>
                (r.Title.ToLower().Contains(word) || r.About.ToLower().Contains(word)) != without
            );
        }
        found = filter.State switch
        {
            "active" => found.Where(r => r.State == RunState.Active),
            "hold" => found.Where(r => r.State == RunState.OnHold),
            "stopped" => found.Where(r => r.State == RunState.Stopped),
            "completed" => found.Where(r => r.State == RunState.Completed),
            _ => found,
        };
        if (filter.Playbook is { } playbook)
        {
            found = found.Where(r => r.Playbook == playbook);
        }
        if (filter.Stage is { } stage)
        {
            found = found.Where(r => r.StageCode == stage);
        }
        if (filter.Organisation is { } slug)
        {
            var organisations = db.Set<Organisation>().Where(o => o.Slug == slug).Select(o => o.Id);
            found = found.Where(r =>
                r.Authorities.Any(a => a.LeftAt == null && organisations.Contains(a.OrganisationId))
            );
        }
        if (filter.Deciding)
        {
            found = found.Where(r => r.GateWaits);
        }
        // When steps are due is what those inside know, and nobody finds it out by asking for it.
        if (filter.Overdue)
        {
            var today = db.Today();
            found = found.InsideOf(db, actor).Where(r => r.NextDue < today);
        }
        return found;
    }

    /// <summary>For the search over everything: those that have the words, the newest first.</summary>
    public async Task<SearchFound> SearchAsync(
        string words,
        int take,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var found = Find(
            new(words, null, null, null, null, false, false, false, "newest", 1),
            actor
        );
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

    /// <summary>The facts of these runs, with names.</summary>
    public async Task<IReadOnlyList<RunRecord>> RecordsAsync(
        IReadOnlyList<Run> runs,
        Actor actor,
        CancellationToken cancellation = default
    )
    {
        var ids = runs.Select(r => r.Id).ToList();
        var places = (
            await db.Set<RunAuthority>()
                .AsNoTracking()
                .Where(a => ids.Contains(a.RunId) && a.LeftAt == null)
                .Select(a => new { a.RunId, a.OrganisationId })
                .ToListAsync(cancellation)
        ).ToLookup(a => a.RunId, a => a.OrganisationId);
        var names = await db.OrganisationsAsync(
            runs.Select(r => r.LeadId).Concat(places.SelectMany(p => p)),
            cancellation
        );
        var keepers = await db.KeepersAsync(runs.Select(r => r.Playbook), cancellation);
        return
        [
            .. runs.Select(r => new RunRecord
            {
                Reference = r.Reference,
                Path = r.Path,
                Title = r.Title,
                About = r.About,
                Playbook = keepers.NameOf(r.Playbook, r.PlaybookTitle),
                Version = r.Version,
                Lead = names[r.LeadId].Name,
                Authorities =
                [
                    .. places[r.Id].Select(o => names[o].Name).Order(StringComparer.Ordinal),
                ],
                State = RunWords.State(r.State).Text,
                Stage = r.StageTitle,
                StageSince = LocalDay.Of(r.StageSince),
                StepsDone = r.StepsDone,
                Steps = r.StepsAll,
                NextDue = places[r.Id].Any(o => actor.Has(o.Value, Role.Member)) ? r.NextDue : null,
                GateWaits = r.GateWaits,
                Started = LocalDay.Of(r.StartedAt),
                Ended = (r.CompletedAt ?? r.StoppedAt) is { } ended ? LocalDay.Of(ended) : null,
                Words = r.PublicWords,
            }),
        ];
    }
}
