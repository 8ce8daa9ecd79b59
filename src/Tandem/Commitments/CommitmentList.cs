using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Kernel.Search;

namespace Tandem.Commitments;

/// <summary>A promise as every way out shows it: list, CSV, JSON, API. One that was taken down keeps its reference, its organisation and the reason.</summary>
public sealed record CommitmentRow
{
    public required string Reference { get; init; }
    public required string Path { get; init; }
    public required string Organisation { get; init; }
    public required string OrganisationSlug { get; init; }

    /// <summary>The person who sees to it.</summary>
    public string? Owner { get; init; }
    public string? Text { get; init; }
    public string? ToWhom { get; init; }
    public string? SaidWhere { get; init; }
    public string? Link { get; init; }
    public DateOnly SaidOn { get; init; }
    public DateOnly Due { get; init; }

    /// <summary>The day first promised.</summary>
    public DateOnly FirstDue { get; init; }

    /// <summary>open, changed, kept, not-kept or taken-down.</summary>
    public required string Status { get; init; }
    public bool Overdue { get; init; }

    /// <summary>The day it was kept, or was said not to be.</summary>
    public DateOnly? SettledOn { get; init; }
    public string? TakenDown { get; init; }
    public DateTime ChangedAt { get; init; }

    [JsonIgnore]
    public CommitmentState State { get; init; }

    /// <summary>Headings of the table form.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "Reference",
        "Organisation",
        "Promise",
        "To whom",
        "Where it was said",
        "Link",
        "Said on",
        "To be kept by",
        "First promised for",
        "Status",
        "Overdue",
        "Settled on",
        "Owner",
        "Taken down",
    ];

    /// <summary>The row under <see cref="Columns"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<string?> Cells =>
        [
            Reference,
            Organisation,
            Text,
            ToWhom,
            SaidWhere,
            Link,
            Iso(SaidOn),
            Iso(Due),
            Iso(FirstDue),
            Status,
            Overdue ? "yes" : "no",
            SettledOn is { } settled ? Iso(settled) : null,
            Owner,
            TakenDown,
        ];

    private static string Iso(DateOnly day) =>
        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>How many promises there are and what became of them.</summary>
/// <param name="InTime">Kept on or before the day first promised.</param>
/// <param name="Later">Kept after that day, whether or not it was moved.</param>
/// <param name="Moved">Still to be kept; the day first promised is past, the present one is not.</param>
/// <param name="Ahead">Still to be kept, and its first day is not past.</param>
public sealed record CommitmentFigures(
    int All,
    int InTime,
    int Later,
    int NotKept,
    int Overdue,
    int Moved,
    int Ahead,
    int TakenDown
)
{
    /// <summary>Those whose first day is past or that are settled: what the share is a share of.</summary>
    public int Fallen => InTime + Later + NotKept + Overdue + Moved;

    /// <summary>Share kept in time of those that have fallen due; null while none has.</summary>
    public double? Share => Fallen == 0 ? null : (double)InTime / Fallen;

    /// <summary>Counts what each of these facts says; each promise once.</summary>
    public static CommitmentFigures Of(
        IReadOnlyCollection<(
            CommitmentState State,
            DateOnly Due,
            DateOnly FirstDue,
            DateOnly? SettledOn,
            bool IsTakenDown
        )> facts,
        DateOnly today
    )
    {
        var standing = facts.Where(f => !f.IsTakenDown).ToList();
        var open = standing
            .Where(f => f.State is CommitmentState.Open or CommitmentState.Changed)
            .ToList();
        var kept = standing.Where(f => f.State == CommitmentState.Kept).ToList();
        return new(
            facts.Count,
            kept.Count(f => f.SettledOn <= f.FirstDue),
            kept.Count(f => f.SettledOn > f.FirstDue),
            standing.Count(f => f.State == CommitmentState.NotKept),
            open.Count(f => f.Due < today),
            open.Count(f => f.Due >= today && f.FirstDue < today),
            open.Count(f => f.Due >= today && f.FirstDue >= today),
            facts.Count - standing.Count
        );
    }
}

/// <summary>Promises that the actor may see, found, ordered and counted: the one list behind pages, files and interface.</summary>
public sealed class CommitmentList(Db db, Actor actor, TimeProvider clock)
{
    public const int PageSize = 25;

    public DateOnly Today => clock.Today();

    /// <summary>Those that fit.</summary>
    public IQueryable<Commitment> Find(CommitmentFilter filter)
    {
        var today = Today;
        var found = Within(filter);
        found = found.Standing(filter.Status, today);
        return filter.Sort switch
        {
            "-due" => found.OrderByDescending(c => c.Due).ThenByDescending(c => c.Number),
            "-changed" => found.OrderByDescending(c => c.ChangedAt).ThenBy(c => c.Number),
            _ => found.OrderBy(c => c.Due).ThenBy(c => c.Number),
        };
    }

    /// <summary>Counts of those that fit, whatever their status.</summary>
    public async Task<CommitmentFigures> FiguresAsync(
        CommitmentFilter filter,
        CancellationToken cancellation
    )
    {
        var facts = await Within(filter)
            .Select(c => new
            {
                c.State,
                c.Due,
                c.FirstDue,
                c.SettledOn,
                IsTakenDown = c.TakenDownAt != null,
            })
            .ToListAsync(cancellation);
        return CommitmentFigures.Of(
            facts.ConvertAll(f => (f.State, f.Due, f.FirstDue, f.SettledOn, f.IsTakenDown)),
            Today
        );
    }

    /// <summary>As rows, in the same order.</summary>
    public async Task<IReadOnlyList<CommitmentRow>> RowsAsync(
        IQueryable<Commitment> found,
        CancellationToken cancellation
    )
    {
        var promises = await found.AsNoTracking().ToListAsync(cancellation);
        var makers = promises.Select(c => c.OrganisationId).ToHashSet();
        var organisations = await db.Set<Organisation>()
            .IgnoreQueryFilters()
            .Where(o => makers.Contains(o.Id))
            .ToDictionaryAsync(o => o.Id, cancellation);
        var owners = promises.Select(c => c.OwnerId).ToHashSet();
        var people = await db.Set<Person>()
            .Where(p => owners.Contains(p.Id))
            .ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        return
        [
            .. promises.Select(c => Row(c, organisations[c.OrganisationId], people[c.OwnerId])),
        ];
    }

    /// <summary>Years in which what the actor may see is to be kept, the latest first.</summary>
    public Task<List<int>> YearsAsync(CommitmentFilter filter, CancellationToken cancellation) =>
        Within(filter with { Year = null })
            .Select(c => c.Due.Year)
            .Distinct()
            .OrderByDescending(y => y)
            .ToListAsync(cancellation);

    private IQueryable<Commitment> Within(CommitmentFilter filter)
    {
        var found = db.Set<Commitment>().IgnoreQueryFilters().VisibleTo(actor);
        if (filter.Organisation is { } slug)
        {
            found = found.Where(c =>
                db.Set<Organisation>().Any(o => o.Id == c.OrganisationId && o.Slug == slug)
            );
        }
        if (filter.Year is { } year)
        {
            var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
            found = found.Where(c => c.Due >= first && c.Due <= last);
        }
        foreach (var (letters, without) in QueryWords.Letters(filter.Words))
        {
            // The words of what was taken down are not to be found any more.
            found = found.Where(c =>
                c.TakenDownAt == null
                && without
                    != (
                        c.Text.ToLower().Contains(letters)
                        || c.ToWhom.ToLower().Contains(letters)
                        || db.Set<Organisation>()
                            .Any(o =>
                                o.Id == c.OrganisationId && o.Name.ToLower().Contains(letters)
                            )
                    )
            );
        }
        return found;
    }

    private CommitmentRow Row(Commitment c, Organisation organisation, string owner) =>
        new()
        {
            Reference = c.Reference,
            Path = c.Path,
            Organisation = organisation.Name,
            OrganisationSlug = organisation.Slug,
            Owner = c.IsTakenDown ? null : owner,
            Text = c.IsTakenDown ? null : c.Text,
            ToWhom = c.IsTakenDown ? null : c.ToWhom,
            SaidWhere = c.IsTakenDown ? null : c.SaidWhere,
            Link = c.IsTakenDown ? null : c.Link,
            SaidOn = c.SaidOn,
            Due = c.Due,
            FirstDue = c.FirstDue,
            Status = c.IsTakenDown
                ? "taken-down"
                : CommitmentWords.State(c.State).ToLowerInvariant().Replace(' ', '-'),
            Overdue = c.IsOverdue(Today),
            SettledOn = c.SettledOn,
            TakenDown = c.TakeDownReason,
            ChangedAt = c.ChangedAt,
            State = c.State,
        };
}
