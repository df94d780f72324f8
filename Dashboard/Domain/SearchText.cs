using System.Globalization;
using System.Text;

namespace Dashboard.Domain;

/// <summary>Text folded so that a search for "zoe" finds "Zoë".</summary>
public static class SearchText
{
    /// <summary>The maximum length of the searched text; folding can make a text much longer.</summary>
    public const int MaxLength = 2000;

    /// <summary>Lower case, without diacritics, parts joined by a space; cut at <see cref="MaxLength"/>.</summary>
    public static string Of(params ReadOnlySpan<string?> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            if (string.IsNullOrWhiteSpace(part))
                continue;
            if (text.Length > 0)
                text.Append(' ');
            Fold(part.Trim(), text);
        }
        return text.ToString(0, Math.Min(text.Length, MaxLength));
    }

    private static void Fold(string part, StringBuilder text)
    {
        foreach (var rune in Decompose(part).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
                text.Append(Rune.ToLowerInvariant(rune));
        }
    }

    // Lone surrogates can't be normalised, and ids may contain them.
    private static string Decompose(string part)
    {
        try
        {
            return part.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            return part;
        }
    }
}
