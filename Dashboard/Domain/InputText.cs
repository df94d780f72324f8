using System.Globalization;

namespace Dashboard.Domain;

/// <summary>
/// The rules for characters in text from outside. In input of operators and API clients, invisible characters around a
/// value are removed and ones within it are reported by name, because they make values differ without a visible reason.
/// </summary>
public static class InputText
{
    /// <summary>Without white space and invisible characters at both ends.</summary>
    public static string Trim(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && IsPadding(text[start]))
            start++;
        while (end > start && IsPadding(text[end - 1]))
            end--;
        return text[start..end];
    }

    /// <summary>The trimmed text; null when nothing is left.</summary>
    public static string? TrimToNull(string? text) =>
        text is null ? null
        : Trim(text) is { Length: > 0 } trimmed ? trimmed
        : null;

    /// <summary>
    /// The first character that an id, an address or a secret must not contain, by name, such as
    /// <c>a zero-width space (U+200B)</c>; null when there is none. Ordinary spaces are allowed.
    /// </summary>
    public static string? Fault(string text) => FaultOf(text, IsUnseen);

    /// <summary>The same for a text that people read, which may have joiners and no-break spaces within.</summary>
    public static string? FaultOfWords(string text) =>
        FaultOf(text, c => char.IsControl(c) || IsDirection(c));

    /// <summary>
    /// Whether a text has no control characters and no half surrogate pairs: no page and no address can show those, and
    /// they may change what a terminal or a log shows around them.
    /// </summary>
    public static bool IsShowable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
                return false;
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsSurrogatePair(text, i))
                return false;
            i++;
        }
        return true;
    }

    /// <summary>
    /// Whether a text ends with a space. No id may: SQL Server ignores trailing spaces in comparisons, which SQLite does not, so
    /// such an id would match another.
    /// </summary>
    public static bool EndsInSpace(string text) => text.EndsWith(' ');

    /// <summary>Whether a text can be an id.</summary>
    /// <param name="id">The id as received.</param>
    /// <param name="longest">In UTF-16 units.</param>
    public static bool IsId(string? id, int longest) =>
        !string.IsNullOrWhiteSpace(id) && id.Length <= longest && !EndsInSpace(id) && IsShowable(id);

    private static string? FaultOf(string text, Func<char, bool> isFault)
    {
        foreach (var c in text)
            if (isFault(c))
                return $"{NameOf(c)} (U+{(int)c:X4})";
        return null;
    }

    private static bool IsPadding(char c) => IsUnseen(c) || c == ' ';

    private static bool IsUnseen(char c) =>
        c != ' '
        && (
            char.IsControl(c)
            || char.IsWhiteSpace(c)
            || char.GetUnicodeCategory(c) == UnicodeCategory.Format
            || c
                is '\u034f'
                    or '\u115f'
                    or '\u1160'
                    or '\u17b4'
                    or '\u17b5'
                    or '\u3164'
                    or '\uffa0'
                    or '\ufffc'
            || c is >= '\ufe00' and <= '\ufe0f'
        );

    // Embeddings, overrides and isolates; marks only affect their neighbours.
    private static bool IsDirection(char c) =>
        c is >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069';

    private static string NameOf(char c) =>
        c switch
        {
            '\t' => "a tab",
            '\r' or '\n' or '\u0085' or '\u2028' or '\u2029' => "a line break",
            '\0' => "a null character",
            '\u00a0' or '\u202f' => "a no-break space",
            '\u00ad' => "a soft hyphen",
            '\u200b' => "a zero-width space",
            '\u200c' => "a zero-width non-joiner",
            '\u200d' => "a zero-width joiner",
            '\u2060' => "a word joiner",
            '\ufeff' => "a byte order mark",
            '\u200e' or '\u200f' or '\u061c' => "a direction mark",
            '\u202d' or '\u202e' => "a direction override",
            _ when IsDirection(c) => "a direction control",
            _ when char.IsControl(c) => "a control character",
            _ when char.IsWhiteSpace(c) => "an unusual space",
            _ => "an invisible character",
        };
}
