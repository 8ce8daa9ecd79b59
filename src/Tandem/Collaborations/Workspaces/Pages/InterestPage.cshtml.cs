using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Pipeline;
using Tandem.Web;

namespace Tandem.Collaborations.Workspaces.Pages;

/// <summary>Who has answered, who has not, and how long do they have? And what do we answer?</summary>
public sealed class InterestPageModel(
    Db db,
    CurrentActor current,
    WorkingDays days,
    AnswerInterest answer,
    TakeBackInterest takeBack
) : PageModel, IRedisplay
{
    /// <summary>One that was asked, with its clock.</summary>
    /// <param name="Clock">Working days left or over, in words; null where it has answered.</param>
    public sealed record AskedRow(
        AskedOrganisation Asked,
        Organisation Organisation,
        AskedState State,
        string? Clock
    );

    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    [BindProperty]
    public Id<Organisation> Organisation { get; set; }

    [BindProperty, Display(Name = "Would you do this together?")]
    public InterestReply? Reply { get; set; }

    [BindProperty, Display(Name = "How far would you go?")]
    public Willingness? Level { get; set; }

    [
        BindProperty,
        Display(
            Name = "Anything to add?",
            Description = "Optional. Those who were asked read it too."
        )
    ]
    public string? Said { get; set; }

    [BindProperty, Display(Name = "Why do you take it back?")]
    public string? Reason { get; set; }

    public Interest Interest { get; private set; } = null!;
    public Organisation By { get; private set; } = null!;
    public IReadOnlyList<AskedRow> Rows { get; private set; } = [];
    public Collaboration? Collaboration { get; private set; }

    /// <summary>Organisations that were asked and that the reader may answer for.</summary>
    public IReadOnlyList<AskedRow> Own { get; private set; } = [];
    public bool IsAsker { get; private set; }

    /// <summary>Organisations of the reader that have not answered and that others there answer for, with their names.</summary>
    public IReadOnlyList<(AskedRow Row, IReadOnlyList<string> Who)> AnsweredByOthers
    {
        get;
        private set;
    } = [];

    public int Answered => Rows.Count(r => r.Asked.AnsweredAt is not null);

    public Task OnGetAsync() => LoadAsync();

    public Task RedisplayAsync()
    {
        db.ChangeTracker.Clear();
        return LoadAsync();
    }

    public async Task<IActionResult> OnPostAnswerAsync()
    {
        await LoadAsync();
        await answer.RunAsync(
            current.Value,
            Interest.Id,
            Organisation,
            Reply,
            Reply == InterestReply.No ? null : Level,
            Said,
            HttpContext.RequestAborted
        );
        TempData[PageKeys.Done] = $"Your answer has been sent to {By.Name}.";
        return Redirect($"/interests/{Reference}");
    }

    public async Task<IActionResult> OnPostTakeBackAsync()
    {
        await LoadAsync();
        await takeBack.RunAsync(current.Value, Interest.Id, Reason, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "The question has been taken back.";
        return Redirect($"/interests/{Reference}");
    }

    private async Task LoadAsync()
    {
        var cancellation = HttpContext.RequestAborted;
        var number = Interest.NumberOf(Reference) ?? 0;
        Interest =
            await db.Set<Interest>()
                .AsNoTracking()
                .Include(i => i.Asked)
                .VisibleTo(current.Value)
                .SingleOrDefaultAsync(i => i.Number == number, cancellation)
            ?? throw new Refusal("There is no such question.", kind: RefusalKind.NotFound);
        var names = await db.OrganisationsAsync(
            Interest.Asked.Select(a => a.OrganisationId).Append(Interest.OrganisationId),
            cancellation
        );
        By = names[Interest.OrganisationId];
        var today = db.Today();
        Rows =
        [
            .. Interest
                .Asked.Select(a =>
                {
                    var state = a.State(today, Interest.TakenBackAt is not null);
                    return new AskedRow(
                        a,
                        names[a.OrganisationId],
                        state,
                        state is AskedState.Waiting or AskedState.DidNotAnswer
                            ? WorkspaceWords.Clock(days[a.Calendar].Between(today, a.DueOn))
                            : null
                    );
                })
                .OrderBy(r => r.Organisation.Name, StringComparer.Ordinal),
        ];
        var quiet = Rows.Where(r =>
                Interest.TakenBackAt is null
                && r.Asked.AnsweredAt is null
                && current.Value.Has(r.Organisation.Id.Value, Role.Member)
                && !InterestPermissions.MayAnswer(current.Value, r.Organisation.Id).Allowed
            )
            .ToList();
        var speakers = await db.SpeakersAsync(quiet.Select(r => r.Organisation.Id), cancellation);
        AnsweredByOthers =
        [
            .. quiet.Select(r => (r, speakers.GetValueOrDefault(r.Organisation.Id) ?? [])),
        ];
        IsAsker = current.Value.Has(By.Id.Value, Role.Officer);
        Own =
        [
            .. Rows.Where(r =>
                Interest.TakenBackAt is null
                && InterestPermissions.MayAnswer(current.Value, r.Organisation.Id).Allowed
                && (Interest.CollaborationId is null || r.Asked.AnsweredAt is null)
            ),
        ];
        Collaboration = Interest.CollaborationId is { } id
            ? await db.Set<Collaboration>()
                .AsNoTracking()
                .VisibleTo(current.Value)
                .SingleOrDefaultAsync(c => c.Id == id, cancellation)
            : null;
    }
}
