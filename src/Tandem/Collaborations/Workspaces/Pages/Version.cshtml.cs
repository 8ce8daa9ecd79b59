using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Collaborations.Workspaces.Pages;

/// <summary>What does this version say, and who has agreed to it?</summary>
public sealed class VersionModel(
    Db db,
    CurrentActor current,
    AnswerVersion answer,
    TakeBackVersion takeBack
) : WorkspacePageModel(db, current)
{
    public const int PageSize = 100;
    private readonly Db db = db;

    [BindProperty(SupportsGet = true)]
    public int Number { get; set; }

    /// <summary>Of the query alone: Razor keeps the name of the page itself under the same key among the route's values.</summary>
    [FromQuery(Name = "page")]
    public int At { get; set; } = 1;

    [BindProperty]
    public Id<Organisation> Organisation { get; set; }

    [BindProperty, Display(Name = "Do you agree to this version?")]
    public bool? Agrees { get; set; }

    [BindProperty, Display(Name = "Post of whoever agrees", Description = "Optional")]
    public string? Post { get; set; }

    [
        BindProperty,
        Display(
            Name = "Anything to add?",
            Description = "Needed where you do not agree: what would have to change."
        )
    ]
    public string? Words { get; set; }

    [BindProperty, Display(Name = "Why is it taken back?")]
    public string? Reason { get; set; }

    public static readonly IReadOnlyList<Choice> Answers =
    [
        new("true", "Yes, we agree"),
        new("false", "No, not as it is"),
    ];

    public RequirementVersion Version { get; private set; } = null!;
    public IReadOnlyList<RequirementVersionLine> Lines { get; private set; } = [];

    /// <summary>Organisations that are in and that the reader may speak for.</summary>
    public IReadOnlyList<Organisation> MayAnswer { get; private set; } = [];

    public async Task<IActionResult> OnPostAnswerAsync()
    {
        await answer.RunAsync(
            Actor,
            Reference,
            Number,
            Organisation,
            Agrees,
            Post,
            Words,
            HttpContext.RequestAborted
        );
        return Done("What you said has been saved.", $"/requirements/versions/{Number}");
    }

    public async Task<IActionResult> OnPostTakeBackAsync()
    {
        await takeBack.RunAsync(Actor, Reference, Number, Reason, HttpContext.RequestAborted);
        return Done("The version has been taken back.", "/requirements/versions");
    }

    protected override async Task ReadAsync(CancellationToken cancellation)
    {
        Version = await db.VersionAsync(Collaboration, Number, cancellation);
        At = Math.Clamp(At, 1, Math.Max(1, (Version.Lines + PageSize - 1) / PageSize));
        Lines = await db.Set<RequirementVersionLine>()
            .AsNoTracking()
            .Where(l => l.VersionId == Version.Id)
            .OrderBy(l => l.Position)
            .ThenBy(l => l.Number)
            .Skip((At - 1) * PageSize)
            .Take(PageSize)
            .ToListAsync(cancellation);
        MayAnswer =
        [
            .. Own.Where(o =>
                Collaboration.IsOpen
                && Version.State == VersionState.Proposed
                && Collaboration.MemberOf(o.Id) is { Standing: Standing.In }
            ),
        ];
    }
}
