using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Contracts;
using Tandem.Evaluations.FollowingThrough;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Evaluations.Pages;

/// <summary>What has become of it?</summary>
[AllowAnonymous]
public sealed class FollowThroughModel(
    Db db,
    Actor actor,
    FindFollowThrough find,
    KeepFollowThrough keep,
    SignFollowThrough sign,
    FollowOwners owners
) : PageModel, IRedisplay
{
    public Call Call { get; private set; } = null!;
    public FollowThrough Follow { get; private set; } = null!;
    public string? ContractReference { get; private set; }

    /// <summary>Why it may not be signed yet.</summary>
    public string? Waits { get; private set; }

    [BindProperty, Display(Name = "What is to be reached")]
    public string? Title { get; set; }

    [BindProperty, Display(Name = "Due")]
    public DateOnly? Due { get; set; }

    [BindProperty, Display(Name = "Amount paid when it is reached (optional)")]
    public string? Amount { get; set; }

    [BindProperty, Display(Name = "Who sees to it (where that is somebody else)")]
    public Id<Person>? MilestoneOwner { get; set; }

    [BindProperty, Display(Name = "Who looks after it from now on?")]
    public Id<Person>? Owner { get; set; }

    /// <summary>Who could look after it, for those who may say so.</summary>
    public IReadOnlyList<Choice> People { get; private set; } = [];

    [BindProperty]
    public Id<FollowMilestone>? Milestone { get; set; }

    [BindProperty]
    public int? Months { get; set; }

    [BindProperty, Display(Name = "What comes next?")]
    public FollowResult? Result { get; set; }

    [BindProperty, Display(Name = "What this rests on")]
    public string? Evidence { get; set; }

    [BindProperty, Display(Name = "When was it signed?")]
    public DateOnly? SignedOn { get; set; }

    [BindProperty, Display(Name = "Last day of the contract (where known)")]
    public DateOnly? Ends { get; set; }

    public DateOnly Today => LocalDay.Of(db.Now());
    public bool MayKeep => find.MayKeep(Call, Follow).Allowed;

    public bool MayReach(FollowMilestone milestone) =>
        find.MayReach(Call, Follow, milestone.Id).Allowed;

    public bool MaySign =>
        Follow is { IsOpen: true, SignedOn: null }
        && JudgingPermissions.MayTell(actor, Call).Allowed;
    public string SignWords =>
        Follow.Becomes == Calls.Kinds.Outcome.Contract
            ? "The contract was signed"
            : "The agreement was signed";

    public static IReadOnlyList<Choice> Results { get; } =
    [
        new(nameof(FollowResult.Continue), "It goes on as it is"),
        new(nameof(FollowResult.Scale), "It grows, or is taken over elsewhere"),
        new(nameof(FollowResult.Stop), "It ends"),
    ];

    public string Standing =>
        Follow.Result switch
        {
            FollowResult.Continue => "It goes on.",
            FollowResult.Scale => "It grows.",
            FollowResult.Stop => $"It ended on {Words.Day(Follow.EndedOn!.Value)}.",
            _ when Follow.StartsOn > Today => $"It starts on {Words.Day(Follow.StartsOn)}.",
            _ => $"Under way since {Words.Day(Follow.StartsOn)}.",
        };

    public Task OnGetAsync() => RedisplayAsync();

    public Task<IActionResult> OnPostPlanAsync() =>
        ActAsync(
            () =>
                keep.PlanAsync(
                    Reference,
                    Number,
                    Title,
                    Due,
                    AmountTyped.Minor(Amount, "Amount"),
                    Stopped,
                    MilestoneOwner
                ),
            "Added."
        );

    public Task<IActionResult> OnPostOwnerAsync() =>
        ActAsync(() => keep.HandOverAsync(Reference, Number, Owner, Stopped), "Handed over.");

    public Task<IActionResult> OnPostReachAsync() =>
        ActAsync(
            () => keep.ReachAsync(Reference, Number, Milestone ?? default, null, null, Stopped),
            "Reached."
        );

    public Task<IActionResult> OnPostCheckAsync() =>
        ActAsync(
            async () =>
            {
                try
                {
                    await keep.AnswerAsync(
                        Reference,
                        Number,
                        Months ?? 0,
                        Typed("Finding", Months ?? 0),
                        Typed("Link", Months ?? 0),
                        Stopped
                    );
                }
                catch (Refusal refusal) when (refusal.Field is "Finding" or "Link")
                {
                    throw new Refusal(refusal.Message, $"{refusal.Field}-{Months}", refusal.Kind);
                }
            },
            "Thank you: it stands here now."
        );

    /// <summary>What was typed for a check. Each check has fields of its own, so that a label, and an error, belong to one of them.</summary>
    public string? Typed(string field, int months) =>
        Request.HasFormContentType && Request.Form.TryGetValue($"{field}-{months}", out var typed)
            ? typed.ToString()
            : null;

    public Task<IActionResult> OnPostConcludeAsync() =>
        ActAsync(() => keep.ConcludeAsync(Reference, Number, Result, Evidence, Stopped), "Said.");

    public Task<IActionResult> OnPostSignAsync() =>
        ActAsync(() => sign.RunAsync(Reference, Number, SignedOn, Ends, Stopped), "Signed.");

    public async Task RedisplayAsync()
    {
        (Call, Follow) = await find.RunAsync(Reference, Number, Stopped);
        ContractReference = Follow.ContractId is { } id
            ? await db.Set<Contract>()
                .VisibleTo(actor)
                .Where(c => c.Id == id)
                .Select(c => "C-" + c.Number)
                .SingleOrDefaultAsync(Stopped)
            : null;
        if (MayKeep)
        {
            People =
            [
                .. (await owners.OfAsync(Call, Stopped)).Select(p => new Choice(
                    p.Id.ToString(),
                    p.Name
                )),
            ];
        }
        if (MaySign)
        {
            var decision = await db.Set<CallDecision>()
                .Where(d =>
                    d.CallId == Call.Id
                    && d.ReturnedAt == null
                    && d.Lines.Any(l => l.EntryId == Follow.EntryId)
                )
                .OrderByDescending(d => d.RecommendedAt)
                .FirstAsync(Stopped);
            Waits =
                decision.MaySign(Today) ? null
                : decision.StandstillTo is { } last
                    ? $"Nothing may be signed before the standstill is over: its last day is {Words.Day(last)}."
                : "Nothing may be signed yet: the standstill begins with the award notice.";
        }
    }

    public bool Has(params string[] fields) =>
        ModelState.Any(s => fields.Contains(s.Key) && s.Value?.Errors.Count > 0);

    public string Money(long? minor) =>
        minor is { } amount ? Words.ExactMoney(amount / 100m, Follow.Currency) : "";

    private async Task<IActionResult> ActAsync(Func<Task> act, string said)
    {
        await RedisplayAsync();
        await act();
        TempData[PageKeys.Done] = said;
        return LocalRedirect(Follow.Path);
    }

    private string Reference => (string)RouteData.Values["reference"]!;
    private int Number =>
        int.Parse((string)RouteData.Values["number"]!, CultureInfo.InvariantCulture);
    private CancellationToken Stopped => HttpContext.RequestAborted;
}
