using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Calls;
using Tandem.Calls.Pages;
using Tandem.Entries;
using Tandem.Kernel;
using Tandem.Tests.Evaluations;
using Tandem.Tests.Support;

namespace Tandem.Tests.Calls;

/// <summary>Deadlines and receipts where the clocks are not those of London: an hour ahead of them in Stockholm, an hour behind in the Azores, where midnight itself is left out in spring and comes twice in autumn.</summary>
public sealed class TimeZoneTests
{
    private const string Stockholm = "Europe/Stockholm";
    private const string Azores = "Atlantic/Azores";

    private static DateTime Utc(string moment) =>
        DateTime.SpecifyKind(
            DateTime.ParseExact(moment, "s", CultureInfo.InvariantCulture),
            DateTimeKind.Utc
        );

    [Theory]
    [InlineData(Stockholm, "2027-03-27", "12:00", "2027-03-27T11:00:00", "UTC+1")]
    [InlineData(Stockholm, "2027-03-28", "1:59", "2027-03-28T00:59:00", "UTC+1")]
    [InlineData(Stockholm, "2027-03-28", "3:00", "2027-03-28T01:00:00", "UTC+2")]
    [InlineData(Stockholm, "2027-10-30", "12:00", "2027-10-30T10:00:00", "UTC+2")]
    [InlineData(Stockholm, "2027-10-31", "1:59", "2027-10-30T23:59:00", "UTC+2")]
    [InlineData(Stockholm, "2027-10-31", "3:00", "2027-10-31T02:00:00", "UTC+1")]
    [InlineData(Azores, "2027-03-27", "12:00", "2027-03-27T13:00:00", "UTC−1")]
    [InlineData(Azores, "2027-03-27", "23:59", "2027-03-28T00:59:00", "UTC−1")]
    [InlineData(Azores, "2027-03-28", "1:00", "2027-03-28T01:00:00", "UTC")]
    [InlineData(Azores, "2027-10-30", "23:59", "2027-10-30T23:59:00", "UTC")]
    [InlineData(Azores, "2027-10-31", "1:00", "2027-10-31T02:00:00", "UTC−1")]
    [InlineData(Azores, "2027-12-31", "23:30", "2028-01-01T00:30:00", "UTC−1")]
    public void A_deadline_is_the_moment_the_clocks_of_the_call_show_it_and_is_shown_again_as_it_was_typed(
        string zone,
        string day,
        string time,
        string utc,
        string offset
    )
    {
        var typed = new StageForm
        {
            Code = "concept",
            ClosesOn = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            ClosesAt = time,
        };
        var closes = typed.Read(zone, "Stages[0]", new()).ClosesAt!.Value;
        Assert.Equal(Utc(utc), closes);
        Assert.EndsWith($"time ({offset})", LocalTime.Words(closes, zone));
        Assert.Equal(typed.ClosesOn, DateOnly.FromDateTime(LocalTime.Of(closes, zone)));
        Assert.Equal(time, StageForm.Clock(LocalTime.Of(closes, zone)));
        var clock = new StageClock(closes.AddDays(-30), closes);
        Assert.Equal(StageState.Open, clock.StateAt(closes));
        Assert.Equal(StageState.Closed, clock.StateAt(closes.AddTicks(1)));
    }

    [Theory]
    [InlineData(Stockholm, "2027-03-28", "2:00", "the clocks go forward")]
    [InlineData(Stockholm, "2027-03-28", "2:59", "the clocks go forward")]
    [InlineData(Stockholm, "2027-10-31", "2:00", "the clocks go back")]
    [InlineData(Stockholm, "2027-10-31", "2:59", "the clocks go back")]
    [InlineData(Azores, "2027-03-28", "0:00", "the clocks go forward")]
    [InlineData(Azores, "2027-03-28", "0:59", "the clocks go forward")]
    [InlineData(Azores, "2027-10-31", "0:00", "the clocks go back")]
    [InlineData(Azores, "2027-10-31", "0:59", "the clocks go back")]
    public void The_hour_that_is_left_out_or_comes_twice_is_that_of_the_place(
        string zone,
        string day,
        string time,
        string words
    )
    {
        var typed = new StageForm
        {
            ClosesOn = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            ClosesAt = time,
        };
        var refusals = new Refusals();
        typed.Read(zone, "Stages[0]", refusals);
        var refusal = Assert.Throws<Refusal>(refusals.Throw);
        Assert.Contains(words, refusal.Message);
        Assert.Equal("Stages[0].ClosesAt", refusal.Field);
    }

    [Theory]
    [InlineData(
        Stockholm,
        "2027-03-28T00:59:59",
        "01:59:59 on 28 March 2027, Stockholm time (UTC+1)"
    )]
    [InlineData(
        Stockholm,
        "2027-03-28T01:00:00",
        "03:00:00 on 28 March 2027, Stockholm time (UTC+2)"
    )]
    [InlineData(
        Stockholm,
        "2027-10-31T00:59:59",
        "02:59:59 on 31 October 2027, Stockholm time (UTC+2)"
    )]
    [InlineData(
        Stockholm,
        "2027-10-31T01:00:00",
        "02:00:00 on 31 October 2027, Stockholm time (UTC+1)"
    )]
    [InlineData(Azores, "2027-03-28T00:59:59", "23:59:59 on 27 March 2027, Azores time (UTC−1)")]
    [InlineData(Azores, "2027-03-28T01:00:00", "01:00:00 on 28 March 2027, Azores time (UTC)")]
    [InlineData(Azores, "2027-10-31T00:59:59", "00:59:59 on 31 October 2027, Azores time (UTC)")]
    [InlineData(Azores, "2027-10-31T01:00:00", "00:00:00 on 31 October 2027, Azores time (UTC−1)")]
    public void A_receipt_tells_two_moments_apart_that_the_clocks_show_alike(
        string zone,
        string utc,
        string words
    ) => Assert.Equal(words, EntryWords.Moment(Utc(utc), zone));
}

/// <summary>The same on the pages of a call whose clocks go back while it is open.</summary>
[UsesDatabase]
public sealed class TimeZonePagesTests(JudgingApp app) : IClassFixture<JudgingApp>
{
    [Theory]
    [InlineData("Europe/Stockholm", "02:59:59", "UTC+2", "02:00:00", "UTC+1", "12:00")]
    [InlineData("Atlantic/Azores", "00:59:59", "UTC", "00:00:00", "UTC−1", "10:00")]
    public async Task Receipts_and_deadlines_are_on_the_clocks_of_the_call(
        string zone,
        string before,
        string summer,
        string after,
        string winter,
        string closes
    )
    {
        var changes = Change(app.Clock.Time.Year + 1);
        // The first stage is open for 60 days, and closes ten hours after the clocks have gone back.
        app.Clock.Time = changes.AddHours(10).AddDays(-60);
        var reference = await app.CallAsync("challenge-prize", $"Damp in {zone}");
        await app.InScopeAsync(scope =>
            scope
                .GetRequiredService<Db>()
                .Set<Call>()
                .Where(c => c.Title == $"Damp in {zone}")
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.TimeZone, zone))
        );
        app.Clock.Time = changes.AddSeconds(-1);
        await app.EnterAsync(reference, app.Nia, "A second before");
        app.Clock.Time = changes;
        await app.EnterAsync(reference, app.Nia, "A second later");
        var nia = await app.SignInAsync("nia@example.org");
        var place = zone[(zone.IndexOf('/') + 1)..];
        var day = Tandem.Web.Words.Day(DateOnly.FromDateTime(changes.UtcDateTime));
        await nia.GoAsync($"/calls/{reference}/entries/1/receipt/1");
        Assert.Contains($"{before} on {day}, {place} time ({summer})", nia.Text);
        await nia.GoAsync($"/calls/{reference}/entries/2/receipt/1");
        Assert.Contains($"{after} on {day}, {place} time ({winter})", nia.Text);
        await nia.GoAsync($"/calls/{reference}");
        Assert.Contains($"until {closes} on {day}, {place} time ({winter})", nia.Text);
    }

    // In all of Europe the clocks go back at one in the morning, UTC, on the last Sunday of October.
    private static DateTimeOffset Change(int year)
    {
        var last = new DateTimeOffset(year, 10, 31, 1, 0, 0, TimeSpan.Zero);
        return last.AddDays(-(int)last.DayOfWeek);
    }
}
