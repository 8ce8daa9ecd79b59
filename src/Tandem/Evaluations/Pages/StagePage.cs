using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Calls;
using Tandem.Kernel;

namespace Tandem.Evaluations.Pages;

/// <summary>A page about one stage of a call that is judged.</summary>
public abstract class StagePage(Actor actor, FindStage find) : PageModel
{
    public JudgedStage Judged { get; protected set; } = null!;
    public Call Call => Judged.Call;
    public Calls.Kinds.CallWords Names => Call.Kind.Words;
    protected Actor Reader => actor;
    protected string Reference => (string)RouteData.Values["reference"]!;
    protected string StageCode => (string)RouteData.Values["stage"]!;
    protected CancellationToken Stopped => HttpContext.RequestAborted;

    public bool MayLead => JudgingPermissions.MayLead(actor, Call).Allowed;

    /// <summary>Whether everybody has been told of the decision on this stage; pages that show what came late say so.</summary>
    public bool IsTold { get; protected set; }

    /// <summary>Whether the reader says if what came late is admitted.</summary>
    public bool MayDecideLate => Entries.EntryPermissions.MayDecideLate(actor, Call).Allowed;

    /// <summary>Whether names of who entered are kept from this reader.</summary>
    public bool IsBlind { get; private set; }

    /// <summary>The page of a long list that is read, from 1.</summary>
    public int At =>
        int.TryParse(Request.Query["page"], out var page) ? Math.Clamp(page, 1, 10_000) : 1;

    /// <exception cref="Refusal">There is no such stage, or the reader has no part in judging it.</exception>
    protected async Task LoadAsync()
    {
        Judged = await find.RunAsync(Reference, StageCode, Stopped);
        JudgingPermissions.MaySee(actor, Call).Permit();
        IsBlind = Judged.IsBlindFor(actor.PersonId);
    }

    /// <summary>
    /// Whether anything of an entry but who entered is shown to the reader: on the panel, only once the entry was shared out and, where it was to them, once
    /// they have declared that they have no interest.
    /// </summary>
    public bool Shows(JudgedEntry entry)
    {
        var judging = Judged.Of(entry.Id);
        return judging?.AssignmentOf(actor.PersonId) is { } own
            ? own.Interest == Interest.None
            : !entry.Members.Contains(actor.PersonId ?? Guid.Empty)
                && (
                    !Judged.IsScoredByPanel
                    || judging?.Assignments.Count > 0
                    || !Call.Has(actor, CallRole.Assessor, CallRole.LeadAssessor)
                );
    }

    /// <summary>The words of a call, with the first letter large.</summary>
    public static string Sentence(string words) =>
        words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
}

/// <summary>A page about one entry of a stage that is judged.</summary>
public abstract class EntryPage(Actor actor, FindStage find) : StagePage(actor, find)
{
    public JudgedEntry Entry { get; private set; } = null!;
    public EntryJudging? Judging { get; private set; }
    public Assignment? Own => Judging?.AssignmentOf(Reader.PersonId);
    protected int Number =>
        int.TryParse(
            (string?)RouteData.Values["number"],
            System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : 0;

    /// <summary>Whether the reader leads, owns or watches, and so reads without having been asked to score.</summary>
    protected bool Oversees =>
        Call.Has(
            Reader,
            CallRole.Owner,
            CallRole.LeadAssessor,
            CallRole.Approver,
            CallRole.Commenter,
            CallRole.Observer
        )
        && Own is null
        && Shows(Entry);

    /// <summary>Whether the entry itself may be shown.</summary>
    public bool MayRead => Own is { } own ? own.MayRead : Oversees;

    /// <summary>Whether who entered is shown with it.</summary>
    public bool ShowsEntrant => !Judged.IsAnonymised || Own is null;

    /// <summary>What the entry is called on the page.</summary>
    public string Title => MayRead && Entry.Title is { } title ? title : Entry.Short;

    /// <exception cref="Refusal">There is no such entry.</exception>
    protected async Task LoadEntryAsync()
    {
        await LoadAsync();
        Entry = Judged.Entry(Number);
        Judging = Judged.Of(Entry.Id);
    }
}
