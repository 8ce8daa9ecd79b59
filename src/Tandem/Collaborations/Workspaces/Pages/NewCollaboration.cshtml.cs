using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Collaborations.Workspaces.Pages;

/// <summary>Who begins this together, and what for?</summary>
public sealed class NewCollaborationModel(Db db, CurrentActor current, StartCollaboration start)
    : PageModel,
        IRedisplay
{
    [BindProperty(SupportsGet = true, Name = "interest")]
    public string? From { get; set; }

    [BindProperty]
    public Id<Organisation> Organisation { get; set; }

    [BindProperty, Display(Name = "What is it called?")]
    public string? Title { get; set; }

    [
        BindProperty,
        Display(
            Name = "What do you want to reach together?",
            Description = "What would be common, by when, and what each stays free to do."
        )
    ]
    public string? Aims { get; set; }

    [
        BindProperty,
        Display(
            Name = "Who is invited?",
            Description = "They observe until they say whether they are in. Others can join later."
        )
    ]
    public List<Id<Organisation>> Invited { get; set; } = [];

    [
        BindProperty,
        Display(
            Name = "By when does each say whether it is in?",
            Description = "Optional. For example, 31 3 2027"
        )
    ]
    public DateOnly? DecideBy { get; set; }

    [BindProperty, Display(Name = "Who decided that you take part?", Description = "Their name")]
    public string? AuthorityName { get; set; }

    [BindProperty, Display(Name = "Their post")]
    public string? AuthorityPost { get; set; }

    [
        BindProperty,
        Display(
            Name = "What shows it?",
            Description = "The reference of the delegated decision, the minute, or where it can be read"
        )
    ]
    public string? Evidence { get; set; }

    public Interest? Interest { get; private set; }

    /// <summary>Organisations that the reader may lead for.</summary>
    public IReadOnlyList<Organisation> Own { get; private set; } = [];
    public IReadOnlyList<Choice> Candidates { get; private set; } = [];

    public async Task OnGetAsync()
    {
        await RedisplayAsync();
        Title = Request.Query["title"];
        if (Interest is not null)
        {
            Title = Interest.Title;
            Invited =
            [
                .. Interest
                    .Asked.Where(a => a.Reply == InterestReply.Yes)
                    .Select(a => a.OrganisationId),
            ];
        }
    }

    public async Task RedisplayAsync()
    {
        db.ChangeTracker.Clear();
        var cancellation = HttpContext.RequestAborted;
        if (From is not null)
        {
            var number = Interest.NumberOf(From) ?? 0;
            Interest =
                await db.Set<Interest>()
                    .AsNoTracking()
                    .Include(i => i.Asked)
                    .VisibleTo(current.Value)
                    .SingleOrDefaultAsync(i => i.Number == number, cancellation)
                ?? throw new Refusal("There is no such question.", kind: RefusalKind.NotFound);
        }
        Own =
        [
            .. current.Organisations.Where(o =>
                CollaborationPermissions.MayStart(current.Value, o).Allowed
                && (Interest is null || o.Id == Interest.OrganisationId)
            ),
        ];
        if (Own.Count == 0)
        {
            throw new Refusal(
                "Only officers and administrators of an organisation may start a collaboration in its name.",
                kind: RefusalKind.Permission
            );
        }
        Organisation = Own.Any(o => o.Id == Organisation) ? Organisation : Own[0].Id;
        Candidates = await CandidatesAsync(cancellation);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        var made = await start.RunAsync(
            current.Value,
            new(
                Title,
                Aims,
                Organisation,
                new(AuthorityName, AuthorityPost, Evidence),
                Invited,
                DecideBy,
                Interest?.Id
            ),
            HttpContext.RequestAborted
        );
        TempData[PageKeys.Done] =
            $"{made.Reference} has been started, and those invited have been told.";
        return Redirect(made.Path);
    }

    private async Task<IReadOnlyList<Choice>> CandidatesAsync(CancellationToken cancellation)
    {
        var own = Own.Select(o => o.Id).ToList();
        var others = await db.Set<Organisation>()
            .AsNoTracking()
            .Where(o => !own.Contains(o.Id))
            .OrderBy(o => o.Name)
            .ToListAsync(cancellation);
        if (Interest is null)
        {
            // Partners first: they are the likely ones among all that are here.
            return
            [
                .. others
                    .OrderByDescending(o => current.Value.Partners.Contains(o.Id.Value))
                    .Take(60)
                    .Select(o => new Choice(o.Id.ToString(), o.Name)),
            ];
        }
        return
        [
            .. Interest
                .Asked.Join(others, a => a.OrganisationId, o => o.Id, (a, o) => (Asked: a, Of: o))
                .OrderBy(x => x.Asked.Reply ?? InterestReply.No)
                .ThenBy(x => x.Of.Name, StringComparer.Ordinal)
                .Select(x => new Choice(
                    x.Of.Id.ToString(),
                    x.Of.Name,
                    x.Asked.Reply is { } reply
                        ? $"Answered {WorkspaceWords.Reply(reply)}"
                            + (
                                x.Asked.Level is { } level
                                    ? $": would {WorkspaceWords.Would(level)}"
                                    : ""
                            )
                        : "Has not answered"
                )),
        ];
    }
}
