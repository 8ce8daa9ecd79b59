using Tandem.Kernel;

namespace Tandem.Tests.Kernel;

public sealed class WorkingDaysTests
{
    private readonly WorkingDays days = new(Content.Shipped);

    [Theory]
    [InlineData("england-and-wales", "2026-12-23", 2, "2026-12-29")] // Christmas, a weekend, Boxing Day kept on Monday
    [InlineData("scotland", "2026-11-27", 1, "2026-12-01")] // St Andrew's Day
    [InlineData("england-and-wales", "2026-11-27", 1, "2026-11-30")]
    [InlineData("scotland", "2026-12-31", 1, "2027-01-05")] // 1 January, a weekend, 2 January kept on Monday
    [InlineData("northern-ireland", "2026-07-10", 1, "2026-07-14")] // 12 July kept on Monday
    [InlineData("sweden", "2026-06-18", 1, "2026-06-22")] // Midsummer Eve
    [InlineData("united-kingdom", "2026-11-27", 1, "2026-12-01")] // a holiday of one part is one of all
    [InlineData("united-kingdom", "2027-07-09", 1, "2027-07-13")]
    [InlineData("england-and-wales", "2026-04-07", -1, "2026-04-02")] // Easter, backwards
    [InlineData("england-and-wales", "2026-11-21", 0, "2026-11-21")]
    public void A_period_of_working_days_steps_over_weekends_and_the_holidays_of_its_country(
        string calendar,
        string from,
        int count,
        string until
    )
    {
        var start = DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture);
        var end = days[calendar].Add(start, count);
        Assert.Equal(until, end.ToString("yyyy-MM-dd"));
        Assert.Equal(count, days[calendar].Between(start, end));
    }

    [Fact]
    public void A_year_nobody_has_the_holidays_of_is_refused_and_not_guessed()
    {
        var refused = Assert.Throws<Refusal>(() => days[WorkingDays.Usual].Add(new(2039, 1, 2), 1));
        Assert.Contains("2039", refused.Message);
    }

    [Theory]
    [InlineData("atlantis")]
    [InlineData("../settings")]
    public void A_calendar_that_does_not_exist_is_named(string calendar) =>
        Assert.Contains(calendar, Assert.Throws<Refusal>(() => days[calendar]).Message);

    [Fact]
    public void One_more_country_is_one_more_file()
    {
        var folder = Directory.CreateTempSubdirectory("holidays");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "holidays"));
            File.WriteAllText(
                Path.Combine(folder.FullName, "holidays", "norway.yaml"),
                "name: Norway\nfrom: 2026\nto: 2026\ndays:\n  2026-05-17: Grunnlovsdagen\n  2026-05-18: Fri\n"
            );
            var norway = new WorkingDays(new Content(folder.FullName))["norway"];
            Assert.Equal(new DateOnly(2026, 5, 19), norway.Add(new(2026, 5, 15), 1));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Every_calendar_that_ships_can_be_read()
    {
        var files = Directory.GetFiles(Content.Shipped.PathOf("holidays"), "*.yaml");
        Assert.True(files.Length >= 4);
        foreach (var file in files)
        {
            var calendar = days[Path.GetFileNameWithoutExtension(file)];
            Assert.All(
                calendar.Days.Keys,
                day => Assert.InRange(day.Year, calendar.From, calendar.To)
            );
            Assert.All(
                calendar.Days.Keys,
                day => Assert.False(calendar.IsWorkingDay(day), $"{day} in {calendar.Name}")
            );
        }
    }
}
