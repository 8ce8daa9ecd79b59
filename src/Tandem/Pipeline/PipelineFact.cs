using Tandem.Web;

namespace Tandem.Pipeline;

/// <summary>A fact of an item that was one thing and is another.</summary>
/// <param name="Name">Of the fact, as files write it.</param>
/// <param name="Before">In words; null where it was not known, or is too long to be told.</param>
/// <param name="After">In words.</param>
public sealed record FactChange(string Name, string? Before, string? After);

/// <summary>A fact of an item, and how it is said.</summary>
/// <param name="Name">As files write it: "planned-publish".</param>
/// <param name="Says">In words: "Planned publication".</param>
/// <param name="Text">In words, or null where it is not known.</param>
/// <param name="Long">Whether it is prose, of which a history says only that it has changed.</param>
public sealed record PipelineFact(
    string Name,
    string Says,
    Func<PipelineFacts, string?> Text,
    bool Long = false
)
{
    /// <summary>Every fact, in the order of forms and files.</summary>
    public static readonly IReadOnlyList<PipelineFact> All =
    [
        new("title", "Title", f => f.Title),
        new("kind", "Kind", f => PipelineWords.Kind(f.Kind)),
        new("department", "Department", f => f.Department),
        new("why", "Why the work is being done", f => f.Why, Long: true),
        new("problem", "Problem to be solved", f => f.Problem, Long: true),
        new("users", "Who the users are and what they need", f => f.Users, Long: true),
        new("engagement", "Early market engagement", f => f.Engagement, Long: true),
        new("work-done", "Work already done", f => f.WorkDone, Long: true),
        new("willingness", "Working with others", f => PipelineWords.Willing(f.Willingness)),
        new("phase", "Phase", f => f.Phase),
        new("phase-start", "Start of the phase", f => Day(f.PhaseStart)),
        new("phase-end", "Estimated end of the phase", f => Day(f.PhaseEnd)),
        new("confidence", "Confidence", f => PipelineWords.Sure(f.Confidence)),
        new("cpv", "CPV codes", f => f.CpvCodes.Length == 0 ? null : f.CpvCodes),
        new("value", "Estimated value", Value),
        new("value-band", "Value band", f => f.ValueMinor is null ? Band(f) : null),
        new("procedure", "Likely procedure", f => PipelineWords.Procedure(f.Procedure)),
        new("planned-publish", "Planned publication", f => Day(f.PlannedPublish)),
        new("submission-start", "Submissions open", f => Day(f.SubmissionStart)),
        new("submission-end", "Submissions close", f => Day(f.SubmissionEnd)),
        new("contract-start", "Contract starts", f => Day(f.ContractStart)),
        new("contract-end", "Contract ends", f => Day(f.ContractEnd)),
        new("replaces", "Contract it replaces", f => f.ReplacesContractId?.ToString(), Long: true),
        new("replaces-end", "The contract it replaces ends", f => Day(f.ReplacesEnd)),
        new("contact-name", "Contact", f => f.ContactName),
        new("contact-email", "E-mail address of the contact", f => f.ContactEmail),
    ];

    /// <summary>The facts that differ.</summary>
    public static IReadOnlyList<FactChange> Between(PipelineFacts before, PipelineFacts after) =>
        [
            .. All.Select(f => (Fact: f, Before: f.Text(before), After: f.Text(after)))
                .Where(f => f.Before != f.After)
                .Select(f =>
                    f.Fact.Long
                        ? new FactChange(f.Fact.Name, null, null)
                        : new FactChange(f.Fact.Name, f.Before, f.After)
                ),
        ];

    /// <summary>The fact of this name, in words; the name itself where there is none.</summary>
    public static string SaysOf(string name) =>
        All.FirstOrDefault(f => f.Name == name)?.Says ?? name;

    private static string? Day(DateOnly? day) => day is { } known ? Words.Day(known) : null;

    private static string? Value(PipelineFacts facts) =>
        facts.ValueMinor is { } minor ? Words.ExactMoney(minor / 100m, facts.Currency) : null;

    private static string? Band(PipelineFacts facts) =>
        ValueBands.Find(facts.ValueBand) is { } band
            ? PipelineWords.Band(band, facts.Currency)
            : null;
}
