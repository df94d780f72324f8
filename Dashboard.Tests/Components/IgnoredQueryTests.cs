using Dashboard.Components.Navigation;

namespace Dashboard.Tests.Components;

public sealed class IgnoredQueryTests
{
    [Theory]
    [InlineData("/connections", "/connections", "")]
    [InlineData("/connections?days=abc", "/connections", "days=abc")]
    [InlineData("http://x/connections?health=disabled&days=3#top", "/connections?health=Disabled&days=3", "")]
    [InlineData("/connections?q=%20zo%C3%AB%20", "/connections?q=zo%C3%AB", "")]
    [InlineData("/connections?mine=false&state=All&q=", "/connections", "")]
    [InlineData("/connections?days=3&days=x", "/connections?days=3", "days=x")]
    [InlineData("/connections?days=03", "/connections?days=3", "")]
    [InlineData("/connections?days=-1&healht=Healthy", "/connections", "days=-1 healht=Healthy")]
    public void What_a_page_could_not_use_is_named(string address, string understood, string ignored) =>
        Assert.Equal(ignored, string.Join(' ', IgnoredQuery.Of(address, understood)));

    [Fact]
    public void Long_and_many_values_are_cut()
    {
        var many = string.Join('&', Enumerable.Range(0, 50).Select(i => $"a{i}={new string('x', 500)}"));

        var ignored = IgnoredQuery.Of("/users?" + many, "/users");

        Assert.Equal(5, ignored.Count);
        Assert.All(ignored, text => Assert.InRange(text.Length, 1, 40));
    }
}
