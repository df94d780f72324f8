using Dashboard.Tests.Support;

namespace Dashboard.Tests.Components;

/// <summary>States that are shown as backgrounds, which high contrast and printing remove.</summary>
public sealed class StatesWithoutColourTests
{
    private static readonly string Css = File.ReadAllText(
        Path.Combine(Repository.Root, "Dashboard", "wwwroot", "css", "states.css")
    );

    [Theory]
    [InlineData("forced-colors: active", "[aria-pressed=\"true\"]")]
    [InlineData("forced-colors: active", ".chip[aria-current]")]
    [InlineData("forced-colors: active", "tr[aria-selected=\"true\"]")]
    [InlineData("forced-colors: active", ".rail a[aria-current=\"page\"]")]
    [InlineData("forced-colors: active", ".bar {")]
    [InlineData("forced-colors: active", ".break-bars rect")]
    [InlineData("print", "[aria-pressed=\"true\"]")]
    [InlineData("print", "tr[aria-selected=\"true\"]")]
    [InlineData("print", ".bar {")]
    public void States_and_bars_show_without_colour(string medium, string part) =>
        Assert.Contains(
            Css.Split("@media ").Skip(1),
            block =>
                block[..block.IndexOf('{', StringComparison.Ordinal)]
                    .Contains(medium, StringComparison.Ordinal)
                && block.Contains(part, StringComparison.Ordinal)
        );

    [Fact]
    public void Pages_load_these_rules() =>
        Assert.Contains(
            "css/states.css",
            File.ReadAllText(Path.Combine(Repository.Root, "Dashboard", "Components", "App.razor")),
            StringComparison.Ordinal
        );
}
