using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Pipeline;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Collaborations.Workspaces.Pages;

/// <summary>How far would we go with this, who else is concerned, and shall we ask them? One for each kind of record one can start from.</summary>
[AllowAnonymous]
public abstract class StartInterestModel(
    StartingKind kind,
    Db db,
    CurrentActor current,
    StartingPoints starts,
    StateWillingness state,
    AskOthers ask,
    Calendars calendars
) : PageModel, IRedisplay
{
    /// <summary>One whose purchase it is, with what it has said, as far as the reader may know that.</summary>
    /// <param name="Answer">Its latest answer, and the question it was to.</param>
    /// <param name="Places">Where it stands in collaborations on this.</param>
    public sealed record PartyRow(
        StartingParty Party,
        StatedWillingness? Stated,
        (Interest Question, AskedOrganisation Answer)? Answer,
        IReadOnlyList<(Collaboration Collaboration, Standing Standing)> Places,
        bool IsOwn,
        bool MayBeAsked
    )
    {
        public bool HasSaid => Stated is not null || Answer is not null || Places.Count > 0;
    }

    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    [BindProperty, Display(Name = "Which organisation do you speak for?")]
    public Id<Organisation> Organisation { get; set; }

    [BindProperty, Display(Name = "How far would you go?")]
    public Willingness? Level { get; set; }

    [
        BindProperty,
        Display(Name = "Anything to add?", Description = "Optional. The others in this read it.")
    ]
    public string? Said { get; set; }

    [BindProperty, Display(Name = "How far would you go?")]
    public Willingness? AskLevel { get; set; }

    [BindProperty, Display(Name = "Whom do you ask?")]
    public List<Id<Organisation>> Others { get; set; } = [];

    [
        BindProperty,
        Display(
            Name = "What do you want to say to them?",
            Description = "Optional. For example what you plan, by when, and what is open."
        )
    ]
    public string? Message { get; set; }

    public StartingPoint Start { get; private set; } = null!;
    public IReadOnlyList<PartyRow> Parties { get; private set; } = [];

    /// <summary>Organisations the reader speaks for and that it concerns.</summary>
    public IReadOnlyList<Organisation> Own { get; private set; } = [];
    public IReadOnlyList<StatedWillingness> OwnStated { get; private set; } = [];
    public UnderWay UnderWay { get; private set; } = new([], []);

    /// <summary>Who speaks for the reader's organisations that it concerns, where the reader does not.</summary>
    public IReadOnlyList<string> WhoSpeaks { get; private set; } = [];
    public bool IsSignedIn => current.Value.IsSignedIn;

    /// <summary>Whether the reader belongs to one it concerns, and may know what the others said.</summary>
    public bool IsConcerned { get; private set; }

    /// <summary>Those that can be asked, with how long each has.</summary>
    public IReadOnlyList<Choice> OthersToAsk { get; private set; } = [];

    /// <summary>Those that nobody here can answer for.</summary>
    public IReadOnlyList<StartingParty> NotHere => [.. Start.Parties.Where(p => !p.CanAnswer)];

    public Task OnGetAsync() => LoadAsync();

    public Task RedisplayAsync()
    {
        db.ChangeTracker.Clear();
        return LoadAsync();
    }

    public async Task<IActionResult> OnPostStateAsync()
    {
        await state.RunAsync(
            current.Value,
            kind,
            Key,
            Organisation,
            Level ?? throw new Refusal("Choose how far you would go", nameof(Level)),
            Said,
            HttpContext.RequestAborted
        );
        TempData[PageKeys.Done] = "What you said has been saved. You can change it at any time.";
        return Redirect(Request.Path);
    }

    public async Task<IActionResult> OnPostAskAsync()
    {
        var interest = await ask.RunAsync(
            current.Value,
            kind,
            Key,
            Organisation,
            AskLevel ?? throw new Refusal("Choose how far you would go", nameof(AskLevel)),
            Others,
            Message,
            HttpContext.RequestAborted
        );
        TempData[PageKeys.Done] =
            $"{Words.Count(interest.Asked.Count, "organisation")} {(interest.Asked.Count == 1 ? "has" : "have")} been asked.";
        return Redirect($"/interests/{interest.Reference}");
    }

    private async Task LoadAsync()
    {
        var cancellation = HttpContext.RequestAborted;
        Start = await starts.GetAsync(kind, Key, current.Value, cancellation);
        var members = current.Organisations.Where(o => Start.Concerns(o.Id)).ToList();
        IsConcerned = members.Count > 0;
        Own = [.. members.Where(o => current.Value.Has(o.Id.Value, InterestPermissions.Speaks))];
        if (Own.Count == 0 && IsConcerned)
        {
            var speakers = await db.SpeakersAsync(members.Select(o => o.Id), cancellation);
            WhoSpeaks = [.. speakers.Values.SelectMany(n => n).Distinct()];
        }
        Organisation =
            Own.Any(o => o.Id == Organisation) ? Organisation
            : Own is [var first, ..] ? first.Id
            : default;
        var ids = members.Select(o => o.Id).ToList();
        var stated = await db.Set<StatedWillingness>()
            .AsNoTracking()
            .Where(w => w.Kind == kind && w.Key == Start.Key)
            .ToListAsync(cancellation);
        OwnStated = [.. stated.Where(w => ids.Contains(w.OrganisationId))];
        // What others have said is for those it concerns; of a pipeline item, for the organisation that keeps it.
        var mayRead =
            kind == StartingKind.Opportunity ? IsConcerned : members.Any(o => Start.IsParty(o.Id));
        UnderWay = await UnderWay.ReadAsync(db, current.Value, kind, Start.Key, cancellation);
        var asked = UnderWay
            .Interests.Where(i => i.TakenBackAt is null && ids.Contains(i.OrganisationId))
            .SelectMany(i => i.Asked.Select(a => a.OrganisationId))
            .ToHashSet();
        Parties =
        [
            .. Start.Parties.Select(p => new PartyRow(
                p,
                stated.Find(w =>
                    w.OrganisationId == p.Organisation?.Id
                    && (mayRead || ids.Contains(w.OrganisationId))
                ),
                AnswerOf(p),
                PlacesOf(p),
                p.Organisation is { } o && ids.Contains(o.Id),
                p.CanAnswer
                    && !ids.Contains(p.Organisation!.Id)
                    && !asked.Contains(p.Organisation.Id)
            )),
        ];
        await OfferAsync(cancellation);
    }

    private (Interest, AskedOrganisation)? AnswerOf(StartingParty party) =>
        UnderWay
            .Answers.Where(x => x.Answer.OrganisationId == party.Organisation?.Id)
            .Select(x => ((Interest, AskedOrganisation)?)x)
            .FirstOrDefault();

    // Those outside know only who is in, as its own page has it.
    private IReadOnlyList<(Collaboration, Standing)> PlacesOf(StartingParty party) =>
        [
            .. UnderWay
                .Collaborations.SelectMany(c => c.Members.Select(m => (Of: c, Member: m)))
                .Where(x =>
                    x.Member.OrganisationId == party.Organisation?.Id
                    && (
                        x.Member.Standing == Standing.In
                        || CollaborationPermissions.MayReadInside(current.Value, x.Of).Allowed
                    )
                )
                .Select(x => (x.Of, x.Member.Standing)),
        ];

    private async Task OfferAsync(CancellationToken cancellation)
    {
        var others = Parties.Where(p => p.MayBeAsked).Select(p => p.Party.Organisation!).ToList();
        var daysOf = await db.WorkingDaysAsync([.. others.Select(o => o.Id)], cancellation);
        var today = db.Today();
        OthersToAsk =
        [
            .. others.Select(o => new Choice(
                o.Id.ToString(),
                o.Name,
                $"{Words.Count(daysOf(o.Id), "working day")}: until {Words.Day(calendars.For(o).Add(today, daysOf(o.Id)))}"
            )),
        ];
    }
}
