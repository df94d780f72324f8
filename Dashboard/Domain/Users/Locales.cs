using System.Globalization;
using System.Text.RegularExpressions;

namespace Dashboard.Domain.Users;

/// <summary>Language tags in the spellings of applications, operating systems, browsers and people.</summary>
public static partial class Locales
{
    private const int MaxLength = 100;

    private static readonly Lazy<Dictionary<string, string>> ByName = new(NamesOfCultures);

    /// <summary>
    /// The tag, such as <c>pt-BR</c>, of <c>pt_BR</c>, <c>PT-br</c>, <c>pt_BR.UTF-8</c>, <c>pt-BR,pt;q=0.9</c> or
    /// <c>Portuguese (Brazil)</c>; null when it is none of these.
    /// </summary>
    public static string? Normalize(string? text)
    {
        if (InputText.TrimToNull(text) is not { Length: <= MaxLength } trimmed)
            return null;
        if (ByName.Value.TryGetValue(trimmed, out var named))
            return named;
        // The first of an Accept-Language header, without the encoding and the variant of POSIX.
        var tag = trimmed
            .Split(',', ';', '.', '@')[0]
            .Trim()
            .Replace('_', '-')
            .Replace('\u2010', '-')
            .Replace('\u2013', '-');
        tag = JoinedTag().Replace(tag, "$1-$2");
        if (!Tag().IsMatch(tag))
            return null;
        var parts = tag.Split('-');
        parts[0] = TwoLetters(parts[0].ToLowerInvariant());
        for (var i = 1; i < parts.Length; i++)
            parts[i] = parts[i].Length switch
            {
                2 => parts[i].ToUpperInvariant(),
                4 when char.IsLetter(parts[i][0]) => char.ToUpperInvariant(parts[i][0])
                    + parts[i][1..].ToLowerInvariant(),
                _ => parts[i],
            };
        return string.Join('-', parts);
    }

    // "eng" and "por" of ISO 639-2.
    private static string TwoLetters(string language)
    {
        if (language.Length != 3)
            return language;
        return CultureInfo
                .GetCultures(CultureTypes.NeutralCultures)
                .FirstOrDefault(c => c.Name.Length == 2 && c.ThreeLetterISOLanguageName == language)
                ?.Name
            ?? language;
    }

    private static Dictionary<string, string> NamesOfCultures()
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Brazilian Portuguese"] = "pt-BR",
            ["Portuguese Brazil"] = "pt-BR",
            ["Português do Brasil"] = "pt-BR",
            ["Portugues"] = "pt",
            ["British English"] = "en-GB",
            ["American English"] = "en-US",
            ["Inglês"] = "en",
        };
        foreach (
            var culture in CultureInfo.GetCultures(
                CultureTypes.NeutralCultures | CultureTypes.SpecificCultures
            )
        )
        {
            // Names with a script or variant are for programs.
            if (!Tag().IsMatch(culture.Name) || culture.Name.Count(c => c == '-') > 1)
                continue;
            names.TryAdd(culture.EnglishName, culture.Name);
            names.TryAdd(culture.NativeName, culture.Name);
        }
        return names;
    }

    [GeneratedRegex(
        "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Tag();

    // "ptBR"
    [GeneratedRegex("^([a-z]{2})([A-Z]{2})$", RegexOptions.NonBacktracking)]
    private static partial Regex JoinedTag();
}
