using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Tandem.Kernel;

namespace Tandem.Calls.Pages;

/// <summary>Dates of one stage as they are typed: days and times on the clocks of the call's time zone.</summary>
public sealed class StageForm
{
    private const string UsualOpening = "9:00";
    private const string UsualDeadline = "12:00";

    public string Code { get; set; } = "";

    [Display(Name = "Opens on")]
    public DateOnly? OpensOn { get; set; }
    public string? OpensAt { get; set; }

    [Display(Name = "Closes on")]
    public DateOnly? ClosesOn { get; set; }
    public string? ClosesAt { get; set; }

    [Display(Name = "Judged by")]
    public DateOnly? JudgedBy { get; set; }

    /// <summary>What is there, to be changed.</summary>
    public static StageForm Of(CallStage stage, string zone)
    {
        var opens = stage.OpensAt is { } o ? LocalTime.Of(o, zone) : (DateTime?)null;
        var closes = stage.ClosesAt is { } c ? LocalTime.Of(c, zone) : (DateTime?)null;
        return new()
        {
            Code = stage.Code,
            OpensOn = opens is { } from ? DateOnly.FromDateTime(from) : null,
            OpensAt = Clock(opens) ?? UsualOpening,
            ClosesOn = closes is { } to ? DateOnly.FromDateTime(to) : null,
            ClosesAt = Clock(closes) ?? UsualDeadline,
            JudgedBy = stage.JudgedBy,
        };
    }

    /// <param name="field">Name of this stage's part of the form.</param>
    /// <param name="refusals">Takes what is no time, does not exist that day, or comes twice.</param>
    internal StageDates Read(string zone, string field, Refusals refusals) =>
        new(
            Code,
            refusals.Of(() => At(OpensOn, OpensAt, zone, $"{field}.OpensAt")),
            refusals.Of(() => At(ClosesOn, ClosesAt, zone, $"{field}.ClosesAt")),
            JudgedBy
        );

    /// <summary>The moment, UTC; null where no day is given.</summary>
    /// <exception cref="Refusal">The time is none, does not exist that day, or comes twice.</exception>
    public static DateTime? At(DateOnly? day, string? time, string zone, string field) =>
        day is not { } on ? null
        : TimeOnly.TryParseExact(
            time?.Trim(),
            ["H:mm", "HH:mm", "H.mm", "HH.mm", "h:mmtt", "htt"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var at
        )
            ? LocalTime.Read(on, at, zone, field)
        : throw new Refusal("Enter a time, such as 12:00", field);

    /// <summary>A time as it is typed; null where there is none.</summary>
    public static string? Clock(DateTime? local) =>
        local?.ToString("H:mm", CultureInfo.InvariantCulture);
}
