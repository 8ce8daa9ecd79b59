using Tandem.Contracts;
using Tandem.Kernel;

namespace Tandem.Pipeline;

/// <summary>What is said of a pipeline item: as a form, an import or an export carries it.</summary>
public sealed record PipelineFacts
{
    private const int LongestLine = 300;
    private const int LongestText = 10_000;
    private const long MostMinor = 100_000_000_000_00;
    private static readonly DateOnly Earliest = new(1990, 1, 1);
    private static readonly DateOnly Latest = new(2100, 12, 31);

    public string Title { get; init; } = "";
    public PipelineKind Kind { get; init; }
    public string? Department { get; init; }
    public string? Why { get; init; }
    public string? Problem { get; init; }
    public string? Users { get; init; }
    public string? Engagement { get; init; }
    public string? WorkDone { get; init; }
    public Willingness Willingness { get; init; }
    public string? Phase { get; init; }
    public DateOnly? PhaseStart { get; init; }
    public DateOnly? PhaseEnd { get; init; }
    public Confidence Confidence { get; init; }

    /// <summary>CPV codes of eight digits, the main one first, separated by spaces.</summary>
    public string CpvCodes { get; init; } = "";
    public CodeOrigin CpvOrigin { get; init; }
    public long? ValueMinor { get; init; }
    public string Currency { get; init; } = "GBP";

    /// <summary>Key of a value band; not looked at where there is a value.</summary>
    public string? ValueBand { get; init; }
    public ProcedureGuess Procedure { get; init; }
    public DateOnly? PlannedPublish { get; init; }
    public DateOnly? SubmissionStart { get; init; }
    public DateOnly? SubmissionEnd { get; init; }
    public DateOnly? ContractStart { get; init; }
    public DateOnly? ContractEnd { get; init; }
    public Id<Contract>? ReplacesContractId { get; init; }
    public DateOnly? ReplacesEnd { get; init; }
    public string? ContactName { get; init; }
    public string? ContactEmail { get; init; }

    /// <summary>The same facts as they are kept: trimmed, empty as nothing, the band that of the value.</summary>
    /// <exception cref="Refusal">Facts will not do; all that will not are said, and the field is the name of the property.</exception>
    public PipelineFacts Checked()
    {
        var refusals = new Refusals();
        if (string.IsNullOrWhiteSpace(Title))
        {
            refusals.Say("Enter a title", nameof(Title));
        }
        CheckDays(refusals);
        if (ValueMinor is < 0 or > MostMinor)
        {
            refusals.Say("The value must be more than nothing and less than 100 billion", "Value");
        }
        if (ValueBand is { Length: > 0 } && ValueBands.Find(ValueBand) is null)
        {
            refusals.Say("Choose one of the value bands", nameof(ValueBand));
        }
        string? Line(string? text, string field, string says, int most = LongestLine) =>
            Text(text?.ReplaceLineEndings(" "), field, says, most);
        string? Text(string? text, string field, string says, int most = LongestText) =>
            refusals.Of(() => Kept(text, field, says, most));
        var email = Line(ContactEmail, nameof(ContactEmail), "The e-mail address");
        if (
            email is not null
            && (email.IndexOf('@') < 1 || email.EndsWith('@') || email.Contains(' '))
        )
        {
            refusals.Say(
                "Enter an e-mail address in the correct format, like name@example.org",
                nameof(ContactEmail)
            );
        }
        var kept = this with
        {
            Title = Line(Title, nameof(Title), "The title") ?? "",
            Department = Line(Department, nameof(Department), "The department"),
            Why = Text(Why, nameof(Why), "Why the work is being done"),
            Problem = Text(Problem, nameof(Problem), "The problem to be solved"),
            Users = Text(Users, nameof(Users), "Who the users are and what they need"),
            Engagement = Text(Engagement, nameof(Engagement), "Early market engagement"),
            WorkDone = Text(WorkDone, nameof(WorkDone), "Work already done"),
            Phase = ServicePhases.Of(Line(Phase, nameof(Phase), "The phase", 60)),
            CpvCodes = refusals.Of(Codes) ?? "",
            CpvOrigin =
                string.IsNullOrWhiteSpace(CpvCodes) ? CodeOrigin.None
                : CpvOrigin == CodeOrigin.None ? CodeOrigin.Buyer
                : CpvOrigin,
            Currency = string.IsNullOrWhiteSpace(Currency)
                ? "GBP"
                : Currency.Trim().ToUpperInvariant(),
            ValueBand =
                ValueMinor is { } minor ? ValueBands.Of(minor).Key
                : string.IsNullOrEmpty(ValueBand) ? null
                : ValueBand,
            ContactName = Line(ContactName, nameof(ContactName), "The name of the contact"),
            ContactEmail = email,
        };
        refusals.Throw();
        return kept;
    }

    private void CheckDays(Refusals refusals)
    {
        foreach (var (day, field, says) in Days())
        {
            if (day is { } given && (given < Earliest || given > Latest))
            {
                refusals.Say($"{says} must be between 1990 and 2100", field);
            }
        }
        void InOrder(DateOnly? first, DateOnly? last, string wrong, string field)
        {
            if (first > last)
            {
                refusals.Say(wrong, field);
            }
        }
        InOrder(PhaseStart, PhaseEnd, "The phase cannot end before it starts", nameof(PhaseEnd));
        InOrder(
            SubmissionStart,
            SubmissionEnd,
            "Submissions cannot close before they open",
            nameof(SubmissionEnd)
        );
        InOrder(
            PlannedPublish,
            SubmissionEnd,
            "Submissions cannot close before the tender is published",
            nameof(SubmissionEnd)
        );
        InOrder(
            ContractStart,
            ContractEnd,
            "The contract cannot end before it starts",
            nameof(ContractEnd)
        );
    }

    private string Codes()
    {
        var codes = CpvCodes
            .Split([' ', ',', ';', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)
            .Select(text =>
                // Fewer digits would be filled up with zeros, to a code that nobody meant.
                text.Count(char.IsAsciiDigit) >= 8
                && Classification.Cpv.TryParse(text, out var code)
                    ? code.Digits
                    : throw new Refusal(
                        $"‘{text}’ is not a CPV code. Enter eight digits, such as 48000000, or leave it blank",
                        nameof(CpvCodes)
                    )
            )
            .Distinct()
            .ToList();
        return codes.Count <= 10
            ? string.Join(' ', codes)
            : throw new Refusal("Enter ten CPV codes or fewer", nameof(CpvCodes));
    }

    private IEnumerable<(DateOnly? Day, string Field, string Says)> Days() =>
        [
            (PhaseStart, nameof(PhaseStart), "The start of the phase"),
            (PhaseEnd, nameof(PhaseEnd), "The end of the phase"),
            (PlannedPublish, nameof(PlannedPublish), "The planned publication"),
            (SubmissionStart, nameof(SubmissionStart), "The opening of submissions"),
            (SubmissionEnd, nameof(SubmissionEnd), "The close of submissions"),
            (ContractStart, nameof(ContractStart), "The start of the contract"),
            (ContractEnd, nameof(ContractEnd), "The end of the contract"),
            (ReplacesEnd, nameof(ReplacesEnd), "The end of the contract it replaces"),
        ];

    private static string? Kept(string? text, string field, string says, int most)
    {
        // A NUL is no text to PostgreSQL, and nobody types one.
        var trimmed = text?.Replace("\0", "", StringComparison.Ordinal).Trim();
        return string.IsNullOrEmpty(trimmed) ? null
            : trimmed.Length <= most ? trimmed
            : throw new Refusal(
                $"{says} must be {most.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} characters or fewer",
                field
            );
    }
}
