using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Charts;
using Tandem.Web.Components;
using Tandem.Web.Lists;

namespace Tandem.Collaborations.Workspaces.Pages;

/// <summary>What does each of us need of this, and where do we differ?</summary>
[RequestFormLimits(ValueCountLimit = 4096)]
public sealed class RequirementsModel(
    Db db,
    CurrentActor current,
    MarkRequirements mark,
    ProposeStrictest strictest
) : WorkspacePageModel(db, current)
{
    public const int PageSize = 25;
    private readonly Db db = db;

    /// <summary>A line as one member sees it: its own mark, and what the others say.</summary>
    public sealed record LineRow(
        MarkedLine Line,
        RequirementMark? Own,
        IReadOnlyList<(RequirementLevel Level, string Names)> Says
    );

    [BindProperty]
    public Id<Organisation> Organisation { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true, Name = "section")]
    public string? Section { get; set; }

    /// <summary>differ, unmarked (by us), open (nothing to agree yet); all where empty.</summary>
    [BindProperty(SupportsGet = true, Name = "show")]
    public string? Show { get; set; }

    /// <summary>Of the query alone: Razor keeps the name of the page itself under the same key among the route's values.</summary>
    [FromQuery(Name = "page")]
    public int At { get; set; } = 1;

    public static readonly IReadOnlyList<Choice> Shows =
    [
        new("differ", "Only differences"),
        new("unmarked", "Not marked by us"),
        new("proposed", "With a proposed level"),
    ];

    public IReadOnlyList<LineRow> Rows { get; private set; } = [];
    public int Total { get; private set; }
    public int All { get; private set; }
    public int Differing { get; private set; }
    public IReadOnlyList<Choice> Sections { get; private set; } = [];
    public IReadOnlyList<Bar> Progress { get; private set; } = [];
    public IReadOnlyList<PageLink> InForce { get; private set; } = [];

    /// <summary>The organisation the reader marks for, where there is one.</summary>
    public Organisation? Marking =>
        Own.FirstOrDefault(o => o.Id == Organisation) ?? (Own is [var first, ..] ? first : null);

    /// <summary>Lines that a colleague marked in the meantime.</summary>
    public IReadOnlyList<(int Number, string ByName, RequirementLevel Level)> Conflicts
    {
        get;
        private set;
    } = [];

    public async Task<IActionResult> OnPostMarkAsync()
    {
        var outcome = await mark.RunAsync(
            Actor,
            Reference,
            Organisation,
            [.. Given()],
            HttpContext.RequestAborted
        );
        if (outcome.Conflicts.Count > 0)
        {
            foreach (var (number, name, level) in outcome.Conflicts)
            {
                ModelState.AddModelError(
                    $"level-{number}",
                    $"Line {number}: {name} marked it “{RequirementWording.Level(level).ToLowerInvariant()}” while you read. Mark it again to change that."
                );
            }
            await RedisplayAsync();
            Response.StatusCode = StatusCodes.Status409Conflict;
            return Page();
        }
        TempData[PageKeys.Done] =
            outcome.Saved == 0
                ? "Nothing had changed."
                : $"{Words.Count(outcome.Saved, "line")} marked.";
        var next = Request.Form["next"].FirstOrDefault() == "yes" ? At + 1 : At;
        return Redirect(
            ListAddress.With(
                Request,
                ("handler", null),
                ("page", next == 1 ? null : Words.Number(next))
            )
        );
    }

    /// <summary>One press on one line, saved at once where scripts run.</summary>
    public async Task<IActionResult> OnPostOneAsync()
    {
        try
        {
            var outcome = await mark.RunAsync(
                Actor,
                Reference,
                Organisation,
                [.. Given()],
                HttpContext.RequestAborted
            );
            return outcome.Conflicts is [var (_, name, level), ..]
                ? new JsonResult(
                    new
                    {
                        saved = false,
                        text = $"{name} marked this “{RequirementWording.Level(level).ToLowerInvariant()}” while you read. Load the page again to change it.",
                    }
                )
                : new JsonResult(new { saved = true, text = "Saved" });
        }
        catch (Refusal refusal)
        {
            return new JsonResult(new { saved = false, text = refusal.Message });
        }
    }

    public async Task<IActionResult> OnPostStrictestAsync()
    {
        var count = await strictest.RunAsync(Actor, Reference, HttpContext.RequestAborted);
        return Done(
            $"The strictest mark is proposed for {Words.Count(count, "line")}.",
            "/requirements/versions"
        );
    }

    protected override async Task ReadAsync(CancellationToken cancellation)
    {
        var id = Collaboration.Id;
        var members = Collaboration.Current.Select(m => m.OrganisationId).ToList();
        var marks = db.Set<RequirementMark>().AsNoTracking();
        var all = db.Set<Requirement>()
            .AsNoTracking()
            .Where(r => r.CollaborationId == id && r.RemovedAt == null);
        // Lists, each sent as one parameter, and no joins: without statistics, as just after an import, PostgreSQL would look through all marks for each line.
        var removed = await RequirementSet.RemovedAsync(db, Collaboration, cancellation);
        var differing = await marks
            .Where(m =>
                m.CollaborationId == id
                && members.Contains(m.OrganisationId)
                && !EF.Parameter(removed).Contains(m.RequirementId)
            )
            .GroupBy(m => m.RequirementId)
            .Where(g => g.Select(m => m.Level).Distinct().Count() > 1)
            .Select(g => g.Key)
            .ToListAsync(cancellation);
        All = await all.CountAsync(cancellation);
        Differing = differing.Count;
        var found = Show == "differ" ? all.Where(r => EF.Parameter(differing).Contains(r.Id)) : all;
        if (Show == "unmarked" && Marking is { } own)
        {
            var marked = await marks
                .Where(m => m.CollaborationId == id && m.OrganisationId == own.Id)
                .Select(m => m.RequirementId)
                .ToListAsync(cancellation);
            found = found.Where(r => !EF.Parameter(marked).Contains(r.Id));
        }
        if (Show == "proposed")
        {
            found = found.Where(r => r.Proposed != null);
        }
        if (!string.IsNullOrWhiteSpace(Section))
        {
            found = found.Where(r => r.Section == Section);
        }
        if (!string.IsNullOrWhiteSpace(Q))
        {
            var words = Q.Trim().ToLowerInvariant();
            found = found.Where(r =>
                r.Text.ToLower().Contains(words) || r.Reference.ToLower().Contains(words)
            );
        }
        Total = await found.CountAsync(cancellation);
        At = Math.Clamp(At, 1, Math.Max(1, (Total + PageSize - 1) / PageSize));
        var lines = await found
            .OrderBy(r => r.Position)
            .ThenBy(r => r.Number)
            .Skip((At - 1) * PageSize)
            .Take(PageSize)
            .ToListAsync(cancellation);
        var ids = lines.Select(l => l.Id).ToList();
        var there = (
            await marks.Where(m => ids.Contains(m.RequirementId)).ToListAsync(cancellation)
        )
            .Where(m => members.Contains(m.OrganisationId))
            .ToLookup(m => m.RequirementId);
        Rows = [.. lines.Select(l => Row(new(l, [.. there[l.Id]])))];
        var sections = await all.GroupBy(r => r.Section)
            .Select(g => new
            {
                g.Key,
                Count = g.Count(),
                First = g.Min(r => r.Position),
            })
            .OrderBy(g => g.First)
            .ToListAsync(cancellation);
        Sections =
        [
            .. sections
                .Where(s => s.Key.Length > 0)
                .Select(s => new Choice(s.Key, $"{s.Key} ({Words.Number(s.Count)})")),
        ];
        Progress =
        [
            .. (await MarkProgress.ReadAsync(db, Collaboration, cancellation))
                .OrderBy(p => NameOf(p.Organisation), StringComparer.Ordinal)
                .Select(p => new Bar(
                    NameOf(p.Organisation),
                    p.Lines == 0 ? 0 : (double)p.Marked / p.Lines,
                    $"{Words.Number(p.Marked)} of {Words.Number(p.Lines)}: {Words.Number(p.Must)} must, {Words.Number(p.Should)} should, {Words.Number(p.NotNeeded)} not needed"
                )),
        ];
        InForce = [.. Chips()];
        ViewData[PageKeys.Wide] = true;
    }

    private LineRow Row(MarkedLine line) =>
        new(
            line,
            Marking is { } own ? line.Marks.FirstOrDefault(m => m.OrganisationId == own.Id) : null,
            [
                .. line
                    .Marks.GroupBy(m => m.Level)
                    .OrderBy(g => g.Key)
                    .Select(g =>
                        (
                            g.Key,
                            Words.List([
                                .. g.Select(m => NameOf(m.OrganisationId))
                                    .Order(StringComparer.Ordinal),
                            ])
                        )
                    ),
            ]
        );

    private IEnumerable<PageLink> Chips()
    {
        if (!string.IsNullOrWhiteSpace(Q))
        {
            yield return new($"“{Q}”", ListAddress.With(Request, ("q", null), ("page", null)));
        }
        if (!string.IsNullOrWhiteSpace(Section))
        {
            yield return new(Section, ListAddress.With(Request, ("section", null), ("page", null)));
        }
        if (Shows.FirstOrDefault(s => s.Value == Show) is { } show)
        {
            yield return new(show.Text, ListAddress.With(Request, ("show", null), ("page", null)));
        }
    }

    private IEnumerable<MarkGiven> Given()
    {
        foreach (
            var key in Request.Form.Keys.Where(k => k.StartsWith("was-", StringComparison.Ordinal))
        )
        {
            if (int.TryParse(key.AsSpan(4), out var number))
            {
                yield return new(
                    number,
                    Level($"level-{number}"),
                    Request.Form[$"comment-{number}"],
                    Level(key),
                    Request.Form[$"commentwas-{number}"]
                );
            }
        }
    }

    private RequirementLevel? Level(string field) =>
        Enum.TryParse<RequirementLevel>(Request.Form[field], out var level) && Enum.IsDefined(level)
            ? level
            : null;
}
