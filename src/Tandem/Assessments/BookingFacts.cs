using System.Globalization;
using System.Text.Json;
using Tandem.Discussions;
using Tandem.Kernel;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Assessments;

/// <summary>What was asked when an assessment was booked, by the codes of its kind. Numbers are kept as digits, sums of money in whole pounds.</summary>
public static class BookingFacts
{
    /// <summary>The kept answers.</summary>
    public static IReadOnlyDictionary<string, string> Of(Assessment assessment) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(assessment.Facts) ?? [];

    internal static string ToJson(IReadOnlyDictionary<string, string>? facts) =>
        JsonSerializer.Serialize(facts ?? new Dictionary<string, string>());

    /// <summary>The answers as they are to be kept.</summary>
    /// <exception cref="Refusal">One that is needed is missing, or a number is none.</exception>
    public static IReadOnlyDictionary<string, string> Take(
        AssessmentKind kind,
        IReadOnlyDictionary<string, string?>? given
    )
    {
        var taken = new Dictionary<string, string>();
        foreach (var ask in kind.Booking?.Asks ?? [])
        {
            var field = $"Facts[{ask.Code}]";
            var text = PlainText.Clean(given?.GetValueOrDefault(ask.Code));
            if (text.Length == 0)
            {
                if (ask.Required)
                {
                    throw new Refusal($"Answer ‘{ask.Text}’", field);
                }
                continue;
            }
            taken[ask.Code] = ask.IsNumber
                ? Number(text, ask, field)
                : PlainText.Take(text, 4000, "an answer", field);
        }
        return taken;
    }

    /// <summary>The day that is asked for.</summary>
    /// <exception cref="Refusal">It is over, or too far ahead.</exception>
    public static DateOnly? Day(DateOnly? day, DateOnly today) =>
        day is null ? null
        : day < today ? throw new Refusal("Choose a day that is not over", "Day")
        : day > today.AddYears(3) ? throw new Refusal("Choose a day within three years", "Day")
        : day;

    /// <summary>Whether the day is nearer than the weeks ahead that the kind asks for; it may be booked all the same.</summary>
    public static string? ShortNotice(AssessmentKind kind, DateOnly? day, DateOnly today) =>
        kind.Booking?.NoticeWeeks is { } weeks && day < today.AddDays(7 * weeks)
            ? $"That is less than {weeks} weeks ahead. It can be booked, but the panel may not come together in time."
            : null;

    /// <summary>Names that a formula about a booking may use: its numbers.</summary>
    public static IReadOnlyDictionary<string, FormulaType> NamesOf(AssessmentKind kind) =>
        (kind.Booking?.Asks ?? [])
            .Where(a => a.IsNumber)
            .ToDictionary(a => a.Code, _ => FormulaType.Number);

    /// <summary>Whether a condition over the booking holds; what was not answered is not known, and what is not known is not so.</summary>
    public static bool Holds(AssessmentKind kind, string when, Assessment assessment)
    {
        var facts = Of(assessment);
        return Formula
                .Read(when, NamesOf(kind), ValueKind.Truth, out _)
                ?.Holds(
                    new(
                        name =>
                            facts.TryGetValue(name, out var digits)
                                ? new Value.Number(
                                    decimal.Parse(digits, CultureInfo.InvariantCulture)
                                )
                                : null,
                        default
                    )
                ) == true;
    }

    private static string Number(string text, BookingQuestion ask, string field)
    {
        var digits = text.Replace(",", "", StringComparison.Ordinal)
            .Replace("£", "", StringComparison.Ordinal)
            .Replace(" ", "", StringComparison.Ordinal);
        return
            decimal.TryParse(
                digits,
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number
            )
            && number <= 1_000_000_000_000
            ? decimal.Round(number, 0).ToString(CultureInfo.InvariantCulture)
            : throw new Refusal($"Answer ‘{ask.Text}’ with a number, like 120,000", field);
    }
}

/// <summary>Changes the day and the facts of a booking, until the first rating can be given.</summary>
public sealed class ChangeBooking(
    Db db,
    Actor actor,
    FindAssessment find,
    AssessmentKinds kinds,
    TimeProvider clock
)
{
    /// <exception cref="Refusal">The actor may not, it is too late for it, or an answer is missing.</exception>
    public async Task RunAsync(
        string reference,
        DateOnly? day,
        IReadOnlyDictionary<string, string?> facts,
        CancellationToken cancellation = default
    )
    {
        var assessment = await find.RunAsync(reference, cancellation);
        var kind = kinds.Find(assessment.Kind, assessment.KindVersion);
        AssessmentPermissions.MayBook(actor, kind, assessment).Permit();
        if (!IsOpen(kind, assessment))
        {
            throw new Refusal("The assessment has begun: its booking stays as it is.");
        }
        var today = clock.Today();
        assessment.Book(
            day == assessment.Day ? day : BookingFacts.Day(day, today),
            BookingFacts.Take(kind, facts),
            actor,
            db.Now()
        );
        db.Record(
            actor,
            "assessment-rebooked",
            nameof(Assessment),
            assessment.Id,
            new { assessment.Reference, assessment.Day }
        );
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Whether nobody can have rated yet.</summary>
    public static bool IsOpen(AssessmentKind kind, Assessment assessment) =>
        kind.Booking is not null
        && !assessment.Ended
        && assessment.Steps.All(s => s.LedTo is not { } to || !kind.Step(to).Rating);
}
