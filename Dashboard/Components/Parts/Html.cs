using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Components.Parts;

/// <summary>
/// HTML as one frame of the render tree. Elements take a frame for each tag and attribute and components their own memory,
/// which counts where a list shows fifty rows to a thousand screens. Values are encoded, unless they are HTML of this kind.
/// </summary>
internal static class Html
{
    // Names of any script stay as short as they are.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static readonly MarkupString Nothing = new("");

    public static MarkupString Of(Text html) => new(html.ToString());

    /// <summary>An attribute with its leading space; nothing when there is no value.</summary>
    public static MarkupString Attribute(string name, string? value) =>
        value is null ? Nothing : Of($" {new MarkupString(name)}=\"{value}\"");

    /// <summary>Builds the HTML of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public readonly struct Text(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _html = new(literalLength + 16 * formattedCount);

        public void AppendLiteral(string html) => _html.Append(html);

        public void AppendFormatted(MarkupString html) => _html.Append(html.Value);

        public void AppendFormatted(string? text) => _html.Append(Encoder.Encode(text ?? ""));

        public void AppendFormatted(int number) => _html.Append(CultureInfo.InvariantCulture, $"{number}");

        public override string ToString() => _html.ToString();
    }
}
