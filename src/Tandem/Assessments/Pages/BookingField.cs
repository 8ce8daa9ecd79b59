namespace Tandem.Assessments.Pages;

/// <summary>One question of a booking and its answer so far.</summary>
public sealed record BookingField(BookingQuestion Ask, string? Value);
