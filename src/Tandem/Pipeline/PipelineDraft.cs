using System.Security.Cryptography;
using System.Text;
using Tandem.Contracts;
using Tandem.Formats;
using Tandem.Formats.Tabular;
using Tandem.Kernel;

namespace Tandem.Pipeline;

/// <summary>A row of a pipeline that is brought in: what its columns say, and by what the item is known again.</summary>
internal sealed class PipelineDraft
{
    private const int LongestReference = 200;
    private readonly MappedCells cells;

    private PipelineDraft(MappedCells cells, string reference) =>
        (this.cells, Reference) = (cells, reference);

    /// <summary>The table's own reference, or one derived from the title.</summary>
    public string Reference { get; }

    public string Title => cells.Text("title")!;
    public Place Place => cells.At("title");
    public long Line => cells.Row.Line;
    public IReadOnlyList<string> Cells => cells.Row.Cells;

    /// <summary>What was noticed or refused in it.</summary>
    public IReadOnlyList<Problem> Problems => cells.Problems;

    /// <summary>The owner as named; null where none is, or where the table has no such column.</summary>
    public string? Owner => cells.Text("owner");

    /// <summary>The contract it replaces, as named.</summary>
    public string? Replaces => cells.Text("replaces");

    /// <summary>When it is reviewed next, where the table says so.</summary>
    public DateOnly? ReviewBy { get; private init; }

    /// <summary>Notes what is odd about a cell.</summary>
    public void Note(string field, string message) => cells.Note(field, message);

    /// <summary>Reads a row; null where it has no title or could not be read, and its problems say why.</summary>
    public static PipelineDraft? Of(MappedCells cells)
    {
        if (cells.Problems.Exists(p => p.Kind == ProblemKind.Refused))
        {
            return null;
        }
        if (cells.Text("title") is not { } title)
        {
            cells.Refuse("title", "the row has no title");
            return null;
        }
        var reference = cells.Text("reference");
        if (reference?.Length > LongestReference)
        {
            cells.Refuse(
                "reference",
                $"the reference has more than {LongestReference} characters; check that the right column was chosen for it"
            );
            return null;
        }
        return new(cells, reference ?? Derived(title))
        {
            ReviewBy = cells.Date("review-by")?.First,
        };
    }

    /// <summary>What the row says, over what was known; a column that the table does not have changes nothing.</summary>
    /// <param name="before">What was known; the usual where the item is new.</param>
    public PipelineFacts Facts(PipelineFacts before)
    {
        var amount = Amount(before);
        var codes = cells.Says("cpv")
            ? string.Join(' ', cells.Cpv("cpv").Take(10))
            : before.CpvCodes;
        return before with
        {
            Title = cells.Text("title")!,
            Kind = Word("kind", before.Kind, PipelineWords.Kind),
            Department = Text("department", before.Department),
            Why = Text("why", before.Why),
            Problem = Text("problem", before.Problem),
            Users = Text("users", before.Users),
            Engagement = Text("engagement", before.Engagement),
            WorkDone = Text("work-done", before.WorkDone),
            Willingness = Level(before.Willingness),
            Phase = Text("phase", before.Phase),
            PhaseStart = Day("phase-start", before.PhaseStart),
            PhaseEnd = Day("phase-end", before.PhaseEnd, last: true),
            Confidence = Word("confidence", before.Confidence, PipelineWords.Sure),
            CpvCodes = codes.Length > 0 ? codes : before.CpvCodes,
            CpvOrigin =
                codes.Length > 0 && codes != before.CpvCodes ? CodeOrigin.Buyer : before.CpvOrigin,
            ValueMinor = amount?.MinorUnits,
            Currency = amount?.Currency ?? before.Currency,
            ValueBand = Band(before),
            Procedure = Word("procedure", before.Procedure, PipelineWords.Procedure),
            PlannedPublish = Day("planned-publish", before.PlannedPublish),
            SubmissionStart = Day("submission-start", before.SubmissionStart),
            SubmissionEnd = Day("submission-end", before.SubmissionEnd, last: true),
            ContractStart = Day("contract-start", before.ContractStart),
            ContractEnd = Day("contract-end", before.ContractEnd, last: true),
            ReplacesEnd = Day("replaces-end", before.ReplacesEnd, last: true),
            ContactName = Text("contact-name", before.ContactName),
            ContactEmail = Text("contact-email", before.ContactEmail),
        };
    }

    /// <summary>Why rules refused what the row says, at the column of the first fact; the others follow with their columns.</summary>
    public Problem Refused(Refusal refusal) =>
        new(
            cells.At(refusal.Field is { } field ? FieldOf(field) : "title"),
            string.Join(
                "; ",
                refusal
                    .Others.Select(o =>
                        $"{(o.Field is { } other ? cells.At(FieldOf(other)).Path : null) ?? "the row"}: {Small(o.Message)}"
                    )
                    .Prepend(Small(refusal.Message))
            )
        );

    private static string Small(string message) => char.ToLowerInvariant(message[0]) + message[1..];

    private string? Text(string field, string? before) =>
        cells.Says(field) ? cells.Text(field) : before;

    private DateOnly? Day(string field, DateOnly? before, bool last = false) =>
        !cells.Says(field) ? before
        : cells.Date(field) is { } date ? (last ? date.Last : date.First)
        : null;

    private Amount? Amount(PipelineFacts before)
    {
        if (!cells.Says("value"))
        {
            return before.ValueMinor is { } minor ? new(minor, before.Currency) : null;
        }
        var amount = cells.Amount("value");
        if (amount is { PerYear: true })
        {
            cells.Note("value", "the value is for a year; it was taken as that of the whole");
        }
        return amount;
    }

    private string? Band(PipelineFacts before)
    {
        if (!cells.Says("value-band"))
        {
            return before.ValueBand;
        }
        if (cells.Text("value-band") is not { } text)
        {
            return null;
        }
        var found = ValueBands.All.FirstOrDefault(b =>
            Plain(b.Key) == Plain(text)
            || Plain(PipelineWords.Band(b, before.Currency)) == Plain(text)
        );
        if (found is null)
        {
            cells.Note("value-band", $"‘{text}’ is none of the value bands, so none is kept");
        }
        return found?.Key;
    }

    /// <summary>One of a few answers, by its name or its words; what is neither is noticed, and nothing is changed.</summary>
    private T Word<T>(string field, T before, Func<T, string> says)
        where T : struct, Enum
    {
        if (cells.Text(field) is not { } text)
        {
            return before;
        }
        foreach (var value in Enum.GetValues<T>())
        {
            if (Plain(text) == Plain(value.ToString()) || Plain(text) == Plain(says(value)))
            {
                return value;
            }
        }
        cells.Note(
            field,
            $"‘{text}’ is not known; it is kept as ‘{says(before)}’. Known are {string.Join(", ", Enum.GetValues<T>().Select(says))}"
        );
        return before;
    }

    /// <summary>How far it would work with others, in our words or those of other pipelines.</summary>
    private Willingness Level(Willingness before) =>
        PipelineWords.LevelOf(cells.Text("willingness"))
        ?? Word("willingness", before, PipelineWords.Willing);

    private static string FieldOf(string property) =>
        property switch
        {
            "Value" => "value",
            "CpvCodes" => "cpv",
            _ => Db.SnakeCase(property).Replace('_', '-'),
        };

    private static string Plain(string text) =>
        string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static string Derived(string title) =>
        "T-"
        + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Plain(title))))[..12];
}
