using MudBlazor;

namespace Dashboard.Components;

/// <summary>
/// The theme of MudBlazor's components. The same values are in <c>wwwroot/css/tokens.css</c> for our own parts:
/// change both.
/// </summary>
public static class Theme
{
    private static readonly string[] Sans = ["Inter", "system-ui", "sans-serif"];

    /// <summary>Light and dark palettes, Inter, radius 8, no shadows at rest.</summary>
    public static MudTheme Default { get; } =
        new()
        {
            PaletteLight = Light(),
            PaletteDark = Dark(),
            LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px", AppbarHeight = "52px" },
            Typography = Type(),
            Shadows = Flat(),
        };

    private static PaletteLight Light() =>
        new()
        {
            Primary = "#2f4bd8",
            PrimaryContrastText = "#ffffff",
            Secondary = "#4d5868",
            Success = "#0b7a4b",
            Error = "#c0262d",
            Warning = "#8a5600",
            Info = "#2f4bd8",
            Background = "#f6f7f9",
            Surface = "#ffffff",
            DrawerBackground = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#141a23",
            TextPrimary = "#141a23",
            TextSecondary = "#4d5868",
            TextDisabled = "#626d7f",
            ActionDefault = "#4d5868",
            ActionDisabled = "#626d7f",
            LinesDefault = "#e3e6eb",
            LinesInputs = "#cdd3db",
            TableLines = "#e3e6eb",
            TableHover = "#f0f2f5",
            Divider = "#e3e6eb",
        };

    private static PaletteDark Dark() =>
        new()
        {
            Primary = "#8ea2ff",
            PrimaryContrastText = "#0d1330",
            Secondary = "#b0bac8",
            Success = "#5fd39b",
            Error = "#ff8a86",
            ErrorContrastText = "#2a0b0c",
            Warning = "#f2bd63",
            WarningContrastText = "#2a1c05",
            SuccessContrastText = "#06210f",
            Info = "#8ea2ff",
            InfoContrastText = "#0d1330",
            Background = "#0e1218",
            Surface = "#151b23",
            DrawerBackground = "#151b23",
            AppbarBackground = "#151b23",
            AppbarText = "#e8ecf2",
            TextPrimary = "#e8ecf2",
            TextSecondary = "#b0bac8",
            TextDisabled = "#8c98a9",
            ActionDefault = "#b0bac8",
            ActionDisabled = "#8c98a9",
            LinesDefault = "#252d38",
            LinesInputs = "#364150",
            TableLines = "#252d38",
            TableHover = "#10151c",
            Divider = "#252d38",
        };

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
            shadow.Elevation[level] = level < MenusStartAt ? "none" : "0 12px 32px rgb(10 14 20 / .18)";

        return shadow;
    }
}
