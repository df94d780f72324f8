using System.Text.RegularExpressions;
using Dashboard.Domain.Reconnect;
using Dashboard.Emails.Messages;

namespace Dashboard.Tests.Emails.Messages;

public sealed partial class WordingTextsTests
{
    private static readonly WordingTexts Good = BuiltInWording.Of(CustomerLanguage.English);

    public static TheoryData<string> Languages => [.. CustomerLanguage.All.Select(l => l.Tag)];

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_built_in_wording_is_valid(string language) =>
        Assert.Empty(BuiltInWording.Of(CustomerLanguage.Of(language)).Problems());

    [Fact]
    public void An_unknown_variable_is_reported_with_the_allowed_ones()
    {
        var problems = (Good with { Introduction = "Hello {nmae}" }).Problems();
        var problem = Assert.Single(problems[nameof(Good.Introduction)]);
        Assert.StartsWith(
            "{nmae} is not available here. Use {first name}, {name}",
            problem,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_button_allows_only_variables_of_one_connection()
    {
        var problems = (Good with { Button = "Reconnect by {valid until}" }).Problems();
        Assert.Contains("{valid until} is not available here", Assert.Single(problems[nameof(Good.Button)]));
    }

    [Fact]
    public void Missing_and_invalid_texts_are_reported_by_field()
    {
        var problems = new WordingTexts("two\nlines", "", " ", new string('x', 61), "{").Problems();
        Assert.Equal(["Keep it on one line."], problems[nameof(Good.Subject)]);
        Assert.Contains("Enter a text", problems[nameof(Good.Heading)][0]);
        Assert.Contains("Enter a text", problems[nameof(Good.Introduction)][0]);
        Assert.Equal(["Enter at most 60 characters. This text has 61."], problems[nameof(Good.Button)]);
        Assert.Contains("has no closing }", problems[nameof(Good.Closing)][0]);
        Assert.Equal(5, problems.Count);
    }

    [Fact]
    public void A_closing_may_be_empty() => Assert.Empty((Good with { Closing = "" }).Problems());

    [Fact]
    public void Fixed_phrases_use_the_same_variables_in_both_languages()
    {
        var (english, portuguese) = (
            MessagePhrases.Of(CustomerLanguage.English),
            MessagePhrases.Of(CustomerLanguage.Portuguese)
        );
        foreach (
            var property in typeof(MessagePhrases)
                .GetProperties()
                .Where(p => p.PropertyType == typeof(string))
        )
        {
            var (one, other) = ((string)property.GetValue(english)!, (string)property.GetValue(portuguese)!);
            Assert.False(string.IsNullOrWhiteSpace(one) || string.IsNullOrWhiteSpace(other), property.Name);
            Assert.True(Names(one).SetEquals(Names(other)), property.Name);
            Assert.Empty(WordingTemplate.Parse(one).Problems);
            Assert.Empty(WordingTemplate.Parse(other).Problems);
        }
    }

    private static HashSet<string> Names(string text) =>
        [.. WordingTemplate.Parse(text).Variables.Where(v => !DateFormat().IsMatch(v))];

    [GeneratedRegex("^[dMyHm ]+$", RegexOptions.None, 1000)]
    private static partial Regex DateFormat();
}
