using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web.Components;
using Tandem.Web.Lists;

namespace Tandem.Questionnaires;

/// <summary>Which responses are asked for, and in which order, as an address says it.</summary>
public sealed record ResponseFilter
{
    public string? Words { get; init; }

    /// <summary>Name of a question set.</summary>
    public string? Set { get; init; }

    /// <summary>draft, submitted.</summary>
    public string? State { get; init; }
    public string Sort { get; init; } = "-changed";
    public int Page { get; init; } = 1;

    public static readonly IReadOnlyList<Choice> States =
    [
        new("draft", "Draft"),
        new("submitted", "Submitted"),
    ];

    public static readonly IReadOnlyList<Choice> Orders =
    [
        new("-changed", "Latest change first"),
        new("changed", "Earliest change first"),
        new("organisation", "Organisation"),
        new("-score", "Highest score first"),
    ];

    /// <summary>Reads the query; what cannot be understood is left out.</summary>
    public static ResponseFilter Read(IQueryCollection query) =>
        new()
        {
            Words = query.Words("q"),
            Set = query.Words("set"),
            State = query.OneOf("state", States),
            Sort = query.OneOf("sort", Orders) ?? "-changed",
            Page = query.Page(),
        };
}

/// <summary>A response as lists and data show it.</summary>
/// <param name="Score">The first score of its set.</param>
public sealed record ResponseRow(
    Guid Id,
    string Title,
    string Organisation,
    string Set,
    string Version,
    string State,
    int Asked,
    int Answered,
    int AutoFails,
    int Warnings,
    decimal? Score,
    string? Band,
    DateTime Changed,
    DateTime? Submitted
)
{
    public string Path => $"/responses/{Id}";

    public static readonly IReadOnlyList<string> Columns =
    [
        "id",
        "title",
        "organisation",
        "set",
        "version",
        "state",
        "asked",
        "answered",
        "auto-fails",
        "warnings",
        "score",
        "band",
        "changed",
        "submitted",
    ];

    public IReadOnlyList<string?> Cells =>
        [
            Id.ToString(),
            Title,
            Organisation,
            Set,
            Version,
            State,
            $"{Asked}",
            $"{Answered}",
            $"{AutoFails}",
            $"{Warnings}",
            Score?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Band,
            Changed.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            Submitted?.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        ];
}

/// <summary>Responses the actor may read.</summary>
public sealed class ResponseList(Db db, ResponseUses uses)
{
    public const int PageSize = 25;

    public IQueryable<Response> Find(ResponseFilter filter)
    {
        var found = uses.VisibleTo(db.Set<Response>().IgnoreQueryFilters().AsNoTracking());
        if (filter.Set is { } set)
        {
            found = found.Where(r => r.SetName == set);
        }
        if (filter.State is { } state)
        {
            var wanted = state == "draft" ? ResponseState.Draft : ResponseState.Submitted;
            found = found.Where(r => r.State == wanted);
        }
        if (filter.Words is { } words)
        {
            var lower = words.ToLowerInvariant();
            found = found.Where(r =>
                r.Title.ToLower().Contains(lower)
                || db.Set<Organisation>()
                    .Any(o => o.Id == r.OrganisationId && o.Name.ToLower().Contains(lower))
            );
        }
        return filter.Sort switch
        {
            "changed" => found.OrderBy(r => r.ChangedAt).ThenBy(r => r.Id),
            "organisation" => found
                .OrderBy(r =>
                    db.Set<Organisation>()
                        .Where(o => o.Id == r.OrganisationId)
                        .Select(o => o.Name)
                        .First()
                )
                .ThenByDescending(r => r.ChangedAt),
            "-score" => found
                .OrderByDescending(r => r.ScoreHundredths ?? long.MinValue)
                .ThenBy(r => r.Id),
            _ => found.OrderByDescending(r => r.ChangedAt).ThenByDescending(r => r.Id),
        };
    }

    /// <summary>One page of what was found, as rows.</summary>
    public async Task<IReadOnlyList<ResponseRow>> RowsAsync(
        IQueryable<Response> found,
        CancellationToken cancellation
    )
    {
        // Without the digest, which is as wide as all the rest.
        var page = await found
            .Select(r => new
            {
                r.Id,
                r.Title,
                r.OrganisationId,
                r.SetName,
                r.SetVersion,
                r.State,
                r.AskedCount,
                r.AnsweredCount,
                r.AutoFailCount,
                r.WarningCount,
                r.ScoreHundredths,
                r.Band,
                r.ChangedAt,
                r.SubmittedAt,
            })
            .ToListAsync(cancellation);
        var ids = page.Select(r => r.OrganisationId).Distinct().ToList();
        var names = await db.Set<Organisation>()
            .IgnoreQueryFilters()
            .Where(o => ids.Contains(o.Id))
            .ToDictionaryAsync(o => o.Id, o => o.Name, cancellation);
        return
        [
            .. page.Select(r => new ResponseRow(
                r.Id.Value,
                r.Title,
                names[r.OrganisationId],
                r.SetName,
                r.SetVersion,
                AnswerWords.State(r.State),
                r.AskedCount,
                r.AnsweredCount,
                r.AutoFailCount,
                r.WarningCount,
                r.ScoreHundredths / 100m,
                r.Band,
                r.ChangedAt,
                r.SubmittedAt
            )),
        ];
    }

    /// <summary>Names of the sets that have responses the actor may read.</summary>
    public Task<List<string>> SetsAsync(CancellationToken cancellation) =>
        uses.VisibleTo(db.Set<Response>())
            .Select(r => r.SetName)
            .Distinct()
            .OrderBy(n => n)
            .ToListAsync(cancellation);
}
