using System.Globalization;
using System.Text;

namespace Dashboard.Domain;

/// <summary>Text folded so that a search for "zoe" finds "Zoë", and one for "lodz" finds "Łódź".</summary>
public static class SearchText
{
    /// <summary>Lower case, without diacritics; the text may become longer.</summary>
    public static string Of(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in Decompose(text.Trim()).EnumerateRunes())
            Fold(rune, folded);
        return folded.ToString();
    }

    private static void Fold(Rune rune, StringBuilder text)
    {
        if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark)
            return;
        var lower = Rune.ToLowerInvariant(rune);
        // Letters that Unicode does not decompose, as people type them on another keyboard.
        var plain = lower.Value switch
        {
            'ß' => "ss",
            'æ' => "ae",
            'œ' => "oe",
            'ø' => "o",
            'ł' => "l",
            'đ' or 'ð' => "d",
            'þ' => "th",
            'ħ' => "h",
            'ı' => "i",
            'ς' => "σ",
            _ => null,
        };
        if (plain is not null)
            text.Append(plain);
        else
            text.Append(lower);
    }

    // Lone surrogates can't be normalised, and ids may contain them.
    private static string Decompose(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }
}
