using Dashboard.Domain.Emails;

namespace Dashboard.Emails.Messages;

/// <summary>The texts of a wording, stored or not.</summary>
/// <param name="Introduction">Blank lines part paragraphs.</param>
/// <param name="Button">For one connection.</param>
/// <param name="Closing">Blank lines part paragraphs; may be empty.</param>
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

    /// <summary>Without what nobody sees: blanks around, and how the browser ends lines.</summary>
    public WordingTexts Clean() =>
        new(Clean(Subject), Clean(Heading), Clean(Introduction), Clean(Button), Clean(Closing));

    /// <summary>What keeps each text from being used, by the name of its property; empty when nothing does.</summary>
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
        int longest,
        IReadOnlyList<WordingVariable> allowed
    ) =>
        text.Any(char.IsControl)
            ? ["Keep it on one line."]
            : Lengths(text, longest, isNeeded: true).Concat(Braces(text, allowed));

    private static IEnumerable<string> Text(string text, bool isNeeded) =>
        Lengths(text, MaxTextLength, isNeeded).Concat(Braces(text, WordingVariables.OfMessage));

    private static IEnumerable<string> Lengths(string text, int longest, bool isNeeded)
    {
        if (isNeeded && string.IsNullOrWhiteSpace(text))
            yield return "Write something here: no message goes out without it.";
        if (text.Length > longest)
            yield return $"Write at most {longest} characters; these are {text.Length}.";
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
                    : $"{{{name}}} is not known here. Use {string.Join(", ", allowed.Select(v => v.InBraces))}, or {{one|several}}."
            );
        return template.Problems.Concat(unknown).Distinct(StringComparer.Ordinal);
    }
}
