using Dashboard.Emails.Messages;
using FsCheck.Xunit;

namespace Dashboard.Tests.Emails.Messages;

public sealed class WordingTemplateTests
{
    [Theory]
    [InlineData("Hello {name},", "Zoë", "Hello Zoë,")]
    [InlineData("Hello {name},", null, "Hello,")]
    [InlineData("Olá, {name}!", null, "Olá!")]
    [InlineData("{name}, please log in", null, "Please log in")]
    [InlineData("Dear all\n{name}, please", "", "Dear all\nPlease")]
    [InlineData("Reconnect {name}", null, "Reconnect")]
    [InlineData("No braces at all", null, "No braces at all")]
    public void A_missing_value_removes_the_separator_before_it(string text, string? name, string expected) =>
        Assert.Equal(expected, WordingTemplate.Parse(text).Fill(_ => name, isSeveral: false));

    [Theory]
    [InlineData(false, "The button opens, your account")]
    [InlineData(true, "The buttons open, your accounts")]
    public void A_choice_takes_the_side_of_one_or_of_several(bool isSeveral, string expected) =>
        Assert.Equal(
            expected,
            WordingTemplate
                .Parse("The {button opens|buttons open}, your {account|accounts}")
                .Fill(_ => null, isSeveral)
        );

    [Theory]
    [InlineData("Hello {name", "“{name” has no closing }.")]
    [InlineData("Hello {na{me}", "“{na{me}” has no closing }.")]
    [InlineData("Hello name}", "There is a } without a { before it.")]
    [InlineData("{a|b|c}", "{a|b|c} has more than two parts: write {for one connection|for several}.")]
    public void Unbalanced_braces_are_reported(string text, string problem) =>
        Assert.Equal([problem], WordingTemplate.Parse(text).Problems);

    [Property]
    public bool Any_text_can_be_read_and_one_without_braces_stays_as_it_is(string? text)
    {
        var template = WordingTemplate.Parse(text ?? "");
        var filled = template.Fill(_ => "x", isSeveral: true);
        return (text ?? "").IndexOfAny(['{', '}']) >= 0 || filled == (text ?? "");
    }

    [Property]
    public bool Values_are_taken_as_they_are_braces_and_all(string? value) =>
        string.IsNullOrEmpty(value)
        || WordingTemplate.Parse("a {x} b").Fill(_ => value, isSeveral: false) == $"a {value} b";
}
