using System.Reflection;
using System.Text.RegularExpressions;
using Tandem.Formats.Tabular;

namespace Tandem.Tests.Formats.Tabular;

/// <summary>What a cell says does not hang on how busy the machine is that reads it.</summary>
public sealed class UnhurriedReadingTests
{
    [Fact]
    public void No_form_of_a_value_is_given_up_on_because_time_has_passed()
    {
        var forms = typeof(Values)
            .GetMethods(BindingFlags.NonPublic | BindingFlags.Static)
            .Where(m => m.ReturnType == typeof(Regex) && m.GetParameters().Length == 0)
            .Select(m => (Regex)m.Invoke(null, null)!)
            .ToList();
        Assert.NotEmpty(forms);
        Assert.All(forms, f => Assert.Equal(Regex.InfiniteMatchTimeout, f.MatchTimeout));
    }

    [Theory]
    [InlineData("1 ")]
    [InlineData("1,")]
    [InlineData("approx ")]
    [InlineData("- ")]
    [InlineData("£")]
    [InlineData("1 m")]
    public void A_text_made_to_take_long_is_refused(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 80))[..79] + "§";
        Assert.True(Values.Money(text).IsWrong);
    }
}
