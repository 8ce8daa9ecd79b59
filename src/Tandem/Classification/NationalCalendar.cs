using Tandem.Kernel;

namespace Tandem.Classification;

/// <summary>Which calendar of bank holidays a nation works by.</summary>
public static class NationalCalendar
{
    /// <summary>Name of the calendar (<see cref="WorkingDays"/>); that of England and Wales for any other nation, and for none.</summary>
    public static string Of(string? nation) =>
        nation switch
        {
            "Scotland" => "scotland",
            "Northern Ireland" => "northern-ireland",
            "Sweden" => "sweden",
            _ => WorkingDays.Usual,
        };
}
