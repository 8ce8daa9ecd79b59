namespace Tandem.Assessments;

/// <summary>One outcome and when it is the one.</summary>
public sealed class OutcomeRule
{
    public string Code { get; init; } = "";
    public string Title { get; init; } = "";
    public string Words { get; init; } = "";

    /// <summary>In place of those words where only some points were looked at again; the same where none are given.</summary>
    public string? AgainWords { get; init; }

    /// <summary>What it says of this assessment: of the whole, or of the points that were looked at again.</summary>
    public string WordsOf(bool again) => again ? AgainWords ?? Words : Words;

    public string Colour { get; init; } = "grey";

    /// <summary>The condition over ratings; none is always true.</summary>
    public string? When { get; init; }

    /// <summary>The step it leads to.</summary>
    public string To { get; init; } = "";

    /// <summary>Whether it counts as having met what is asked, in figures over many.</summary>
    public bool Good { get; init; }

    /// <summary>Scale it belongs to, where it can be chosen as a panel's own result; null where it cannot.</summary>
    public string? Scale { get; init; }

    /// <summary>Whether a certificate is given.</summary>
    public bool Certificate { get; init; }
}

/// <summary>Who may set an outcome other than the rule's: one proposes with a reason, another confirms.</summary>
public sealed class OverrideRule
{
    public IList<string> ProposedBy { get; init; } = [];
    public IList<string> ConfirmedBy { get; init; } = [];
}

/// <summary>What is declared before answers are handed in.</summary>
public sealed class DeclarationRule
{
    public string By { get; init; } = "";
    public string Text { get; init; } = "";

    /// <summary>Positions that may sign.</summary>
    public IList<string> Positions { get; init; } = [];
}

/// <summary>What a certificate says and how long it holds.</summary>
public sealed class CertificateRule
{
    public string Title { get; init; } = "";
    public int Months { get; init; } = 12;

    /// <summary>Question whose answer is the scope printed on it.</summary>
    public string? ScopeFrom { get; init; }

    /// <summary>Question whose answer is the holder's full name.</summary>
    public string? HolderFrom { get; init; }

    /// <summary>Question whose answer is the holder's company number.</summary>
    public string? CompanyNumberFrom { get; init; }

    /// <summary>What it says, as one sentence.</summary>
    public string Says { get; init; } = "";

    /// <summary>Days before its end on which the holder is reminded; negative is after it.</summary>
    public IList<int> Reminders { get; init; } = [];
}

/// <summary>What is owed for a rating.</summary>
public sealed class OwedRule
{
    public string Rating { get; init; } = "";

    /// <summary>Months within which it is to be put right.</summary>
    public int Months { get; init; }
}

/// <summary>A certificate that must be valid before this assessment can start.</summary>
public sealed class NeededCertificate
{
    public string Kind { get; init; } = "";

    /// <summary>Issued within so many months.</summary>
    public int WithinMonths { get; init; }
}
