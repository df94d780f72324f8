using MudBlazor;

namespace Dashboard.Components;

/// <summary>
/// The theme of MudBlazor's components, made of <see cref="ThemeColors"/>, of which the variables of our own stylesheets
/// are made as well.
/// </summary>
public static class Theme
{
    private static readonly string[] Sans = ["Inter", "system-ui", "sans-serif"];

    /// <summary>Light and dark palettes, Inter, radius 8, no shadows at rest.</summary>
    public static MudTheme Default { get; } =
        new()
        {
            PaletteLight = Colored(new PaletteLight(), ThemeColors.Light),
            PaletteDark = Colored(new PaletteDark(), ThemeColors.Dark),
            LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px", AppbarHeight = "52px" },
            Typography = Type(),
            Shadows = Flat(),
        };

    private static T Colored<T>(T palette, ThemeColors colors)
        where T : MudBlazor.Palette
    {
        palette.Primary = palette.Info = colors.Accent;
        palette.PrimaryContrastText = palette.InfoContrastText = colors.AccentText;
        palette.Secondary = palette.TextSecondary = palette.ActionDefault = colors.Text2;
        palette.Success = colors.Ok;
        palette.Error = colors.Bad;
        palette.Warning = colors.Wait;
        palette.ErrorContrastText = colors.BadText;
        palette.SuccessContrastText = palette.WarningContrastText = colors.Surface;
        palette.Background = colors.Bg;
        palette.Surface = palette.DrawerBackground = palette.AppbarBackground = colors.Surface;
        palette.TextPrimary = palette.AppbarText = colors.Text;
        palette.TextDisabled = palette.ActionDisabled = colors.Text3;
        palette.LinesDefault = palette.TableLines = palette.Divider = colors.Line;
        palette.LinesInputs = colors.Edge;
        palette.TableHover = colors.Sunken;
        return palette;
    }

    private static Typography Type() =>
        new()
        {
            Default = Text<DefaultTypography>("14px", "20px", "400"),
            H1 = Text<H1Typography>("20px", "28px", "650"),
            H2 = Text<H2Typography>("16px", "24px", "650"),
            H3 = Text<H3Typography>("16px", "24px", "600"),
            H4 = Text<H4Typography>("14px", "20px", "600"),
            H5 = Text<H5Typography>("13px", "20px", "600"),
            H6 = Text<H6Typography>("16px", "24px", "650"),
            Subtitle1 = Text<Subtitle1Typography>("14px", "20px", "550"),
            Subtitle2 = Text<Subtitle2Typography>("13px", "20px", "550"),
            Body1 = Text<Body1Typography>("14px", "20px", "400"),
            Body2 = Text<Body2Typography>("13px", "20px", "400"),
            Button = Text<ButtonTypography>("13px", "20px", "550"),
            Caption = Text<CaptionTypography>("12px", "16px", "400"),
        };

    private static T Text<T>(string size, string line, string weight)
        where T : BaseTypography, new() =>
        new()
        {
            FontFamily = Sans,
            FontSize = size,
            LineHeight = line,
            FontWeight = weight,
            LetterSpacing = "normal",
            TextTransform = "none",
        };

    private static Shadow Flat()
    {
        const int MenusStartAt = 8;
        var shadow = new Shadow();
        for (var level = 0; level < shadow.Elevation.Length; level++)
            shadow.Elevation[level] = level < MenusStartAt ? "none" : "var(--lift)";

        return shadow;
    }
}
