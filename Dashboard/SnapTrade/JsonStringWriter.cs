using System.Buffers;
using System.Globalization;

namespace Dashboard.SnapTrade;

/// <summary>Writes JSON strings with exactly the escapes Python's <c>json</c> module writes.</summary>
internal static class JsonStringWriter
{
    private static readonly SearchValues<byte> Printable = SearchValues.Create([
        .. Enumerable.Range(0x20, 0x5F).Select(b => (byte)b).Where(b => b is not ((byte)'"' or (byte)'\\')),
    ]);

    // 0xED may begin a lone surrogate, which has no UTF-8 form.
    private static readonly SearchValues<byte> BareText = SearchValues.Create([
        .. Enumerable
            .Range(0x20, 0xE0)
            .Select(b => (byte)b)
            .Where(b => b is not ((byte)'"' or (byte)'\\' or 0xED)),
    ]);

    /// <param name="text">Unescaped UTF-8, with lone surrogates as <see cref="JsonUnescaper"/> leaves them.</param>
    public static void Write(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> output, CanonicalForm form)
    {
        var bare = form == CanonicalForm.Ascii ? Printable : BareText;
        output.Write("\""u8);
        while (!text.IsEmpty)
        {
            var length = text.IndexOfAnyExcept(bare);
            if (length < 0)
                length = text.Length;
            output.Write(text[..length]);
            text = text[length..];
            if (!text.IsEmpty)
                text = text[WriteSpecial(text, output, form)..];
        }
        output.Write("\""u8);
    }

    private static int WriteSpecial(
        ReadOnlySpan<byte> text,
        ArrayBufferWriter<byte> output,
        CanonicalForm form
    )
    {
        var first = text[0];
        if (first < 0x80)
        {
            WriteAsciiEscape(first, output);
            return 1;
        }
        if (form == CanonicalForm.Bare && text[1] < 0xA0)
        {
            output.Write(text[..3]);
            return 3;
        }
        var (codePoint, length) = CodePoint(text);
        if (codePoint < 0x10000)
        {
            WriteUnit(codePoint, output);
            return length;
        }
        WriteUnit(0xD800 + ((codePoint - 0x10000) >> 10), output);
        WriteUnit(0xDC00 + ((codePoint - 0x10000) & 0x3FF), output);
        return length;
    }

    private static void WriteAsciiEscape(byte character, ArrayBufferWriter<byte> output)
    {
        var escape = character switch
        {
            (byte)'"' => "\\\""u8,
            (byte)'\\' => "\\\\"u8,
            (byte)'\n' => "\\n"u8,
            (byte)'\r' => "\\r"u8,
            (byte)'\t' => "\\t"u8,
            (byte)'\b' => "\\b"u8,
            (byte)'\f' => "\\f"u8,
            _ => [],
        };
        if (escape.IsEmpty)
            WriteUnit(character, output);
        else
            output.Write(escape);
    }

    private static (int CodePoint, int Length) CodePoint(ReadOnlySpan<byte> text) =>
        text[0] switch
        {
            < 0xE0 => ((text[0] & 0x1F) << 6 | (text[1] & 0x3F), 2),
            < 0xF0 => ((text[0] & 0x0F) << 12 | (text[1] & 0x3F) << 6 | (text[2] & 0x3F), 3),
            _ => (
                (text[0] & 0x07) << 18 | (text[1] & 0x3F) << 12 | (text[2] & 0x3F) << 6 | (text[3] & 0x3F),
                4
            ),
        };

    private static void WriteUnit(int unit, ArrayBufferWriter<byte> output)
    {
        var span = output.GetSpan(6);
        "\\u"u8.CopyTo(span);
        unit.TryFormat(span[2..], out _, "x4", CultureInfo.InvariantCulture);
        output.Advance(6);
    }
}
