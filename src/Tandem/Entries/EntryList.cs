using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Entries;

/// <summary>Which entries are asked for, and in which order, as an address says it.</summary>
public sealed record EntryFilter
{
    public string? Words { get; init; }

    /// <summary>Code of a status of public entries.</summary>
    public string? Status { get; init; }
    public string Sort { get; init; } = "number";
    public int Page { get; init; } = 1;

    public static readonly IReadOnlyList<Choice> Orders =
    [
        new("number", "By number"),
        new("-received", "Latest first"),
        new("title", "By title"),
    ];

    public static readonly IReadOnlyList<Choice> PublicOrders =
    [
        new("-received", "Latest first"),
        new("-support", "Most support first"),
        new("due", "Answer due first"),
        new("title", "By title"),
    ];

    /// <summary>Reads the query; what cannot be understood is left out.</summary>
    public static EntryFilter Read(IQueryCollection query, bool isPublic = false)
    {
        string? One(string name) =>
            query[name].FirstOrDefault()?.Trim() is { Length: > 0 and <= 200 } value ? value : null;
        var orders = isPublic ? PublicOrders : Orders;
        return new()
        {
            Words = One("q"),
            Status = One("status"),
            Sort = orders.Any(o => o.Value == One("sort")) ? One("sort")! : orders[0].Value!,
            Page = int.TryParse(One("page"), out var page) && page is > 0 and < 100_000 ? page : 1,
        };
    }
}

/// <summary>An entry as lists and data show it.</summary>
/// <param name="Entrant">Null where the reader is not told.</param>
/// <param name="Status">Title of its status, of public entries.</param>
public sealed record EntryRow(
    string Reference,
    string Call,
    string CallTitle,
    string Title,
    string? Entrant,
    bool OnBehalf,
    DateTime? Received,
    string? Status,
    int Support,
    DateOnly? AnswerDue,
    DateTime? Answered,
    string Path
)
{
    public static readonly IReadOnlyList<string> Columns =
    [
        "reference",
        "call",
        "title",
        "entrant",
        "on behalf",
        "received",
        "status",
        "support",
        "answer due",
        "answered",
        "path",
    ];

    public IReadOnlyList<string?> Cells =>
        [
            Reference,
            Call,
            Title,
            Entrant,
            OnBehalf ? "yes" : "no",
            Received?.ToString("O", CultureInfo.InvariantCulture),
            Status,
            Support.ToString(CultureInfo.InvariantCulture),
            AnswerDue?.ToString("O", CultureInfo.InvariantCulture),
            Answered?.ToString("O", CultureInfo.InvariantCulture),
            Path,
        ];
}

/// <summary>A version that came late.</summary>
public sealed record LateRow(
    string Reference,
    long Number,
    int Version,
    string StageCode,
    string Stage,
    DateTime ReceivedAt,
    DateTime ClosedAt,
    bool? IsAdmitted,
    string? ByName,
    string? Reason
);

/// <summary>Entries the actor may read, as lists.</summary>
public sealed class EntryList(Db db, Actor actor, VisibleEntries visible)
{
    public const int PageSize = 25;

    /// <summary>Of one call, for those who look after it.</summary>
    public IQueryable<Entry> Find(Call call, EntryFilter filter) =>
        Filtered(
            visible
                .Of(db.Set<Entry>().AsNoTracking())
                .Where(e => e.CallId == call.Id && e.EnteredAt != null && e.WithdrawnAt == null),
            filter
        );

    /// <summary>Public entries: of one call, or of all.</summary>
    public IQueryable<Entry> FindPublic(Call? call, EntryFilter filter)
    {
        var known = db.Set<Call>().VisibleTo(actor).Select(c => c.Id);
        var id = call?.Id;
        return Filtered(
            db.Set<Entry>()
                .AsNoTracking()
                .Where(e =>
                    e.PublishedAt != null
                    && e.HiddenAt == null
                    && e.WithdrawnAt == null
                    && e.MergedIntoId == null
                    && known.Contains(e.CallId)
                    && (id == null || e.CallId == id)
                ),
            filter
        );
    }

    private static IQueryable<Entry> Filtered(IQueryable<Entry> found, EntryFilter filter)
    {
        if (filter.Words is { } words)
        {
            var lower = words.ToLowerInvariant();
            var number =
                lower.Split("-e") is [.., var last] && long.TryParse(last, out var n) ? n : -1;
            found = found.Where(e =>
                e.Title!.ToLower().Contains(lower)
                || e.Text!.ToLower().Contains(lower)
                || e.Number == number
                || (!e.IsAnonymous && e.EntrantName.ToLower().Contains(lower))
            );
        }
        if (filter.Status is { } status)
        {
            found = found.Where(e => e.Status == status);
        }
        return filter.Sort switch
        {
            "-received" => found
                .OrderByDescending(e => e.PublishedAt ?? e.EnteredAt)
                .ThenBy(e => e.Id),
            "title" => found.OrderBy(e => e.Title).ThenBy(e => e.Id),
            "-support" => found.OrderByDescending(e => e.SupportCount).ThenBy(e => e.Id),
            "due" => found
                .OrderBy(e => e.AnsweredAt != null)
                .ThenBy(e => e.AnswerDue == null)
                .ThenBy(e => e.AnswerDue)
                .ThenBy(e => e.Id),
            _ => found.OrderBy(e => e.CallReference).ThenBy(e => e.Number),
        };
    }

    /// <summary>One page of what was found, as rows.</summary>
    public async Task<IReadOnlyList<EntryRow>> RowsAsync(
        IQueryable<Entry> found,
        CancellationToken cancellation
    )
    {
        var page = await found.ToListAsync(cancellation);
        var ids = page.Select(e => e.CallId).Distinct().ToList();
        var calls = await db.Set<Call>()
            .AsNoTracking()
            .Include(c => c.People)
            .Where(c => ids.Contains(c.Id))
            .ToDictionaryAsync(c => c.Id, cancellation);
        return
        [
            .. page.Select(e =>
            {
                var call = calls[e.CallId];
                return new EntryRow(
                    e.Reference,
                    call.Reference,
                    call.Title,
                    e.Name,
                    e.IsAnonymous && !EntryPermissions.MaySeeList(actor, call).Allowed
                        ? null
                        : e.EntrantName,
                    e.IsOnBehalf,
                    e.PublishedAt ?? e.EnteredAt,
                    e.StatusOf(call)?.Title,
                    e.SupportCount,
                    e.AnswerDue,
                    e.AnsweredAt,
                    e.Path
                );
            }),
        ];
    }

    /// <summary>What came late, the undecided first. What is in it is not read.</summary>
    public async Task<IReadOnlyList<LateRow>> LateAsync(Call call, CancellationToken cancellation)
    {
        var late = await db.Set<EntryVersion>()
            .Where(v => v.IsLate)
            .Join(
                db.Set<Entry>().Where(e => e.CallId == call.Id && e.WithdrawnAt == null),
                v => v.EntryId,
                e => e.Id,
                (v, e) =>
                    new
                    {
                        e.Number,
                        Version = v.Number,
                        v.StageCode,
                        v.ReceivedAt,
                        v.ClosedAt,
                        v.IsAdmitted,
                        v.DecidedByName,
                        v.LateReason,
                    }
            )
            .OrderBy(v => v.IsAdmitted != null)
            .ThenBy(v => v.ReceivedAt)
            .ToListAsync(cancellation);
        return
        [
            .. late.Select(v => new LateRow(
                $"{call.Reference}-E{v.Number}",
                v.Number,
                v.Version,
                v.StageCode,
                call.Stage(v.StageCode)?.Title ?? v.StageCode,
                v.ReceivedAt,
                v.ClosedAt!.Value,
                v.IsAdmitted,
                v.DecidedByName,
                v.LateReason
            )),
        ];
    }
}
