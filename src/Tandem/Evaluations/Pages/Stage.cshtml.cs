using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Evaluations.Files;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Evaluations.Pages;

/// <summary>How much somebody of the panel has done.</summary>
public sealed record PanelRow(
    Guid Person,
    string Name,
    int Asked,
    int Undeclared,
    int Interests,
    int Left,
    int Done
);

/// <summary>How far has judging come, and what do I do next?</summary>
public sealed class StageModel(
    Db db,
    Actor actor,
    FindStage find,
    FindDecision decisions,
    ShareOut share,
    ReleaseAssessor release,
    EntryFiles files
) : StagePage(actor, find), IRedisplay
{
    /// <summary>Entries on one page of the list.</summary>
    public const int PageSize = 50;

    private readonly Actor actor = actor;
    private CallDecision? decision;

    public Guid? Me => actor.PersonId;
    public IReadOnlyList<(JudgedEntry Entry, Assignment Own)> Mine { get; private set; } = [];

    /// <summary>One's own that are not shown: the queue leads through them one by one.</summary>
    public int MoreOfMine { get; private set; }

    /// <summary>The entries on this page of the list.</summary>
    public IReadOnlyList<JudgedEntry> Shown { get; private set; } = [];

    /// <summary>How many fit what is asked for.</summary>
    public int Total { get; private set; }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    public IReadOnlyList<Choice> Filters =>
        [
            .. Judged.Terms.Screening
                ? [new Choice("screen", "To be screened")]
                : Array.Empty<Choice>(),
            .. Judged.AsksOfEach
                ?
                [
                    new Choice("open", "Scores missing"),
                    new Choice("agree", "To be agreed"),
                    new Choice("revealed", "Revealed"),
                ]
                : Array.Empty<Choice>(),
        ];
    public IReadOnlyList<PanelRow> Panel { get; private set; } = [];
    public (string Href, string Act)? Next { get; private set; }
    public string Standing { get; private set; } = "";

    [BindProperty]
    public Guid? Person { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public bool MayScreen => JudgingPermissions.MayScreen(actor, Call).Allowed;
    public bool MayShareOut =>
        Judged.IsScoredByPanel
        && Judged.Entries.Count > 0
        && decision is null
        && (Call.Kind.IsStanding || Judged.Stage.Clock.StateAt(db.Now()) == StageState.Closed);

    /// <summary>Whether the reader sees all entries, not only those they were asked to judge.</summary>
    public bool Oversees =>
        Call.Has(
            actor,
            CallRole.Owner,
            CallRole.LeadAssessor,
            CallRole.Approver,
            CallRole.Commenter,
            CallRole.Observer
        );

    public IReadOnlyList<Choice> Leavers =>
        [
            .. Panel
                .Where(p => p.Left + p.Undeclared > 0)
                .Select(p => new Choice(p.Person.ToString(), p.Name)),
        ];

    public IReadOnlyList<PageLink> Doors { get; private set; } = [];

    /// <summary>Files that somebody has to look at before assessors may open them; null where that is not this reader's to do.</summary>
    public int? FilesWaiting { get; private set; }

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostShareAsync()
    {
        await RedisplayAsync();
        var done = await share.RunAsync(Reference, StageCode, Stopped);
        TempData[PageKeys.Done] = done.Says(Names);
        return LocalRedirect(Judged.Path);
    }

    public async Task<IActionResult> OnPostReleaseAsync()
    {
        await RedisplayAsync();
        var done = await release.RunAsync(
            Reference,
            StageCode,
            new Id<Person>(Person ?? throw new Refusal("Choose who", "Person")),
            Reason,
            Stopped
        );
        TempData[PageKeys.Done] = $"Done. {done.Says(Names, " instead")}";
        return LocalRedirect(Judged.Path);
    }

    public async Task RedisplayAsync()
    {
        await LoadAsync();
        decision = await decisions.NowAsync(Judged, Stopped);
        IsTold = decision is { IsTold: true };
        var mine = Judged
            .AssignedTo(Me)
            .Where(a => a.Own.IsOpen || a.Own.SubmittedAt is not null)
            .OrderBy(a => a.Own.SubmittedAt is not null)
            .ToList();
        Mine = mine.Count <= PageSize ? [.. mine.OrderBy(a => a.Entry.Number)] : mine[..PageSize];
        MoreOfMine = mine.Count - Mine.Count;
        var found = Oversees ? Found() : [];
        Total = found.Count;
        Shown = [.. found.Skip((At - 1) * PageSize).Take(PageSize)];
        Panel =
        [
            .. Judged
                .Judgings.SelectMany(j => j.Assignments)
                .GroupBy(a => (a.PersonId.Value, a.PersonName))
                .Select(g => new PanelRow(
                    g.Key.Value,
                    g.Key.PersonName,
                    g.Count(),
                    g.Count(a => a.IsOpen && a.Interest == Interest.Undeclared),
                    g.Count(a => a.Interest == Interest.Declared),
                    (Judged.AsksOfEach ? g.Count(a => a.MayRead && a.SubmittedAt is null) : 0)
                        + (Judged.IsPairwise && Judged.NextPair(g.Key.Value) is not null ? 1 : 0),
                    Judged.IsPairwise
                        ? Judged.Comparisons.Count(c => c.PersonId.Value == g.Key.Value)
                        : g.Count(a => a.SubmittedAt is not null)
                ))
                .OrderBy(r => r.Name, StringComparer.Ordinal),
        ];
        FilesWaiting =
            Judged.IsAnonymised && JudgingPermissions.MayCheckFiles(actor, Call).Allowed
                ? (await files.OfAsync(Judged, Stopped)).Count(f => f.Check is null)
                : null;
        Doors = [.. Links()];
        Standing = Says();
        Next = FindNext();
    }

    private List<JudgedEntry> Found()
    {
        var words = Q?.Trim() ?? "";
        return
        [
            .. Judged.Entries.Where(e =>
            {
                var judging = Judged.Of(e.Id);
                return (
                        words.Length == 0
                        || e.Short.Equals(words, StringComparison.OrdinalIgnoreCase)
                        || e.Reference.Equals(words, StringComparison.OrdinalIgnoreCase)
                        || (!IsBlind && Has(e.Entrant, words))
                        || (Shows(e) && Has(e.Title, words))
                    )
                    && Show switch
                    {
                        "screen" => judging?.Screened is null,
                        "open" => judging?.IsRevealed != true,
                        "agree" => judging is { IsRevealed: true } && NeedsAgreeing(judging),
                        "revealed" => judging?.IsRevealed == true,
                        _ => true,
                    };
            }),
        ];
    }

    private static bool Has(string? text, string words) =>
        text?.Contains(words, StringComparison.CurrentCultureIgnoreCase) == true;

    private IEnumerable<PageLink> Links()
    {
        if (FilesWaiting is { } waiting)
        {
            yield return new(
                waiting == 0 ? "Files" : $"Files ({waiting} to look at)",
                $"{Judged.Path}/files"
            );
        }
        var seesRanking = JudgingPermissions.MaySeeRanking(actor, Judged).Allowed;
        if (!Judged.IsJudged)
        {
            if (Call.CanEnd(db.Now()) && JudgingPermissions.MayTell(actor, Call).Allowed)
            {
                yield return new(
                    "Say what was learnt, and what comes next",
                    $"/calls/{Call.Reference}/learnt"
                );
            }
            yield break;
        }
        if (seesRanking)
        {
            yield return new("Ranking", $"{Judged.Path}/ranking");
        }
        if (Oversees && seesRanking)
        {
            yield return new(
                decision is null && MayLead ? "Recommend a decision" : "The decision",
                $"{Judged.Path}/decision"
            );
        }
        if (decision?.ApprovedAt is not null && JudgingPermissions.MayTell(actor, Call).Allowed)
        {
            yield return new("Letters", $"{Judged.Path}/letters");
        }
        if (decision?.IsTold == true)
        {
            yield return new("The result as everybody sees it", $"/calls/{Call.Reference}/results");
        }
    }

    private string Says()
    {
        var today = LocalDay.Of(db.Now());
        if (decision is not null)
        {
            return DecisionWordsFor.State(decision, today) + ".";
        }
        if (!Judged.IsJudged)
        {
            return $"{Sentence(Names.Entries)} of this stage are read; they are not judged against each other.";
        }
        if (!Call.Kind.IsStanding && Judged.Stage.Clock.StateAt(db.Now()) != StageState.Closed)
        {
            return $"{Sentence(Names.Entries)} are judged once the stage has closed.";
        }
        var revealed = Judged.Judgings.Count(j => j.IsRevealed);
        return Judged.Entries.Count == 0 ? $"There are no {Names.Entries} to judge yet."
            : !Judged.IsScoredByPanel
                ? $"{Words.Count(Judged.Entries.Count, Names.Entry, Names.Entries)} to decide on."
            : Judged.IsPairwise
                ? $"{Words.Count(Judged.Entries.Count, Names.Entry, Names.Entries)}, {Words.Count(Judged.Comparisons.Count, "pair")} compared."
            : $"All scores are in for {revealed} of {Words.Count(Judged.Entries.Count, Names.Entry, Names.Entries)}.";
    }

    private (string, string)? FindNext()
    {
        if (Me is { } me && Judged.AssignedTo(me).Any())
        {
            var row = JudgingQueue.Of(Judged, me);
            if (!row.IsDone)
            {
                return (row.Next, row.Ask);
            }
        }
        if (FilesWaiting > 0 && decision is null)
        {
            return ($"{Judged.Path}/files", "Look at the files");
        }
        var agree = Judged.Judgings.FirstOrDefault(j => j.IsRevealed && NeedsAgreeing(j));
        return MayLead && agree is not null
                ? (
                    $"{Judged.Path}/{Judged.Entry(agree.EntryId).Number}/scores",
                    "Agree on the next scores"
                )
            : MayLead && decision is null && Judged is { IsComplete: true, Late.Count: 0 }
                ? ($"{Judged.Path}/decision", "Recommend a decision")
            : null;
    }

    /// <summary>Whether the panel has still to agree on scores of this entry.</summary>
    public bool NeedsAgreeing(EntryJudging judging) =>
        Judged.Terms is { Together: Together.Consensus, IsScored: true }
        && judging.Screened?.Passes != false
        && judging.RedLinesFailed(Judged.Terms).Count == 0
        && Judged.Terms.Criteria.Any(c => judging.AgreedNow.All(a => a.Criterion != c.Code));

    /// <summary>How one's own assignment stands.</summary>
    public static IHtmlContent StateOf(Assignment own, JudgedStage stage) =>
        own switch
        {
            { SubmittedAt: not null } => Tag("Handed in", "green"),
            { Interest: Interest.Undeclared } => Tag("Declare first", "yellow"),
            _ when !stage.AsksOfEach => Tag("To compare", "blue"),
            { SavedAt: not null } => Tag("Begun", "light-blue"),
            _ => Tag("To judge", "blue"),
        };

    private static Element Tag(string words, string colour) =>
        new Element("strong").Class("govuk-tag", $"govuk-tag--{colour}").Add(words);
}
