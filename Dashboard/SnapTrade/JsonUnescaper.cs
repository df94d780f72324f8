using System.Buffers.Text;

namespace Dashboard.SnapTrade;

/// <summary>
/// Unescapes JSON text to UTF-8. A lone surrogate, which Python keeps, becomes the three bytes its code point
/// would have; so bytes still compare in code point order.
/// </summary>
internal static class JsonUnescaper
{
    /// <summary>Writes the text and returns its length, never more than that of <paramref name="escaped"/>.</summary>
    public static int Decode(ReadOnlySpan<byte> escaped, Span<byte> destination)
    {
        var written = 0;
        while (!escaped.IsEmpty)
        {
            var plain = escaped.IndexOf((byte)'\\');
            if (plain < 0)
                plain = escaped.Length;
            escaped[..plain].CopyTo(destination[written..]);
            written += plain;
            escaped = escaped[plain..];
            if (!escaped.IsEmpty)
                escaped = escaped[DecodeOne(escaped, destination, ref written)..];
        }
        return written;
    }

    private static int DecodeOne(ReadOnlySpan<byte> escaped, Span<byte> destination, ref int written)
    {
        if (escaped[1] != 'u')
        {
            destination[written++] = escaped[1] switch
            {
                (byte)'n' => (byte)'\n',
                (byte)'t' => (byte)'\t',
                (byte)'r' => (byte)'\r',
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                var itself => itself,
            };
            return 2;
        }

        var unit = Unit(escaped);
        if (char.IsHighSurrogate(unit) && escaped.Length >= 12 && escaped[6] == '\\' && escaped[7] == 'u')
        {
            var low = Unit(escaped[6..]);
            if (char.IsLowSurrogate(low))
            {
                Encode(char.ConvertToUtf32(unit, low), destination, ref written);
                return 12;
            }
        }
        Encode(unit, destination, ref written);
        return 6;
    }

    private static char Unit(ReadOnlySpan<byte> escape)
    {
        Utf8Parser.TryParse(escape.Slice(2, 4), out int unit, out _, 'x');
        return (char)unit;
    }

    private static void Encode(int codePoint, Span<byte> destination, ref int written)
    {
        if (codePoint < 0x80)
        {
            destination[written++] = (byte)codePoint;
            return;
        }
        var shift =
            codePoint < 0x800 ? 6
            : codePoint < 0x10000 ? 12
            : 18;
        var lead = shift switch
        {
            6 => 0xC0,
            12 => 0xE0,
            _ => 0xF0,
        };
        destination[written++] = (byte)(lead | (codePoint >> shift));
        while ((shift -= 6) >= 0)
            destination[written++] = (byte)(0x80 | ((codePoint >> shift) & 0x3F));
    }
}
