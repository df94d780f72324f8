namespace Dashboard.Access.Passwords;

/// <summary>Checks whether a password consists mostly of guessable words.</summary>
internal static class PasswordWords
{
    /// <summary>The number of other letters up to which a password counts as guessable.</summary>
    private const int FewLetters = 4;
    private const int MinWordLength = 3;

    private static readonly string[] Ours =
    [
        "connections",
        "connection",
        "dashboard",
        "reconnect",
        "snaptrade",
        "operator",
        "password",
        "passwort",
        "welcome",
        "support",
        "manager",
        "letmein",
        "health",
        "secret",
        "admin",
        "login",
    ];

    private static readonly string[] Rows =
    [
        "abcdefghijklmnopqrstuvwxyz",
        "qwertyuiopasdfghjklzxcvbnm",
        "qwertzuiopasdfghjklyxcvbnm",
        "azertyuiopqsdfghjklmwxcvbn",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
        "01234567890",
    ];

    /// <param name="password">As typed.</param>
    /// <param name="about">Known words: the e-mail address, the name, the company.</param>
    public static bool IsMadeOf(string password, IEnumerable<string?> about)
    {
        var words = about.SelectMany(WordsOf).Concat(Ours).Distinct(StringComparer.Ordinal);
        var longestFirst = words.OrderByDescending(word => word.Length).ToList();
        var folded = PasswordForms.Fold(password);
        return IsMadeOf(folded, longestFirst)
            || IsMadeOf(PasswordForms.UndoLeet(PasswordForms.Trim(folded)), longestFirst);
    }

    /// <summary>A run along the alphabet, the digits or a keyboard, there and back, or very few characters.</summary>
    public static bool IsRun(string password)
    {
        var folded = PasswordForms.Fold(password);
        var compact = string.Concat(folded.Where(char.IsLetterOrDigit));
        if (folded.Distinct().Count() < FewLetters)
            return true;
        return compact.Length > 0 && CountSteps(compact) * 4 >= (compact.Length - 1) * 3;
    }

    private static bool IsMadeOf(string text, List<string> words)
    {
        var known = words.Where(word => text.Contains(word, StringComparison.Ordinal)).ToList();
        foreach (var word in known)
            text = text.Replace(word, " ", StringComparison.Ordinal);
        return known.Count > 0 && PasswordForms.Letters(text).Length < FewLetters;
    }

    private static IEnumerable<string> WordsOf(string? text)
    {
        var folded = PasswordForms.Fold(text ?? "");
        var words = folded.Split(
            [.. folded.Where(c => !char.IsLetterOrDigit(c)).Distinct()],
            StringSplitOptions.RemoveEmptyEntries
        );
        return words.Append(PasswordForms.Letters(folded)).Where(word => word.Length >= MinWordLength);
    }

    // How often a character repeats the previous one or is next to it on a row, in either direction.
    private static int CountSteps(string text) =>
        Enumerable.Range(1, text.Length - 1).Count(i => IsStep(text[i - 1], text[i]));

    private static bool IsStep(char a, char b) =>
        a == b
        || Rows.Any(row =>
            row.Contains($"{a}{b}", StringComparison.Ordinal)
            || row.Contains($"{b}{a}", StringComparison.Ordinal)
        );
}
