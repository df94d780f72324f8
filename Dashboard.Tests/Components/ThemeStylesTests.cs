using Dashboard.Components;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Components;

public sealed class ThemeStylesTests
{
    [Fact]
    public async Task The_stylesheet_has_the_colours_of_both_appearances_and_is_kept_by_browsers()
    {
        await using var server = DashboardServer.Start();
        using var caller = server.Caller(key: null);

        using var answer = await caller.GetAsync(new Uri(ThemeStyles.Address, UriKind.Relative), Token);
        var css = await answer.Content.ReadAsStringAsync(Token);

        Assert.Equal("text/css", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        var dark = css.IndexOf(":root[data-theme=dark]{", StringComparison.Ordinal);
        var primary = Theme.Default.PaletteLight.Primary.ToString(
            MudBlazor.Utilities.MudColorOutputFormats.RGBA
        );
        var darkPrimary = Theme.Default.PaletteDark.Primary.ToString(
            MudBlazor.Utilities.MudColorOutputFormats.RGBA
        );
        Assert.Contains($"--mud-palette-primary: {primary}", css[..dark], StringComparison.Ordinal);
        Assert.Contains($"--mud-palette-primary: {darkPrimary}", css[dark..], StringComparison.Ordinal);
        Assert.Contains($"--text-2:{ThemeColors.Light.Text2};", css[..dark], StringComparison.Ordinal);
        Assert.Contains($"--text-2:{ThemeColors.Dark.Text2};", css[dark..], StringComparison.Ordinal);
        // Paper is light.
        var screen = css.IndexOf("@media not print{", StringComparison.Ordinal);
        Assert.InRange(screen, 1, dark);
        Assert.DoesNotContain("[data-theme=dark]", css[..screen], StringComparison.Ordinal);
    }
}
