using Tandem.Calls.Kinds;
using Tandem.Web;

namespace Tandem.Calls;

/// <summary>Kinds of call in words.</summary>
public static class KindWording
{
    /// <summary>Who enters.</summary>
    public static string Who(CallKind kind)
    {
        var who = Words.List([
            .. kind.Entrants.Who.Select(w =>
                w switch
                {
                    EntrantKind.Person => "people",
                    EntrantKind.Team => "teams",
                    _ => "organisations",
                }
            ),
        ]);
        return CallWording.Capital(who)
            + (kind.Audience == CallAudience.Internal ? " of the organisation" : "")
            + (
                kind.Entrants.MostEntries is { } most
                    ? $", {Words.Count(most, kind.Words.Entry, kind.Words.Entries)} each at most"
                    : ""
            )
            + (kind.Entrants.Anonymous ? "; without their name being shown, if they wish" : "");
    }

    /// <summary>Entries in a word or two.</summary>
    public static string Entries(CallKind kind) =>
        kind.Entries switch
        {
            Secrecy.Public => "public entries",
            Secrecy.Sealed => "sealed until opened",
            _ => "closed until the deadline",
        };

    /// <summary>Who reads entries, and when.</summary>
    public static string Reads(CallKind kind) =>
        kind.Entries switch
        {
            Secrecy.Public => kind.Public!.Moderation == Moderation.Before
                ? "Everybody, once a moderator has looked"
                : "Everybody, at once",
            Secrecy.Sealed =>
                "Nobody but the members of an entry, until two openers open it after the deadline",
            _ => "The members of an entry; after the deadline also the owner’s team and the panel",
        };

    /// <summary>What everybody may do with entries that are public; null where they are not.</summary>
    public static string? Everybody(CallKind kind)
    {
        if (kind.Public is not { } open)
        {
            return null;
        }
        var acts = new List<string> { "read" };
        acts.AddRange(
            new (bool May, string Act)[]
            {
                (open.Support, "support"),
                (open.Comments, "comment"),
                (open.BuildOn, $"build on another’s {kind.Words.Entry}"),
                (open.Joining, "ask to join those who work on one"),
            }
                .Where(a => a.May)
                .Select(a => a.Act)
        );
        return CallWording.Capital(Words.List(acts))
            + (
                open.ConfidentialReplies
                    ? "; reply in confidence to the owner’s team, which is never scored"
                    : ""
            );
    }

    /// <summary>What money it is about.</summary>
    public static string Money(CallKind kind) =>
        kind.Money switch
        {
            CallMoney.Budget => "A budget that is shared out among those who ask for parts of it",
            CallMoney.Prizes => "Prizes",
            CallMoney.Fee => "A fee for taking part",
            CallMoney.Value => "A contract of an estimated value",
            _ => "None",
        };

    /// <summary>How it is decided.</summary>
    public static string Decision(CallKind kind)
    {
        var rule = kind.Decision;
        var parts = new List<string>();
        if (kind.Stages.All(s => s.Judging.Method == JudgingMethod.None))
        {
            return kind.IsStanding
                ? $"{CallWording.Capital(kind.Words.Entries)} are answered one by one"
                : $"{CallWording.Capital(kind.Words.Entries)} are read, and what was learnt is published";
        }
        parts.Add(
            rule.NeedsApproval
                ? "The panel recommends, somebody else approves"
                : "The panel decides"
        );
        if (rule.Letters)
        {
            parts.Add(
                rule.Compares
                    ? "each entrant gets their own scores and reasons, compared with the winner’s"
                    : "each entrant gets their own scores and reasons"
            );
        }
        if (rule.Standstill is { } still)
        {
            parts.Add(
                $"nothing is signed for {Words.Count(still.WorkingDays, "working day")} after that"
            );
        }
        return string.Join("; ", parts);
    }

    /// <summary>What is published as open data; null where nothing is.</summary>
    public static string? OpenData(CallKind kind) =>
        kind.Publishes switch
        {
            { Ocds: true, Grants: true } => "OCDS and 360Giving",
            { Ocds: true } => "OCDS tender and award releases",
            { Grants: true } => "360Giving",
            _ => null,
        };

    /// <summary>How long a stage is open; null where nothing is said.</summary>
    public static string? Length(StageRule stage)
    {
        var days = stage.LeastDaysCalendar is null ? "day" : "working day";
        return (stage.LeastDays, stage.SuggestedDays) switch
        {
            ({ } least, { } usual) =>
                $"At least {Words.Count(least, days)}; {Words.Count(usual, "day")} serve entrants well",
            ({ } least, null) => $"At least {Words.Count(least, days)}",
            (null, { } usual) => $"{Words.Count(usual, "day")} serve entrants well",
            _ => null,
        };
    }
}
