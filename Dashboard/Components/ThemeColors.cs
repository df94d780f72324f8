using System.Text;

namespace Dashboard.Components;

/// <summary>The colours of one appearance. The stylesheets know them as variables: <c>--text-2</c>.</summary>
public sealed record ThemeColors
{
    public required string Bg { get; init; }
    public required string Surface { get; init; }
    public required string Sunken { get; init; }
    public required string Line { get; init; }
    public required string LineStrong { get; init; }

    /// <summary>The edge of a field: at least 3:1 against the surface.</summary>
    public required string Edge { get; init; }

    public required string Text { get; init; }
    public required string Text2 { get; init; }
    public required string Text3 { get; init; }
    public required string Accent { get; init; }
    public required string AccentStrong { get; init; }
    public required string AccentSoft { get; init; }
    public required string AccentText { get; init; }
    public required string Ok { get; init; }
    public required string OkSoft { get; init; }
    public required string Bad { get; init; }
    public required string BadSoft { get; init; }

    /// <summary>Text on a ground of <see cref="Bad"/>.</summary>
    public required string BadText { get; init; }

    public required string Wait { get; init; }
    public required string WaitSoft { get; init; }
    public required string Gone { get; init; }
    public required string GoneSoft { get; init; }

    /// <summary>The shadow of what floats: menus, dialogs.</summary>
    public required string Lift { get; init; }

    public static ThemeColors Light { get; } =
        new()
        {
            Bg = "#f6f7f9",
            Surface = "#ffffff",
            Sunken = "#f0f2f5",
            Line = "#e3e6eb",
            LineStrong = "#cdd3db",
            Edge = "#848e9d",
            Text = "#141a23",
            Text2 = "#4d5868",
            Text3 = "#626d7f",
            Accent = "#2f4bd8",
            AccentStrong = "#263fbd",
            AccentSoft = "#e9edff",
            AccentText = "#ffffff",
            Ok = "#0b7a4b",
            OkSoft = "#e3f5ec",
            Bad = "#c0262d",
            BadSoft = "#fdebeb",
            BadText = "#ffffff",
            Wait = "#8a5600",
            WaitSoft = "#fdf1dc",
            Gone = "#5d6878",
            GoneSoft = "#edf0f3",
            Lift = "0 12px 32px rgb(10 14 20 / .18)",
        };

    public static ThemeColors Dark { get; } =
        new()
        {
            Bg = "#0e1218",
            Surface = "#151b23",
            Sunken = "#10151c",
            Line = "#252d38",
            LineStrong = "#364150",
            Edge = "#6b7788",
            Text = "#e8ecf2",
            Text2 = "#b0bac8",
            Text3 = "#8c98a9",
            Accent = "#8ea2ff",
            AccentStrong = "#a9b8ff",
            AccentSoft = "#1d2747",
            AccentText = "#0d1330",
            Ok = "#5fd39b",
            OkSoft = "#12301f",
            Bad = "#ff8a86",
            BadSoft = "#3a1a1c",
            BadText = "#2a0b0c",
            Wait = "#f2bd63",
            WaitSoft = "#33260f",
            Gone = "#9aa5b4",
            GoneSoft = "#1f2731",
            Lift = "0 16px 40px rgb(0 0 0 / .5)",
        };

    /// <summary>Every value with the name of its variable: <c>text-2</c>.</summary>
    public IReadOnlyDictionary<string, string> Variables =>
        typeof(ThemeColors)
            .GetProperties()
            .Where(property => property.PropertyType == typeof(string))
            .ToDictionary(property => NameOf(property.Name), property => (string)property.GetValue(this)!);

    private static string NameOf(string property)
    {
        var name = new StringBuilder();
        foreach (var letter in property)
        {
            if (name.Length > 0 && (char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter)))
                name.Append('-');
            name.Append(char.ToLowerInvariant(letter));
        }
        return name.ToString();
    }
}
