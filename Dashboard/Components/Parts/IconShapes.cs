using System.Collections.Frozen;

namespace Dashboard.Components.Parts;

/// <summary>The shapes behind <see cref="Icon"/>: strokes on a 16 by 16 grid.</summary>
public static class IconShapes
{
    private static readonly FrozenDictionary<string, string> Shapes = new Dictionary<string, string>(
        StringComparer.Ordinal
    )
    {
        ["arrow-left"] = """<path d="M13 8H3M7 4 3 8l4 4"/>""",
        ["arrow-down"] = """<path d="M8 3v10M4 9l4 4 4-4"/>""",
        ["arrow-up"] = """<path d="M8 13V3M4 7l4-4 4 4"/>""",
        ["bell"] = """<path d="M4 11V7.500a4 4 0 0 1 8 0V11l1 1.500H3zM6.700 14h2.600"/>""",
        ["broken-link"] =
            """<path d="M7 4.500l1.200-1.200a3 3 0 0 1 4.300 4.300l-1.200 1.200M9 11.500l-1.200 1.200a3 3 0 0 1-4.300-4.300l1.200-1.200M2.500 2.500l2 2M11.500 11.500l2 2"/>""",
        ["building"] =
            """<path d="M2.500 6.500 8 3l5.500 3.500zM4 6.500v5M8 6.500v5M12 6.500v5M2.500 13h11"/>""",
        ["calendar"] =
            """<rect x="2.500" y="3.500" width="11" height="10" rx="1.500"/><path d="M2.500 6.500h11M5.500 2v3M10.500 2v3"/>""",
        ["chart"] = """<path d="M2.500 13.500h11M4.500 11V8M8 11V4M11.500 11V6"/>""",
        ["check"] = """<path d="m3 8.500 3.200 3.200L13 5"/>""",
        ["chevron-down"] = """<path d="m4 6 4 4 4-4"/>""",
        ["chevron-left"] = """<path d="m10 4-4 4 4 4"/>""",
        ["chevron-right"] = """<path d="m6 4 4 4-4 4"/>""",
        ["clock"] = """<circle cx="8" cy="8" r="5.500"/><path d="M8 5v3l2 1.500"/>""",
        ["copy"] =
            """<rect x="5.500" y="5.500" width="8" height="8" rx="1.500"/><path d="M10.500 3.500v-1h-8v8h1"/>""",
        ["download"] = """<path d="M8 2.500V10M5 7l3 3 3-3M3 13h10"/>""",
        ["eye"] =
            """<path d="M1.500 8C3 5 5.300 3.500 8 3.500S13 5 14.500 8C13 11 10.700 12.500 8 12.500S3 11 1.500 8z"/><circle cx="8" cy="8" r="2"/>""",
        ["filter"] = """<path d="M2.500 4h11M4.500 8h7M6.500 12h3"/>""",
        ["history"] = """<path d="M5.500 4h8M5.500 8h8M5.500 12h8M2.500 4h.01M2.500 8h.01M2.500 12h.01"/>""",
        ["home"] = """<path d="M2.500 7.500 8 3l5.500 4.500V13h-4V9.500h-3V13h-4z"/>""",
        ["info"] = """<circle cx="8" cy="8" r="5.500"/><path d="M8 7.500v3M8 5.200h.01"/>""",
        ["key"] = """<circle cx="5.500" cy="10.500" r="3"/><path d="M7.700 8.300 13 3M10.500 5.500l2 2"/>""",
        ["link"] =
            """<path d="M6.500 9.500 9.500 6.500M7 4.500l1.200-1.200a3 3 0 0 1 4.300 4.300l-1.200 1.200M9 11.500l-1.200 1.200a3 3 0 0 1-4.300-4.300l1.200-1.200"/>""",
        ["mail"] =
            """<rect x="2" y="3.500" width="12" height="9" rx="1.500"/><path d="m2.500 5 5.500 4 5.500-4"/>""",
        ["menu"] = """<path d="M2.500 4.500h11M2.500 8h11M2.500 11.500h11"/>""",
        ["moon"] = """<path d="M13 9.500A5.500 5.500 0 0 1 6.500 3a5.500 5.500 0 1 0 6.500 6.500z"/>""",
        ["more"] = """<path stroke-width="2.200" d="M3.500 8h.01M8 8h.01M12.500 8h.01"/>""",
        ["note"] =
            """<path d="M3 2.500h10v7.500L9.500 13.500H3zM9.500 13.500V10H13M5.500 5.500h5M5.500 8h3"/>""",
        ["open"] = """<path d="M6 3.500H3v9.500h9.500V10M9 2.500h4.500V7M13 3 7.500 8.500"/>""",
        ["pause"] = """<path d="M6 4v8M10 4v8"/>""",
        ["phone"] =
            """<path d="M3 3.500c0 5.200 4.300 9.500 9.500 9.500l1-2.700-2.800-1.500-1.200 1.200a8 8 0 0 1-3.500-3.500l1.200-1.200L5.700 2.500z"/>""",
        ["play"] = """<path d="M5 3.500v9l7.500-4.500z"/>""",
        ["plus"] = """<path d="M8 3v10M3 8h10"/>""",
        ["question"] =
            """<circle cx="8" cy="8" r="5.500"/><path d="M6.500 6.500a1.600 1.600 0 1 1 2.300 1.400c-.5.300-.8.600-.8 1.100M8 11h.01"/>""",
        ["refresh"] = """<path d="M13 8a5 5 0 1 1-1.500-3.500L13 6M13 2.500V6H9.500"/>""",
        ["screen"] =
            """<rect x="2" y="3" width="12" height="8" rx="1.500"/><path d="M6 13.500h4M8 11v2.500"/>""",
        ["keyboard"] =
            """<rect x="1.500" y="4" width="13" height="8" rx="1.500"/><path d="M4 6.500h.01M6.500 6.500h.01M9 6.500h.01M11.500 6.500h.01M5 9.500h6"/>""",
        ["search"] = """<circle cx="7" cy="7" r="4"/><path d="m10 10 3.500 3.500"/>""",
        ["send"] = """<path d="M14 2 7 9M14 2 9.500 14 7 9 2 6.500z"/>""",
        ["settings"] =
            """<circle cx="8" cy="8" r="2"/><path d="M8 2v2M8 12v2M2 8h2M12 8h2M3.800 3.800l1.400 1.400M10.800 10.800l1.400 1.400M12.200 3.800l-1.400 1.400M5.200 10.800l-1.400 1.400"/>""",
        ["shield"] = """<path d="M8 2 3 4v4c0 3 2 5 5 6 3-1 5-3 5-6V4zM6 8l1.500 1.500L10.500 6.500"/>""",
        ["sign-out"] = """<path d="M6.500 3H3v10h3.500M10.500 5l3 3-3 3M13 8H6.500"/>""",
        ["sun"] =
            """<circle cx="8" cy="8" r="2.800"/><path d="M8 1.500v1.300M8 13.200v1.300M1.500 8h1.300M13.200 8h1.300M3.400 3.400l.9.900M11.700 11.700l.9.900M12.600 3.400l-.9.900M4.300 11.700l-.9.900"/>""",
        ["trash"] =
            """<path d="M2.500 4.500h11M6 4.500v-2h4v2M4 4.500l.7 9h6.600l.7-9M6.700 7v4M9.300 7v4"/>""",
        ["users"] =
            """<circle cx="6" cy="6" r="2.500"/><path d="M1.500 13c.5-2.500 2.300-4 4.500-4s4 1.500 4.500 4M11 4a2.200 2.200 0 0 1 0 4.300M12.500 9.500c1.200.6 1.900 1.800 2.200 3.500"/>""",
        ["warning"] = """<path d="M8 2.500 14 13H2zM8 6.500v3M8 11.300h.01"/>""",
        ["webhook"] = """<path d="M2.500 8h6M6 5l3 3-3 3M9.500 2.500h4v11h-4"/>""",
        ["x"] = """<path d="m4 4 8 8M12 4l-8 8"/>""",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every name an icon may have.</summary>
    public static IEnumerable<string> Names => Shapes.Keys;

    /// <summary>The id of the shape in the page.</summary>
    /// <exception cref="ArgumentException">There is no such icon.</exception>
    public static string IdOf(string name) => Shapes.ContainsKey(name) ? $"icon-{name}" : throw Unknown(name);

    /// <summary>The SVG inside of <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is no such icon.</exception>
    public static string Of(string name) =>
        Shapes.TryGetValue(name, out var shape) ? shape : throw Unknown(name);

    /// <summary>The icon for MudBlazor's components, which draw the SVG around it.</summary>
    /// <exception cref="ArgumentException">There is no such icon.</exception>
    public static string Use(string name) => $"<use href=\"#{IdOf(name)}\"/>";

    private static ArgumentException Unknown(string name) =>
        new($"There is no icon called \"{name}\".", nameof(name));
}
