using System.Globalization;

namespace Dashboard.SnapTrade;

/// <summary>
/// Times as SnapTrade writes them: ISO 8601 with <c>T</c> or a space, any number of fraction digits (kept to
/// 100 ns), <c>Z</c> or an offset. Without an offset the time is UTC.
/// </summary>
public static class SnapTradeTime
{
    private const int SecondsLength = 19;
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss"];
    private static readonly string[] OffsetFormats = [@"hh\:mm", "hhmm", "hh"];

    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        if (
            text.Length < SecondsLength
            || !DateTime.TryParseExact(
                text[..SecondsLength],
                Formats,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var seconds
            )
        )
            return false;

        var rest = text[SecondsLength..];
        if (!TryReadFraction(ref rest, out var fraction) || !TryReadOffset(rest, out var offset))
            return false;

        var ticks = seconds.Ticks + fraction - offset;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
            return false;
        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    private static bool TryReadFraction(ref ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (rest.IsEmpty || rest[0] != '.')
            return true;
        rest = rest[1..];
        var length = rest.IndexOfAnyExceptInRange('0', '9');
        if (length < 0)
            length = rest.Length;
        for (var i = 0; i < 7; i++)
            ticks = ticks * 10 + (i < length ? rest[i] - '0' : 0);
        rest = rest[length..];
        return length > 0;
    }

    private static bool TryReadOffset(ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (rest is [] or "Z" or "z")
            return true;
        if (
            rest[0] is not ('+' or '-')
            || !TimeSpan.TryParseExact(rest[1..], OffsetFormats, CultureInfo.InvariantCulture, out var offset)
        )
            return false;
        ticks = rest[0] == '-' ? -offset.Ticks : offset.Ticks;
        return true;
    }
}
