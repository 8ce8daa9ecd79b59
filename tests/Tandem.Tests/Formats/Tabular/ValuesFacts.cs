using Tandem.Formats.Tabular;

namespace Tandem.Tests.Formats.Tabular;

public sealed class ValuesFacts
{
    [Theory]
    [InlineData("31/03/2025", "2025-03-31")]
    [InlineData("1/4/25", "2025-04-01")]
    [InlineData("01.04.2025", "2025-04-01")]
    [InlineData("1-4-2025", "2025-04-01")]
    [InlineData("2025-04-01", "2025-04-01")]
    [InlineData("2025/04/01", "2025-04-01")]
    [InlineData("20250401", "2025-04-01")]
    [InlineData("2020-10-02T17:30:36Z", "2020-10-02")]
    [InlineData("2020-10-02T17:30:36.123+01:00", "2020-10-02")]
    [InlineData("31/03/2025 00:00", "2025-03-31")]
    [InlineData("31/03/2025 12:00:00 AM", "2025-03-31")]
    [InlineData("1 April 2025", "2025-04-01")]
    [InlineData("Tuesday 1st of April 2025", "2025-04-01")]
    [InlineData("April 1, 2025", "2025-04-01")]
    [InlineData("01-Apr-25", "2025-04-01")]
    [InlineData("1 sept 2025", "2025-09-01")]
    [InlineData("den 1 maj 2025", "2025-05-01")]
    [InlineData("45748", "2025-04-01")]
    [InlineData("45748.5", "2025-04-01")]
    [InlineData("29/02/2024", "2024-02-29")]
    [InlineData("12/11/1998", "1998-11-12")]
    public void Dates_are_read_as_people_write_them_day_first(string written, string day)
    {
        var reading = Values.Date(written);
        Assert.Equal(Outcome.Read, reading.Outcome);
        Assert.Equal(
            (DateOnly.Parse(day), DatePrecision.Day),
            (reading.Value!.Value.First, reading.Value.Value.Precision)
        );
    }

    [Fact]
    public void The_time_and_offset_of_a_date_are_kept()
    {
        Assert.Equal(
            DateTimeOffset.Parse("2020-10-02T17:30:36Z"),
            Values.Date("2020-10-02T18:30:36+01:00").Value!.Value.Instant
        );
        Assert.Equal(new TimeOnly(14, 5), Values.Date("2/10/2020 2:05 pm").Value!.Value.Time);
    }

    [Theory]
    [InlineData("Apr-25", "2025-04-01", "2025-04-30", DatePrecision.Month)]
    [InlineData("February 2024", "2024-02-01", "2024-02-29", DatePrecision.Month)]
    [InlineData("2025-04", "2025-04-01", "2025-04-30", DatePrecision.Month)]
    [InlineData("04/2025", "2025-04-01", "2025-04-30", DatePrecision.Month)]
    [InlineData("2025", "2025-01-01", "2025-12-31", DatePrecision.Year)]
    public void A_month_or_year_says_how_exact_it_is(
        string written,
        string first,
        string last,
        DatePrecision precision
    )
    {
        var reading = Values.Date(written);
        var date = reading.Value!.Value;
        Assert.Equal(
            (DateOnly.Parse(first), DateOnly.Parse(last), precision),
            (date.First, date.Last, date.Precision)
        );
        Assert.NotNull(reading.Message);
    }

    [Theory]
    [InlineData("31/02/2025")]
    [InlineData("04/30/2025")]
    [InlineData("29/02/2025")]
    [InlineData("00/01/2025")]
    [InlineData("31 June 2025")]
    [InlineData("13/2025")]
    [InlineData("01/04/0025")]
    [InlineData("31/03/2025 25:00")]
    [InlineData("two years")]
    [InlineData("25-Apr")]
    [InlineData("1.2m")]
    public void A_date_that_does_not_exist_is_refused_by_name(string written)
    {
        var reading = Values.Date(written);
        Assert.Equal(Outcome.Wrong, reading.Outcome);
        Assert.Contains(written, reading.Message);
    }

    [Theory]
    [InlineData("N/A")]
    [InlineData("TBC")]
    [InlineData("ongoing")]
    [InlineData("Rolling")]
    [InlineData("-")]
    [InlineData("01/01/1900")]
    [InlineData("31/12/9999")]
    [InlineData("0001-01-01T00:00:00")]
    public void A_placeholder_is_an_unknown_date_and_said(string written)
    {
        var reading = Values.Date(written);
        Assert.Equal((Outcome.Unknown, false), (reading.Outcome, reading.Value.HasValue));
        Assert.Contains(written, reading.Message);
        Assert.Null(Values.Date(" ").Message);
    }

    [Theory]
    [InlineData("£1,234.56", 123456, "GBP")]
    [InlineData("1.2m", 120000000, "GBP")]
    [InlineData("£10k", 1000000, "GBP")]
    [InlineData("£1.5 million", 150000000, "GBP")]
    [InlineData("1 234,50", 123450, "GBP")]
    [InlineData("1\u00a0234,50 kr", 123450, "SEK")]
    [InlineData("1.234,56", 123456, "GBP")]
    [InlineData("EUR 100", 10000, "EUR")]
    [InlineData("100 EUR", 10000, "EUR")]
    [InlineData("€5", 500, "EUR")]
    [InlineData("(100.00)", -10000, "GBP")]
    [InlineData("-£12.50", -1250, "GBP")]
    [InlineData("£-12.50", -1250, "GBP")]
    [InlineData("1,234", 123400, "GBP")]
    [InlineData("12,5", 1250, "GBP")]
    [InlineData("1,234,567", 123456700, "GBP")]
    [InlineData("77317.54000000001", 7731754, "GBP")]
    [InlineData("JPY 500", 500, "JPY")]
    [InlineData("2,5 mnkr", 250000000, "SEK")]
    [InlineData("£40,000 p.a.", 4000000, "GBP")]
    [InlineData("£40,000 per annum (excl VAT)", 4000000, "GBP")]
    [InlineData("0", 0, "GBP")]
    [InlineData(".5", 50, "GBP")]
    public void Amounts_are_read_as_people_write_them(string written, long minor, string currency)
    {
        var amount = Values.Money(written).Value;
        Assert.Equal((minor, currency), (amount?.MinorUnits, amount?.Currency));
        Assert.Equal(
            written.Contains('a', StringComparison.Ordinal) && written.Contains('p'),
            amount!.Value.PerYear
        );
    }

    [Theory]
    [InlineData("1,23,4")]
    [InlineData("12.34.56")]
    [InlineData("ten pounds")]
    [InlineData("£50,000 - £100,000")]
    [InlineData("XYZ 100")]
    [InlineData("99999999999999999999999")]
    [InlineData("31/03/2025")]
    public void What_is_no_amount_is_refused_by_name(string written) =>
        Assert.Contains(written, Values.Money(written).Message);

    [Fact]
    public void A_penny_stands_for_a_value_not_stated() =>
        Assert.Equal(
            (Outcome.Unknown, true),
            (Values.Money("0.01").Outcome, Values.Money("0.01").Message is not null)
        );

    [Theory]
    [InlineData("Y", true)]
    [InlineData("yes", true)]
    [InlineData("TRUE", true)]
    [InlineData("1", true)]
    [InlineData("SME", true)]
    [InlineData("Ja", true)]
    [InlineData("N", false)]
    [InlineData("False", false)]
    [InlineData("0", false)]
    [InlineData("No - exempt", false)]
    [InlineData("Non-SME", false)]
    [InlineData("N/A", null)]
    [InlineData("", null)]
    public void Yes_and_no_are_read(string written, bool? meant)
    {
        Assert.Equal(meant, Values.YesNo(written).Value);
        Assert.False(Values.YesNo(written).IsWrong);
    }

    [Fact]
    public void What_is_neither_yes_nor_no_is_refused() =>
        Assert.Contains("“perhaps” is neither", Values.YesNo("perhaps").Message);

    [Theory]
    [InlineData("3 years", "36m")]
    [InlineData("36 months", "36m")]
    [InlineData("1 year 6 months", "18m")]
    [InlineData("1 year and 6 months", "18m")]
    [InlineData("90 days", "90d")]
    [InlineData("2.5 years", "30m")]
    [InlineData("three years", "36m")]
    [InlineData("3 år", "36m")]
    [InlineData("3+1+1 years", "36m 12m 12m")]
    [InlineData("3+1+1", "36m 12m 12m")]
    [InlineData("2 years + 2 x 12 months", "24m 12m 12m")]
    [InlineData("36 months with an option to extend for 12 months", "36m 12m")]
    [InlineData("2 years plus 1 year", "24m 12m")]
    public void Terms_are_read_with_their_extensions(string written, string meant)
    {
        var term = Values.Duration(written).Value!.Value;
        Assert.Equal(
            meant,
            string.Join(
                " ",
                term.Extensions.Prepend(term.Initial)
                    .Select(s => s.Days > 0 ? $"{s.Days}d" : $"{s.Months}m")
            )
        );
    }

    [Fact]
    public void A_bare_number_needs_the_unit_of_its_heading()
    {
        Assert.True(Values.Duration("36").IsWrong);
        Assert.Equal(36, Values.Duration("36", DurationUnit.Months).Value!.Value.Initial.Months);
        Assert.Equal(
            [new Span(12, 0), new Span(12, 0)],
            Values.Extensions("1+1 years").Value!.Value.Extensions
        );
    }

    [Fact]
    public void A_term_never_runs_past_the_calendar() =>
        Assert.Equal(
            DateOnly.MaxValue,
            Values.Duration("9999 years").Value!.Value.Initial.After(new DateOnly(2025, 1, 1))
        );
}
