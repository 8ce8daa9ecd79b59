using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Collaborations.Workspaces;

/// <summary>What a list of questions is asked for.</summary>
/// <param name="Side">asked, of questions we asked; owed, of questions we have not answered.</param>
public sealed record InterestFilter(string? Words, string? Side, int Page)
{
    public static readonly IReadOnlyList<Choice> Sides =
    [
        new("asked", "We asked"),
        new("received", "We were asked"),
        new("owed", "We have not answered"),
    ];

    public static InterestFilter Read(IQueryCollection query) =>
        new(
            query["q"].FirstOrDefault()?.Trim() is { Length: > 0 and <= 200 } words ? words : null,
            query["side"].FirstOrDefault() is { } side && Sides.Any(s => s.Value == side)
                ? side
                : null,
            int.TryParse(query["page"].FirstOrDefault(), CultureInfo.InvariantCulture, out var page)
                ? Math.Clamp(page, 1, 10_000)
                : 1
        );
}

/// <summary>A question with its answers, as data.</summary>
public sealed record InterestRecord(
    string Reference,
    string Title,
    string By,
    DateOnly AskedOn,
    IReadOnlyList<AskedRecord> Asked
)
{
    [JsonIgnore]
    public string Path => $"/interests/{Reference}";

    public static readonly IReadOnlyList<string> Columns =
    [
        "Reference",
        "About",
        "Asked by",
        "Asked on",
        "Asked of",
        "Due on",
        "State",
        "Answered on",
    ];
}

/// <summary>One that was asked, as data.</summary>
/// <param name="State">As the page says it: waiting, the answer (late where it was), or did not answer.</param>
public sealed record AskedRecord(
    string Name,
    DateOnly DueOn,
    string State,
    string Colour,
    DateOnly? AnsweredOn
);

/// <summary>The list of questions, for page and CSV alike.</summary>
public sealed class InterestList(Db db)
{
    /// <summary>Those that fit and the actor may see, the newest first.</summary>
    public IQueryable<Interest> Find(InterestFilter filter, Actor actor)
    {
        var own = actor.Roles.Keys.Select(id => new Id<Organisation>(id)).ToList();
        var found = db.Set<Interest>().AsNoTracking().Include(i => i.Asked).VisibleTo(actor);
        if (filter.Words is { } words)
        {
            var lower = words.ToLowerInvariant();
            found = found.Where(i => i.Title.ToLower().Contains(lower));
        }
        found = filter.Side switch
        {
            "asked" => found.Where(i => own.Contains(i.OrganisationId)),
            "received" => found.Where(i => i.Asked.Any(a => own.Contains(a.OrganisationId))),
            "owed" => found.Where(i =>
                i.TakenBackAt == null
                && i.Asked.Any(a => own.Contains(a.OrganisationId) && a.AnsweredAt == null)
            ),
            _ => found,
        };
        return found.OrderByDescending(i => i.Number);
    }

    /// <summary>With names, and where each stands on a day.</summary>
    public async Task<IReadOnlyList<InterestRecord>> RecordsAsync(
        IReadOnlyList<Interest> interests,
        DateOnly today,
        CancellationToken cancellation = default
    )
    {
        var names = await db.OrganisationsAsync(
            interests.SelectMany(i =>
                i.Asked.Select(a => a.OrganisationId).Append(i.OrganisationId)
            ),
            cancellation
        );
        return
        [
            .. interests.Select(i => new InterestRecord(
                i.Reference,
                i.Title,
                names[i.OrganisationId].Name,
                LocalDay.Of(i.AskedAt),
                [
                    .. i
                        .Asked.Select(a =>
                        {
                            var (text, colour) = WorkspaceWords.State(
                                a,
                                a.State(today, i.TakenBackAt is not null)
                            );
                            return new AskedRecord(
                                names[a.OrganisationId].Name,
                                a.DueOn,
                                text,
                                colour,
                                a.AnsweredAt is { } at ? LocalDay.Of(at) : null
                            );
                        })
                        .OrderBy(a => a.Name, StringComparer.Ordinal),
                ]
            )),
        ];
    }
}
