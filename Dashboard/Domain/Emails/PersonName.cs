using System.Text.RegularExpressions;

namespace Dashboard.Domain.Emails;

/// <summary>
/// Derives how to greet a person from a full name, as in files and applications: <c>Lima, Ana</c>,
/// <c>Dr. Ana Lima</c>, <c>A. Lima</c>. A wrong name offends more than a formal one, so in doubt it is the full name.
/// </summary>
public static partial class PersonName
{
    private const char Comma = ',';
    private static readonly char[] Edges = [',', ';', ':', '"', '“', '”', ' ', '\t', '\u00a0'];

    /// <summary>The name on one line without stray punctuation at its ends; null when it is none, such as an address.</summary>
    public static string? Full(string? text)
    {
        if (text is null)
            return null;
        var name = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Trim(Edges);
        name = RepeatedCommas().Replace(name, ", ");
        return
            name.Split(' ', Comma).Any(word => word.Any(char.IsLetter) && !Title().IsMatch(word))
            && !name.Contains('@')
            && !name.Contains("//", StringComparison.Ordinal)
            ? name
            : null;
    }

    /// <summary>The given name where it is certain, else the full name, else null.</summary>
    public static string? Greeting(string? text) => Full(text) is { } full ? Given(full) ?? full : null;

    private static string? Given(string full)
    {
        if (Several().IsMatch(full) || Company().IsMatch(full))
            return null;
        List<string> parts =
        [
            .. full.Split(Comma, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Where(part => !Suffix().IsMatch(part)),
        ];
        return parts switch
        {
            [var only] => FirstOf(only, hasSurname: false),
            [_, var given] => FirstOf(given, hasSurname: true),
            _ => null,
        };
    }

    private static string? FirstOf(string names, bool hasSurname)
    {
        var all = names.Split(' ');
        var hasTitle = Title().IsMatch(all[0]);
        List<string> words =
        [
            .. all.SkipWhile(word => Title().IsMatch(word))
                .Where((word, i) => i == 0 || !Suffix().IsMatch(word)),
        ];
        // One word after a title, "Dr. Lima", is the surname.
        if (words is [] || (hasTitle && words.Count == 1 && !hasSurname))
            return null;
        var first = words[0].Trim('"', '“', '”');
        var isInCapitals = string.Equals(names, names.ToUpperInvariant(), StringComparison.Ordinal);
        return
            first.Length > 1
            && GivenName().IsMatch(first)
            && !Particle().IsMatch(first)
            // "JR Lima" begins with initials.
            && !(!isInCapitals && first.Length <= 3 && first.All(char.IsUpper))
            // The surname comes first in names in these scripts.
            && (words.Count == 1 || !SurnameFirst().IsMatch(first))
            ? first
            : null;
    }

    [GeneratedRegex(@"\s*,(\s*,)+\s*", RegexOptions.NonBacktracking)]
    private static partial Regex RepeatedCommas();

    // Letters, with hyphens and apostrophes inside; a lower-case start is a user name or a particle, where letters have case.
    [GeneratedRegex(
        @"^[\p{Lu}\p{Lt}\p{Lo}][\p{L}\p{M}]+([-‐'’ʼ·][\p{L}\p{M}]+)*$|^[\p{Lu}]['’][\p{L}\p{M}]+$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex GivenName();

    [GeneratedRegex(
        @"^(dr|dra|prof|profa|professor|doctor|mr|mrs|ms|mx|miss|mister|sr|sra|srta|senhor|senhora|señor|señora|doña|herr|frau|mme|mlle|madame|monsieur|sig|signor|signora|sir|dame|lady|lord|rev|reverend|capt|captain|ing|eng|dipl)\.?(ª|ᵃ|º)?(-?(ing|inf|kfm))?\.?$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Title();

    [GeneratedRegex(
        @"^(jr|jnr|junior|sr|snr|senior|ii|iii|iv|filho|neto|ph\.?\s?d|m\.?d|d\.?d\.?s|esq|mba|msc|m\.?sc|bsc|b\.?sc|cfa|cfp|cpa|j\.?d|ll\.?[mb]|obe|mbe)\.?$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Suffix();

    [GeneratedRegex(
        @"^(de|da|do|dos|das|del|della|di|du|la|le|van|von|der|den|ten|ter|bin|bint|ibn|al|el|the|and|san|st)\.?$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Particle();

    [GeneratedRegex(@"[&+/]|\s(and|e|y|et|und|or)\s", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Several();

    [GeneratedRegex(
        @"\b(inc|llc|llp|ltd|limited|ltda|gmbh|ag|kg|corp|corporation|company|co|plc|s\.?a|s\.?a\.?r\.?l|s\.?r\.?l|b\.?v|pty|trust|trustee|estate|foundation|fund|holdings?|partners|group|associates|investments?|customer|client|user|account)\b\.?",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Company();

    [GeneratedRegex(
        @"[\p{IsCJKUnifiedIdeographs}\p{IsHangulSyllables}\p{IsHiragana}\p{IsKatakana}]",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex SurnameFirst();
}
