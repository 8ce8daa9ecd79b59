namespace Tandem.Calls.Kinds;

/// <summary>One stage of a kind of call: what is asked in it, for how long it is open, and how it is judged.</summary>
public sealed record StageRule
{
    public string Code { get; init; } = "";
    public string Title { get; init; } = "";

    /// <summary>What happens in it, in a sentence.</summary>
    public string? Summary { get; init; }

    /// <summary>Name of the question set that is answered; later stages ask only what is new.</summary>
    public string Form { get; init; } = "";

    /// <summary>Least days between opening and closing, by law or by promise; null where any will do.</summary>
    public int? LeastDays { get; init; }

    /// <summary>Calendar of bank holidays where <see cref="LeastDays"/> are working days; null where they are days.</summary>
    public string? LeastDaysCalendar { get; init; }

    /// <summary>Days that serve entrants well.</summary>
    public int? SuggestedDays { get; init; }
    public bool IsSealed { get; init; }
    public LatePolicy Late { get; init; }

    /// <summary>Only those who went on from the stage before.</summary>
    public bool OnlyProgressed { get; init; }

    /// <summary>How it is judged, as the kind proposes it.</summary>
    public JudgingTerms Judging { get; init; } = new();

    /// <summary>Whether each entrant of the stage is paid for taking part.</summary>
    public bool PaysEach { get; init; }

    /// <summary>Whether hours are logged by person and organisation.</summary>
    public bool LogsHours { get; init; }
}

/// <summary>What happens to what arrives after the deadline.</summary>
public enum LatePolicy
{
    /// <summary>It is kept as late; admitting it takes a decision with reasons.</summary>
    Decide,

    /// <summary>It is not taken.</summary>
    Refuse,
}
