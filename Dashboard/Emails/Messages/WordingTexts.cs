using Dashboard.Domain.Emails;

namespace Dashboard.Emails.Messages;

/// <summary>The texts of a wording, saved or not.</summary>
/// <param name="Introduction">Blank lines separate paragraphs.</param>
/// <param name="Button">For one connection.</param>
/// <param name="Closing">Blank lines separate paragraphs; may be empty.</param>
public sealed record WordingTexts(
    string Subject,
    string Heading,
    string Introduction,
    string Button,
    string Closing
)
{
    public const int MaxLineLength = 150;
    public const int MaxButtonLength = 60;
    public const int MaxTextLength = 4000;

    public static WordingTexts Of(EmailWording wording) =>
        new(wording.Subject, wording.Heading, wording.Introduction, wording.Button, wording.Closing);

    /// <summary>Trims the texts and normalizes line endings.</summary>
    public WordingTexts Clean() =>
        new(Clean(Subject), Clean(Heading), Clean(Introduction), Clean(Button), Clean(Closing));

    /// <summary>Problems by property name; empty when all texts are valid.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Problems()
    {
        var found = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        Note(nameof(Subject), Line(Subject, MaxLineLength, WordingVariables.OfMessage));
        Note(nameof(Heading), Line(Heading, MaxLineLength, WordingVariables.OfMessage));
        Note(nameof(Introduction), Text(Introduction, isNeeded: true));
        Note(nameof(Button), Line(Button, MaxButtonLength, WordingVariables.OfButton));
        Note(nameof(Closing), Text(Closing, isNeeded: false));
        return found;

        void Note(string property, IEnumerable<string> problems)
        {
            if (problems.ToList() is { Count: > 0 } some)
                found[property] = some;
        }
    }

    private static string Clean(string text) => text.ReplaceLineEndings("\n").Trim();

    private static IEnumerable<string> Line(
        string text,
        int maxLength,
        IReadOnlyList<WordingVariable> allowed
    ) =>
        text.Any(char.IsControl)
            ? ["Keep it on one line."]
            : Lengths(text, maxLength, isNeeded: true).Concat(Braces(text, allowed));

    private static IEnumerable<string> Text(string text, bool isNeeded) =>
        Lengths(text, MaxTextLength, isNeeded).Concat(Braces(text, WordingVariables.OfMessage));

    private static IEnumerable<string> Lengths(string text, int maxLength, bool isNeeded)
    {
        if (isNeeded && string.IsNullOrWhiteSpace(text))
            yield return "Enter a text. Messages can’t be sent without it.";
        if (text.Length > maxLength)
            yield return $"Enter at most {maxLength} characters. This text has {text.Length}.";
    }

    private static IEnumerable<string> Braces(string text, IReadOnlyList<WordingVariable> allowed)
    {
        var template = WordingTemplate.Parse(text);
        var known = allowed.Select(v => v.Name).ToList();
        var unknown = template
            .Variables.Except(known, StringComparer.Ordinal)
            .Select(name =>
                name.Length == 0
                    ? "There is nothing between { and }."
                    : $"{{{name}}} is not available here. Use {string.Join(", ", allowed.Select(v => v.InBraces))}, or {{one|several}}."
            );
        return template.Problems.Concat(unknown).Distinct(StringComparer.Ordinal);
    }
}
