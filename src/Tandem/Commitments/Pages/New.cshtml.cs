using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Accounts;
using Tandem.Discussions;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Commitments.Pages;

/// <summary>What do we promise, to whom, by when?</summary>
public sealed class NewModel(
    CurrentActor current,
    MakeCommitment make,
    FindPost findPost,
    FindQuestion findQuestion,
    Subjects subjects,
    TimeProvider clock
) : PageModel, IRedisplay
{
    /// <summary>The record it is about, by kind and id: <c>Contract:0198…</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? About { get; set; }

    /// <summary>The record it is about, where there is one that the person may see.</summary>
    public Subject? Record { get; private set; }

    [BindProperty, Display(Name = "For which organisation?")]
    public Id<Organisation>? Organisation { get; set; }

    [
        BindProperty,
        Display(
            Name = "What will you do?",
            Description = "So that a stranger can tell later whether it was done: “Publish the evaluation of the pilot with its raw figures.”"
        )
    ]
    public string? Text { get; set; }

    [
        BindProperty,
        Display(Name = "To whom?", Description = "For example, small suppliers of housing software")
    ]
    public string? ToWhom { get; set; }

    [
        BindProperty,
        Display(
            Name = "Where was it said?",
            Description = "A meeting, a page, an answer. For example, supplier breakfast at the town hall"
        )
    ]
    public string? SaidWhere { get; set; }

    [
        BindProperty,
        Display(
            Name = "Link to where it was said (optional)",
            Description = "An address, or a page of this site, like /contracts/C-12"
        )
    ]
    public string? Link { get; set; }

    [BindProperty, Display(Name = "When was it said?", Description = "Leave empty for today.")]
    public DateOnly? SaidOn { get; set; }

    [BindProperty, Display(Name = "By when will you keep it?")]
    public DateOnly? Due { get; set; }

    [BindProperty, Display(Name = "Who may read it?")]
    public CommitmentAudience Audience { get; set; } = CommitmentAudience.Public;

    public static IReadOnlyList<Choice> Audiences { get; } =
    [
        new(
            nameof(CommitmentAudience.Public),
            "Everybody",
            "It stays public: it can be changed, kept or not kept, but not made to disappear."
        ),
        new(
            nameof(CommitmentAudience.Organisation),
            "Our organisation only",
            "It can be shown to everybody later."
        ),
    ];

    /// <summary>Organisations this person may promise for.</summary>
    public IReadOnlyList<Choice> Own =>
        [
            .. current
                .Organisations.Where(o =>
                    CommitmentPermissions.MayPromise(current.Value, o.Id).Allowed
                )
                .Select(o => new Choice(o.Id.ToString(), o.Name)),
        ];

    /// <param name="post">The post that becomes a promise.</param>
    /// <param name="question">The answered question whose answer becomes a promise.</param>
    public async Task OnGetAsync(Id<Organisation>? organisation, Id<Post>? post, string? question)
    {
        MustPromise();
        Organisation = organisation;
        await RedisplayAsync();
        if (Record is not null)
        {
            Link = Record.Path;
        }
        if (post is { } id)
        {
            var (said, subject) = await findPost.RunAsync(id, HttpContext.RequestAborted);
            if (said is { IsRemoved: false, Kind: PostKind.Discussion })
            {
                (Text, About) = (said.Text, Followable.KeyOf(subject.Kind, subject.Id));
                (SaidWhere, Link) = (
                    $"Discussion of {subject.Reference}",
                    $"{Discussion.PathOf(subject.Kind, subject.Id)}#post-{said.Id}"
                );
                SaidOn = LocalDay.Of(said.WrittenAt);
            }
        }
        else if (question is not null)
        {
            var (asked, subject) = await findQuestion.RunAsync(
                question,
                cancellation: HttpContext.RequestAborted
            );
            if (asked is { State: QuestionState.Answered, SettledAt: { } answered })
            {
                (Text, About) = (asked.Answer, Followable.KeyOf(subject.Kind, subject.Id));
                (SaidWhere, Link) = (
                    $"Answer to question {asked.Reference}",
                    $"/questions/{asked.Reference}"
                );
                SaidOn = LocalDay.Of(answered);
            }
        }
        await RedisplayAsync();
    }

    public async Task RedisplayAsync() =>
        Record = AboutRecord.Parse(About) is var (kind, id)
            ? await subjects.FindAsync(kind, id, current.Value, HttpContext.RequestAborted)
            : null;

    public async Task<IActionResult> OnPostAsync()
    {
        MustPromise();
        var organisation =
            Organisation
            ?? throw new Refusal("Choose the organisation that promises", nameof(Organisation));
        var draft = new CommitmentDraft(
            Text,
            ToWhom,
            SaidWhere,
            Link,
            SaidOn,
            Due,
            Audience,
            AboutRecord.Parse(About)
        );
        if (!ModelState.IsValid)
        {
            // What is wrong besides is said with it.
            draft.Check(clock.Today());
            return Page();
        }
        var made = await make.RunAsync(organisation, draft, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = $"Promised: {made.Reference}.";
        return LocalRedirect(made.Path);
    }

    private void MustPromise()
    {
        if (Own.Count == 0)
        {
            throw new Refusal(
                "Only officers of an organisation may promise something for it.",
                kind: RefusalKind.Permission
            );
        }
    }
}
