namespace Tandem.Assessments;

/// <summary>What is asked when an assessment is booked.</summary>
public sealed class BookingRule
{
    /// <summary>What the field for the day asks.</summary>
    public string DayLabel { get; init; } = "On which day?";

    /// <summary>Weeks ahead below which it is said that time is short.</summary>
    public int? NoticeWeeks { get; init; }
    public IList<BookingQuestion> Asks { get; init; } = [];
}

/// <summary>How something that is asked when booking is answered.</summary>
public enum BookingAnswer
{
    Text,
    LongText,
    Number,

    /// <summary>In whole pounds.</summary>
    Money,
}

/// <summary>One thing that is asked when booking; a number can be named in formulas by its code.</summary>
public sealed class BookingQuestion
{
    public string Code { get; init; } = "";
    public string Text { get; init; } = "";
    public string? Hint { get; init; }
    public BookingAnswer Kind { get; init; }
    public bool Required { get; init; }

    public bool IsNumber => Kind is BookingAnswer.Number or BookingAnswer.Money;
}

/// <summary>Whom a panel must have.</summary>
public sealed class PanelRule
{
    /// <summary>Roles that sit on it.</summary>
    public IList<string> Roles { get; init; } = [];
    public int AtLeast { get; init; } = 1;

    /// <summary>Professions that must be there.</summary>
    public IList<string> Professions { get; init; } = [];
    public ExternalRule? External { get; init; }
}

/// <summary>When somebody of another organisation must sit on a panel.</summary>
public sealed class ExternalRule
{
    /// <summary>A formula over what was asked when booking.</summary>
    public string When { get; init; } = "";

    /// <summary>The rule in words.</summary>
    public string Words { get; init; } = "";
}

/// <summary>Something written down on the way: an agenda, notes.</summary>
public sealed class PaperRule
{
    public string Code { get; init; } = "";
    public string Title { get; init; } = "";
    public string Words { get; init; } = "";
    public IList<string> WrittenBy { get; init; } = [];

    /// <summary>The side that can read it; both where it is nobody's.</summary>
    public Side ReadBy { get; init; } = Side.Nobody;

    /// <summary>What it begins with.</summary>
    public string Template { get; init; } = "";
}
