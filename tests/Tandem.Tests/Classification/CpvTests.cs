using Tandem.Classification;

namespace Tandem.Tests.Classification;

public sealed class CpvTests
{
    [Theory]
    [InlineData("45000000", "45000000")]
    [InlineData("45000000-7", "45000000")]
    [InlineData("CPV 45000000 ", "45000000")]
    [InlineData("CPV45210000-2", "45210000")]
    [InlineData("45", "45000000")]
    [InlineData("4521", "45210000")]
    [InlineData("450000007", "45000000")]
    [InlineData("45.21.44.00", "45214400")]
    [InlineData("45,214,400", "45214400")]
    [InlineData("45214400.0", "45214400")]
    [InlineData("3411100", "03411100")]
    [InlineData("9134000", "09134000")]
    [InlineData("4521440", "45214400")]
    [InlineData("72000000 – 5", "72000000")]
    public void A_code_is_read_as_people_write_it(string written, string digits) =>
        Assert.Equal(digits, Cpv.Parse(written).Digits);

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("5")]
    [InlineData("4500000012")]
    [InlineData("45.5")]
    [InlineData("X4500")]
    [InlineData("00000000")]
    [InlineData("45000000, 48000000")]
    public void What_is_no_single_code_is_not_read_as_one(string? written) =>
        Assert.False(Cpv.TryParse(written, out _));

    [Fact]
    public void A_list_of_codes_is_read_in_its_order_whatever_separates_them()
    {
        var found = CpvText.Find("45000000-7 ; 72212000,\n79, 48000000/30200000-45100000");

        Assert.Equal(
            ["45000000", "72212000", "79000000", "48000000", "30200000", "45100000"],
            found.Select(w => w.Code.Digits)
        );
        Assert.Equal(7, found[0].CheckDigit);
    }

    [Fact]
    public void A_lost_leading_zero_is_put_back_and_said()
    {
        Assert.True(CpvText.Find("3411100")[0].RestoredZero);
        Assert.False(CpvText.Find("4521440")[0].RestoredZero);
    }

    [Fact]
    public void Trailing_zeros_say_how_general_a_code_is()
    {
        var code = Cpv.Parse("45214400");

        Assert.Equal(CpvLevel.Subcategory, code.Level);
        Assert.Equal("45000000", code.Division.Digits);
        Assert.Equal("45200000", code.Group.Digits);
        Assert.Equal("45210000", code.Class.Digits);
        Assert.Equal("45214000", code.Category.Digits);
        Assert.Equal(CpvLevel.Division, code.Division.Level);
        Assert.Equal("30", Cpv.Parse("30000000").Prefix);
        Assert.Equal(CpvLevel.Group, code.Group.Level);
    }

    [Fact]
    public void A_code_lies_under_the_codes_above_it_and_under_no_other()
    {
        var code = Cpv.Parse("45214400");

        Assert.True(code.IsUnder(Cpv.Parse("45")));
        Assert.True(code.IsUnder(code));
        Assert.True(code.IsUnder("452"));
        Assert.False(code.IsUnder(Cpv.Parse("45300000")));
        Assert.False(code.Division.IsUnder(code));
        Assert.Equal(45_299_999, code.Group.LastNumberUnder);
    }
}
