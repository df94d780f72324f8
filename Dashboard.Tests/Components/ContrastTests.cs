using System.Globalization;
using System.Text.RegularExpressions;
using Dashboard.Components;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Components;

public sealed partial class ContrastTests
{
    public static TheoryData<string, string, string> TextOnGround()
    {
        string[] grounds = ["bg", "surface", "sunken"];
        var data = new TheoryData<string, string, string>();
        foreach (var theme in (string[])["light", "dark"])
        {
            foreach (
                var text in (string[])["text", "text-2", "text-3", "accent", "ok", "bad", "wait", "gone"]
            )
            {
                foreach (var ground in grounds)
                    data.Add(theme, text, ground);
            }

            foreach (var tone in (string[])["accent", "ok", "bad", "wait", "gone"])
            {
                data.Add(theme, tone, tone + "-soft");
                data.Add(theme, "text", tone + "-soft");
            }

            data.Add(theme, "accent-text", "accent");
            data.Add(theme, "accent-text", "accent-strong");
            data.Add(theme, "bad-text", "bad");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(TextOnGround))]
    public void Text_has_enough_contrast(string theme, string text, string ground)
    {
        var tokens = Tokens(theme);
        Assert.InRange(Contrast(tokens[text], tokens[ground]), 4.5, 21);
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void Edges_of_fields_have_enough_contrast(string theme) =>
        Assert.InRange(Contrast(Tokens(theme)["edge"], Tokens(theme)["surface"]), 3, 21);

    [Fact]
    public void The_pages_of_customers_have_the_same_colours()
    {
        var css = File.ReadAllText(
            Path.Combine(Repository.Root, "Dashboard", "wwwroot", "css", "customer.css")
        );
        var dark = css.IndexOf("prefers-color-scheme: dark", StringComparison.Ordinal);
        foreach (var (theme, block) in ((string, string)[])[("light", css[..dark]), ("dark", css[dark..])])
        {
            var shown = Token().Matches(block).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
            Assert.NotEmpty(shown);
            Assert.All(shown, token => Assert.Equal(Tokens(theme)[token.Key], token.Value));
        }
    }

    private static IReadOnlyDictionary<string, string> Tokens(string theme) =>
        (theme == "dark" ? ThemeColors.Dark : ThemeColors.Light).Variables;

    /// <summary>WCAG 2.2, "contrast ratio".</summary>
    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string hex)
    {
        double Channel(int at)
        {
            var value =
                int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255d;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Channel(1)) + (0.7152 * Channel(3)) + (0.0722 * Channel(5));
    }

    [GeneratedRegex("--([a-z0-9-]+): (#[0-9a-f]{6});", RegexOptions.NonBacktracking)]
    private static partial Regex Token();
}
