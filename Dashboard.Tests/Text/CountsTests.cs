using System.Globalization;
using Dashboard.Text;

namespace Dashboard.Tests.Text;

public class CountsTests
{
    [Theory]
    [InlineData(0, "0 users")]
    [InlineData(1, "1 user")]
    [InlineData(1298, "1,298 users")]
    public void A_count_agrees_with_its_noun(long count, string text) =>
        Assert.Equal(text, Counts.Of(count, "user"));

    [Fact]
    public void An_irregular_plural_is_given() => Assert.Equal("2 people", Counts.Of(2, "person", "people"));

    [Fact]
    public void Numbers_read_the_same_in_every_culture()
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");

        Assert.Equal("1,298", Counts.Number(1298));
    }

    [Theory]
    [InlineData(1, "once")]
    [InlineData(2, "twice")]
    [InlineData(3, "3 times")]
    public void Repetitions_are_words(long count, string text) => Assert.Equal(text, Counts.Times(count));

    [Theory]
    [InlineData(99, "99")]
    [InlineData(100, "100+")]
    public void A_bounded_count_says_that_there_may_be_more(long count, string text) =>
        Assert.Equal(text, Counts.UpTo(count, 100));

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a|b", "a and b")]
    [InlineData("a|b|c", "a, b and c")]
    public void Items_are_listed_in_a_sentence(string items, string text) =>
        Assert.Equal(text, Counts.List(items.Length == 0 ? [] : items.Split('|')));

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.001, "1 %")]
    [InlineData(0.5, "50 %")]
    [InlineData(0.999, "99 %")]
    [InlineData(1, "100 %")]
    public void Only_nothing_is_0_and_only_everything_is_100_per_cent(double share, string text) =>
        Assert.Equal(text, Counts.Percent(share));
}
