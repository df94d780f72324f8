namespace Dashboard.Text;

/// <summary>
/// Keeps names that are written from right to left from turning the text around them, where no markup can: in titles and
/// plain text. Markup uses <c>bdi</c>.
/// </summary>
public static class Bidi
{
    private const char FirstStrongIsolate = '\u2068';
    private const char PopIsolate = '\u2069';

    /// <summary>
    /// The text between isolates when any of it runs from right to left; else the text itself. Direction controls of the
    /// text, which could reach beyond it, are shown as �. Empty for null.
    /// </summary>
    public static string Isolate(string? text)
    {
        if (text is null)
            return "";
        if (!text.Any(IsRightToLeft) && !text.Any(IsControl))
            return text;
        var shown = string.Concat(text.Select(c => IsControl(c) ? '\ufffd' : c));
        return $"{FirstStrongIsolate}{shown}{PopIsolate}";
    }

    private static bool IsControl(char c) => c is >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069';

    // Hebrew, Arabic, Syriac, Thaana, N'Ko and their presentation forms, the marks, and the scripts beyond the first plane.
    private static bool IsRightToLeft(char c) =>
        c
            is >= '\u0590'
                and <= '\u08ff'
                or >= '\ufb1d'
                and <= '\ufdff'
                or >= '\ufe70'
                and <= '\ufefe'
                or '\u200f'
        || c is '\ud802' or '\ud803' or '\ud83a' or '\ud83b';
}
