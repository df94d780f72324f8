using System.Globalization;
using System.Text.RegularExpressions;
using Dashboard.Components;

namespace Dashboard.Tests.Components;

public sealed partial class ContrastTests
{
    private static readonly string Css = File.ReadAllText(
        Path.Combine(SolutionFolder(), "Dashboard", "wwwroot", "app.css")
    );

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
    public void MudBlazor_has_the_same_colours_as_our_own_parts()
    {
        var (light, dark) = (Theme.Default.PaletteLight, Theme.Default.PaletteDark);
        foreach (var (theme, palette) in ((string, MudBlazor.Palette)[])[("light", light), ("dark", dark)])
        {
            var tokens = Tokens(theme);
            Assert.Equal(
                [
                    tokens["accent"],
                    tokens["bg"],
                    tokens["surface"],
                    tokens["text"],
                    tokens["bad"],
                    tokens["wait"],
                ],
                new[]
                {
                    palette.Primary,
                    palette.Background,
                    palette.Surface,
                    palette.TextPrimary,
                    palette.Error,
                    palette.Warning,
                }.Select(color => color.ToString(MudBlazor.Utilities.MudColorOutputFormats.Hex))
            );
        }
    }

    private static Dictionary<string, string> Tokens(string theme)
    {
        var start = Css.IndexOf(theme == "dark" ? "[data-theme=dark]" : ":root", StringComparison.Ordinal);
        var block = Css[start..Css.IndexOf('}', start)];
        return Token().Matches(block).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
    }

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

    private static string SolutionFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Dashboard.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("Dashboard.sln");

        return folder.FullName;
    }

    [GeneratedRegex("--([a-z0-9-]+): (#[0-9a-f]{6});", RegexOptions.NonBacktracking)]
    private static partial Regex Token();
}
