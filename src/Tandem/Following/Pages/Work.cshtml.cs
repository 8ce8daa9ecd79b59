using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Following.Pages;

/// <summary>What waits for me, and what was said to me?</summary>
public sealed class WorkModel(
    IEnumerable<IWaiting> rooms,
    Db db,
    ReadMessages messages,
    ReadStories stories,
    PutAwayMessages putAway,
    Actor actor,
    TimeProvider clock
) : PageModel
{
    private const int Most = 50;
    private const int MostStories = 10;
    private const int MostFollows = 50;

    /// <summary>How many of a group stand open at first; the others are unfolded.</summary>
    public static int ShownOf(IGrouping<string, WaitingItem> group) =>
        group.Any(i => i.For == WaitsFor.Nobody) ? 3 : 8;

    /// <summary>Messages that stand open at first.</summary>
    public const int ShownMessages = 5;

    /// <summary>What waits, in groups: what is overdue for the person, answers that are owed, what else is theirs, their organisation's, and what nobody has.</summary>
    public IReadOnlyList<IGrouping<string, WaitingItem>> Waiting { get; private set; } = [];
    public int WaitingCount => Waiting.Sum(g => g.Count());
    public IReadOnlyList<Message> Messages { get; private set; } = [];

    /// <summary>The latest of what the person follows.</summary>
    public IReadOnlyList<Story> Stories { get; private set; } = [];
    public int FollowCount { get; private set; }
    public DateOnly Today { get; } = clock.Today();

    public async Task OnGetAsync()
    {
        var items = new List<WaitingItem>();
        foreach (var room in rooms)
        {
            items.AddRange(await room.ForAsync(actor, HttpContext.RequestAborted));
        }
        Waiting =
        [
            .. items
                .OrderBy(i => i.Due ?? DateOnly.MaxValue)
                .GroupBy(i => i.Heading)
                .OrderBy(g => !g.Any(i => i.For <= WaitsFor.You && i.Due < Today))
                .ThenBy(g => g.Min(i => i.For))
                .ThenBy(g => g.Min(i => i.Due ?? DateOnly.MaxValue))
                .ThenBy(g => g.Key, StringComparer.Ordinal),
        ];
        Messages = await messages.RunAsync(Most, HttpContext.RequestAborted);
        var follows = await FollowedThings.ReadAsync(db, new Reader(actor.Person(), null).Key);
        FollowCount = follows.Count;
        Stories = await stories.RunAsync(
            [.. follows.Take(MostFollows).Select(f => f.What)],
            actor,
            MostStories,
            HttpContext.RequestAborted
        );
    }

    public async Task<IActionResult> OnPostPutAwayAsync(Id<Message>? message)
    {
        await putAway.RunAsync(message, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = message is null
            ? "All messages have been put away."
            : "The message has been put away.";
        return RedirectToPage();
    }
}
