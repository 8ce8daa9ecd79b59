using Tandem.Calls.Kinds;

namespace Tandem.Calls;

/// <summary>What a call is about, for lists and search.</summary>
public sealed record CallBasics
{
    public string Title { get; init; } = "";
    public string Summary { get; init; } = "";

    /// <summary>CPV codes of eight digits, the main one first, separated by spaces.</summary>
    public string CpvCodes { get; init; } = "";
    public string? Region { get; init; }
    public bool WithPartners { get; init; }
    public string? ContactName { get; init; }
    public string? ContactEmail { get; init; }
}

/// <summary>Dates of one stage.</summary>
/// <param name="OpensAt">UTC; null: when the call is published.</param>
/// <param name="ClosesAt">UTC.</param>
/// <param name="JudgedBy">By when its entries are meant to be judged.</param>
public sealed record StageDates(
    string Code,
    DateTime? OpensAt,
    DateTime? ClosesAt,
    DateOnly? JudgedBy
);

/// <summary>Dates of a call.</summary>
public sealed record CallDates(
    IReadOnlyList<StageDates> Stages,
    DateTime? QuestionsUntil,
    DateOnly? DecisionBy
);

/// <summary>Money of a call, in minor units of one currency.</summary>
public sealed record CallSums
{
    public string Currency { get; init; } = "GBP";
    public long? BudgetMinor { get; init; }
    public long? LeastAskMinor { get; init; }
    public long? MostAskMinor { get; init; }
    public long? ValueMinor { get; init; }
    public IReadOnlyList<Prize> Prizes { get; init; } = [];

    /// <summary>Fee of each stage that pays, by its code.</summary>
    public IReadOnlyDictionary<string, long?> Fees { get; init; } = new Dictionary<string, long?>();
}

/// <summary>What an addendum changes; what is null stays as it is.</summary>
public sealed record Amendment
{
    /// <summary>What changes and why.</summary>
    public string? Text { get; init; }
    public string? Summary { get; init; }

    /// <summary>Parts of the brief by code.</summary>
    public IReadOnlyDictionary<string, string>? Brief { get; init; }

    /// <summary>New deadlines by stage.</summary>
    public IReadOnlyDictionary<string, DateTime>? ClosesAt { get; init; }
    public DateTime? QuestionsUntil { get; init; }

    /// <summary>All money of the call as it is from now on; the currency stays.</summary>
    public CallSums? Sums { get; init; }

    /// <summary>New terms of judging by stage.</summary>
    public IReadOnlyDictionary<string, JudgingTerms>? Terms { get; init; }
}
