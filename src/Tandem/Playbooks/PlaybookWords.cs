using System.Globalization;
using Tandem.Web;

namespace Tandem.Playbooks;

/// <summary>Words of the room, for people.</summary>
public static class PlaybookWords
{
    /// <summary>What it is called beside others: “A small playbook (Preston City Council’s own)”.</summary>
    /// <param name="keeper">The organisation whose own it is; null where it is the network’s.</param>
    public static string Name(string title, string? keeper) =>
        keeper is null ? title : $"{title} ({keeper}’s own)";

    public static string Kind(PageKind kind) =>
        kind switch
        {
            PageKind.Stage => "Stage",
            PageKind.Guide => "Guide",
            PageKind.Method => "Method card",
            _ => "Template",
        };

    public static string State(VersionState state) =>
        state switch
        {
            VersionState.Draft => "Draft",
            VersionState.Published => "Published",
            VersionState.Superseded => "Superseded",
            _ => "Withdrawn",
        };

    public static string Colour(VersionState state) =>
        state switch
        {
            VersionState.Draft => "yellow",
            VersionState.Published => "green",
            _ => "grey",
        };

    public static string Audience(PlaybookAudience audience) =>
        audience switch
        {
            PlaybookAudience.Public => "Everybody",
            PlaybookAudience.Partnership => "Your partnerships",
            _ => "Your organisation",
        };

    public static string Mode(StageMode mode) =>
        mode == StageMode.Diverge ? "Opens up" : "Narrows down";

    /// <summary>“Swedish (svenska)”, or the code where it names no language.</summary>
    public static string Language(string code)
    {
        try
        {
            var culture = CultureInfo.GetCultureInfo(code, predefinedOnly: true);
            return culture.EnglishName == culture.NativeName
                ? culture.EnglishName
                : $"{culture.EnglishName} ({culture.NativeName})";
        }
        catch (CultureNotFoundException)
        {
            return code;
        }
    }

    /// <summary>“10 working days after ‘Ask the other authorities’”.</summary>
    public static string Period(Period period, Playbook playbook)
    {
        var count = period.Unit switch
        {
            PeriodUnit.WorkingDays => Words.Count(period.Count, "working day"),
            PeriodUnit.Days => Words.Count(period.Count, "day"),
            _ => Words.Count(period.Count, "month"),
        };
        return period.After is { } after
            ? $"{count} after ‘{playbook.Step(after)?.Title ?? after}’"
            : $"{count} after the stage begins";
    }

    /// <summary>What a step makes or attaches.</summary>
    public static string Opens(string thing) =>
        thing switch
        {
            OpenedThings.PipelineItem => "pipeline item",
            OpenedThings.RequirementSet => "requirement set",
            OpenedThings.NoticeDraft => "draft of a notice",
            OpenedThings.Response => "answers to a question set",
            _ => thing,
        };

    /// <summary>How long a method takes.</summary>
    public static string? Takes(MethodCard card) =>
        card.Minutes is { } minutes
            ? minutes % 60 == 0 && minutes > 60
                ? Words.Count(minutes / 60, "hour")
                : Words.Count(minutes, "minute")
            : card.Days is { } days
                ? Words.Count(days, "day")
                : null;
}
