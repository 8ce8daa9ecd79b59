using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Kernel;

namespace Tandem.Entries;

/// <summary>Who may enter, and do what with an entry. Who may read which is <see cref="VisibleEntries"/>.</summary>
public static class EntryPermissions
{
    /// <summary>Enter a call that one may see.</summary>
    public static Verdict MayEnter(Actor actor, Call call) =>
        !actor.IsSignedIn ? Verdict.No("Sign in, or make an account, to enter.")
        : call.State != CallState.Published ? Verdict.No("This call takes no entries.")
        : call.Kind.Entries != Secrecy.Public
        && call.Has(
            actor,
            CallRole.Owner,
            CallRole.Editor,
            CallRole.Approver,
            CallRole.Opener,
            CallRole.LeadAssessor
        )
            ? Verdict.No("Those who look after this call, or lead its panel, cannot enter it.")
        : Verdict.Yes;

    /// <summary>Put in what somebody gave on paper or by telephone: those who look after the call.</summary>
    public static Verdict MayEnterForOthers(Actor actor, Call call) =>
        call.State != CallState.Published ? Verdict.No("This call takes no entries.")
        : !call.Kind.Entrants.OnBehalf ? Verdict.No("Nobody enters for somebody else in this call.")
        : call.Has(actor, CallRole.Owner, CallRole.Editor, CallRole.Moderator) ? Verdict.Yes
        : Verdict.No("Only those who look after this call may enter for somebody else.");

    /// <summary>Say something to those who work on an entry.</summary>
    public static Verdict MayComment(Actor actor, Entry entry) =>
        entry.RightOf(actor) >= MemberRight.Comment
            ? Verdict.Yes
            : Verdict.No("Whoever leads this entry has let you read it only.");

    /// <summary>Answer the questions of an entry.</summary>
    public static Verdict MayAnswer(Actor actor, Entry entry) =>
        entry.RightOf(actor) >= MemberRight.Edit
            ? Verdict.Yes
            : Verdict.No("Whoever leads this entry has let you read it, not change it.");

    /// <summary>Submit and withdraw an entry, and say who works on it.</summary>
    public static Verdict MayLead(Actor actor, Entry entry) =>
        entry.RightOf(actor) == MemberRight.Lead
            ? Verdict.Yes
            : Verdict.No("Only whoever leads this entry may do this.");

    /// <summary>Ask those who lead an entry that everybody reads to work on it with them.</summary>
    public static Verdict MayAskToJoin(Actor actor, Call call, Entry entry) =>
        call.Kind.Public is not { Joining: true }
        || !entry.IsShown
        || entry.IsWithdrawn
        || entry.MergedIntoId is not null
            ? Verdict.No("Nobody can ask to join here.")
        : !actor.IsSignedIn ? Verdict.No("Sign in, or make an account, to ask.")
        : entry.RightOf(actor) is not null ? Verdict.No("You work on this already.")
        : Verdict.Yes;

    /// <summary>Support an entry that everybody reads: whoever does not work on it.</summary>
    public static Verdict MaySupport(Actor actor, Entry entry) =>
        entry.RightOf(actor) is null
            ? Verdict.Yes
            : Verdict.No("You work on this yourself: support is what others say of it.");

    /// <summary>Decide whether what came late is admitted.</summary>
    public static Verdict MayDecideLate(Actor actor, Call call) =>
        call.Has(actor, CallRole.Owner)
            ? Verdict.Yes
            : Verdict.No("Only the owners of this call may admit what came late.");

    /// <summary>With one other opener open sealed entries.</summary>
    public static Verdict MayOpen(Actor actor, Call call) =>
        call.Has(actor, CallRole.Opener)
            ? Verdict.Yes
            : Verdict.No("Only the openers of this call may open its entries.");

    /// <summary>See how many entries there are, and whose once they may be read.</summary>
    public static Verdict MaySeeList(Actor actor, Call call) =>
        call.Has(
            actor,
            CallRole.Owner,
            CallRole.Editor,
            CallRole.Approver,
            CallRole.Opener,
            CallRole.LeadAssessor,
            CallRole.Moderator,
            CallRole.Observer
        )
            ? Verdict.Yes
            : Verdict.No("Only those who look after this call see its list of entries.");

    /// <summary>Look after what is public: let it through, hide it, join it, say how it stands, write private notes.</summary>
    public static Verdict MayModerate(Actor actor, Call call) =>
        call.Has(actor, CallRole.Owner, CallRole.Editor, CallRole.Moderator)
            ? Verdict.Yes
            : Verdict.No("Only owners, editors and moderators of this call may do this.");
}
