using System.Globalization;
using System.Text;

namespace Dashboard.Access.Passwords;

/// <summary>Reverses the usual tricks to make a password longer or less regular.</summary>
internal static class PasswordForms
{
    private const string Leet = "0o1l2z3e4a5s6g7t8b9g@a$s!i|l+t€e";

    /// <summary>Lower case, compatibility forms and accents folded: <c>Pässwörd</c> is <c>password</c>.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        // A lone surrogate can't be normalized.
        var whole = string.Concat(text.EnumerateRunes());
        foreach (var c in whole.Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                folded.Append(char.ToLowerInvariant(c));
        }
        return folded.ToString();
    }

    /// <summary>All base forms from which the password can be guessed, including the folded password.</summary>
    public static IReadOnlySet<string> Of(string password)
    {
        var folded = Fold(password);
        var forms = new HashSet<string>(StringComparer.Ordinal);
        var readables = WithoutTail(folded)
            .SelectMany(text => new[] { text, UndoLeet(Trim(text)), UndoLeet(text) });
        foreach (var readable in readables)
        {
            foreach (var form in new[] { readable, Trim(readable), Letters(readable), Compact(readable) })
            {
                forms.Add(form);
                forms.Add(Unrepeat(form));
                forms.Add(Trim(Unrepeat(Trim(form))));
            }
        }
        return forms;
    }

    /// <summary><c>p4ssw0rd</c> is <c>password</c>.</summary>
    public static string UndoLeet(string text) =>
        string.Create(
            text.Length,
            text,
            static (chars, from) =>
            {
                for (var i = 0; i < chars.Length; i++)
                    chars[i] = Letter(from[i]);
            }
        );

    public static string Letters(string text) => string.Concat(text.Where(char.IsLetter));

    // Removes trailing symbols, and up to four digits before them, one at a time.
    private static IEnumerable<string> WithoutTail(string text)
    {
        const int Year = 4;
        yield return text;
        var end = text.Length;
        while (end > 0 && !char.IsLetterOrDigit(text[end - 1]))
            end--;
        yield return text[..end];
        for (var i = 0; i < Year && end > 0 && char.IsDigit(text[end - 1]); i++)
            yield return text[..--end];
    }

    /// <summary>Removes digits, years and symbols before and after the words.</summary>
    public static string Trim(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && !char.IsLetter(text[start]))
            start++;
        while (end > start && !char.IsLetter(text[end - 1]))
            end--;
        return text[start..end];
    }

    // Spaces, dots and dashes between words.
    private static string Compact(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    private static string Unrepeat(string text)
    {
        for (var length = 1; length <= text.Length / 2; length++)
        {
            if (text.Length % length == 0 && IsRepeated(text, length))
                return text[..length];
        }
        return text;
    }

    private static bool IsRepeated(string text, int length)
    {
        for (var i = length; i < text.Length; i++)
        {
            if (text[i] != text[i - length])
                return false;
        }
        return true;
    }

    private static char Letter(char c)
    {
        for (var i = 0; i < Leet.Length; i += 2)
        {
            if (Leet[i] == c)
                return Leet[i + 1];
        }
        return c;
    }
}
