using System.Globalization;
using Tandem.Web;

namespace Tandem.Tests.Web;

public sealed class WordsTests
{
    [Theory]
    [InlineData(950, "£950")]
    [InlineData(45_000, "£45,000")]
    [InlineData(999_499, "£999,499")]
    [InlineData(999_500, "£1 million")]
    [InlineData(1_204_000, "£1.2 million")]
    [InlineData(123_456_000, "£123 million")]
    [InlineData(3_000_000_000, "£3 billion")]
    [InlineData(-1_500_000, "−£1.5 million")]
    public void Money_in_text_is_rounded_to_what_a_reader_keeps(long amount, string words) =>
        Assert.Equal(words, Words.Money(amount));

    [Fact]
    public void Money_in_tables_is_exact_to_the_penny()
    {
        Assert.Equal("£1,204,000", Words.ExactMoney(1_204_000m));
        Assert.Equal("£45,000.50", Words.ExactMoney(45_000.5m));
        Assert.Equal("SEK 1,000", Words.ExactMoney(1000m, "SEK"));
    }

    [Fact]
    public void Days_read_the_same_whatever_the_machine_is_set_to()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("ar-SA");
        try
        {
            Assert.Equal("21 November 2026", Words.Day(new DateOnly(2026, 11, 21)));
            Assert.Equal(
                "15:05 on 21 November 2026, London time (UTC)",
                Words.Instant(new DateTime(2026, 11, 21, 15, 5, 0))
            );
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("2026-01-01", "2026-01-01", "1 January 2026")]
    [InlineData("2026-01-01", "2026-01-31", "1 to 31 January 2026")]
    [InlineData("2026-01-01", "2026-03-31", "1 January to 31 March 2026")]
    [InlineData("2026-12-01", "2027-03-31", "1 December 2026 to 31 March 2027")]
    public void A_span_says_a_shared_month_or_year_once(string from, string to, string words) =>
        Assert.Equal(words, Words.Span(DateOnly.Parse(from), DateOnly.Parse(to)));

    [Theory]
    [InlineData("2026-01-01", "2026-01-01", "on the same day")]
    [InlineData("2026-01-01", "2026-01-02", "1 day apart")]
    [InlineData("2026-01-01", "2026-01-29", "4 weeks apart")]
    [InlineData("2026-04-01", "2026-01-01", "3 months apart")]
    [InlineData("2026-01-01", "2029-01-01", "3 years apart")]
    public void Two_days_are_so_far_apart(string a, string b, string words) =>
        Assert.Equal(words, Words.Apart(DateOnly.Parse(a), DateOnly.Parse(b)));

    [Fact]
    public void Counts_agree_with_their_nouns()
    {
        Assert.Equal("1 authority", Words.Count(1, "authority"));
        Assert.Equal("1,204 authorities", Words.Count(1204, "authority"));
        Assert.Equal("2 searches", Words.Count(2, "search"));
        Assert.Equal("2 days", Words.Count(2, "day"));
        Assert.Equal("three councils", Words.CountInWords(3, "council"));
        Assert.Equal("12 people", Words.CountInWords(12, "person", "people"));
    }

    [Fact]
    public void A_share_that_is_not_all_or_nothing_never_reads_as_such()
    {
        Assert.Equal("under 1%", Words.Percent(0.001));
        Assert.Equal("99%", Words.Percent(0.999));
        Assert.Equal("100%", Words.Percent(1));
    }
}
