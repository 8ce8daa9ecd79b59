using Tandem.Kernel;

namespace Tandem.Tests.Kernel;

/// <summary>A day is one of the organisations' own clock.</summary>
public sealed class LocalDayTests
{
    [Theory]
    [InlineData("Europe/London", "2027-06-30T22:59:59", "2027-06-30")]
    [InlineData("Europe/London", "2027-06-30T23:00:00", "2027-07-01")]
    [InlineData("Europe/London", "2027-01-31T23:30:00", "2027-01-31")]
    [InlineData("Europe/Stockholm", "2027-01-31T23:00:00", "2027-02-01")]
    [InlineData("Europe/Stockholm", "2027-06-30T21:59:59", "2027-06-30")]
    [InlineData("Europe/London", "2027-10-31T00:30:00", "2027-10-31")] // the hour that comes twice
    public void An_instant_falls_on_the_day_of_its_place(string zone, string utc, string day) =>
        Assert.Equal(
            DateOnly.ParseExact(day, "yyyy-MM-dd"),
            LocalDay.Of(
                DateTime.ParseExact(utc, "s", System.Globalization.CultureInfo.InvariantCulture),
                LocalDay.Find(zone)
            )
        );

    [Fact]
    public void Where_nothing_is_set_it_is_the_clock_of_London()
    {
        Assert.Equal(LocalDay.Usual, LocalDay.Zone.Id);
        Assert.Equal(
            new DateOnly(2027, 7, 1),
            LocalDay.Of(new DateTime(2027, 6, 30, 23, 30, 0, DateTimeKind.Utc))
        );
    }

    [Fact]
    public void A_zone_that_is_none_is_refused_by_name()
    {
        var refusal = Assert.Throws<Refusal>(() => LocalDay.Find("Europe/Preston"));
        Assert.Contains("Europe/Preston", refusal.Message);
    }
}
