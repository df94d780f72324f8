using System.Text;

namespace Dashboard.Emails.Messages;

/// <summary>
/// A text with variables in braces, <c>{brokerage}</c>, and choices between one connection and several,
/// <c>{account|accounts}</c>.
/// </summary>
internal sealed class WordingTemplate
{
    private const char Open = '{';
    private const char Close = '}';
    private const char Bar = '|';
    private readonly List<Part> _parts = [];
    private readonly List<string> _problems = [];

    private WordingTemplate() { }

    /// <summary>The problems with braces as sentences; empty when there are none.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>The names between braces, as written.</summary>
    public IEnumerable<string> Variables => _parts.OfType<Variable>().Select(v => v.Name);

    public static WordingTemplate Parse(string text)
    {
        var template = new WordingTemplate();
        var rest = text.AsSpan();
        while (rest.Length > 0)
            rest = rest[template.TakeFrom(rest)..];
        return template;
    }

    /// <summary>Fills in variables and choices.</summary>
    /// <param name="valueOf">
    /// Maps names to values. A missing value, null or empty, also removes the space and the comma before it:
    /// "Hello {name}," becomes "Hello,".
    /// </param>
    /// <param name="isSeveral">Whether choices use the text for several connections.</param>
    public string Fill(Func<string, string?> valueOf, bool isSeveral)
    {
        var filled = new StringBuilder();
        var isAbsent = false;
        foreach (var part in _parts)
        {
            var text = part switch
            {
                Variable variable => valueOf(variable.Name),
                Choice choice => isSeveral ? choice.Several : choice.One,
                Literal literal => isAbsent && IsAtStart(filled) ? Begin(literal.Text) : literal.Text,
                _ => null,
            };
            isAbsent = part is Variable && string.IsNullOrEmpty(text);
            if (isAbsent)
                TrimEnd(filled);
            else
                filled.Append(text);
        }
        return filled.ToString();
    }

    private int TakeFrom(ReadOnlySpan<char> rest)
    {
        var brace = rest.IndexOfAny(Open, Close);
        if (brace != 0)
        {
            var length = brace < 0 ? rest.Length : brace;
            _parts.Add(new Literal(rest[..length].ToString()));
            return length;
        }
        if (rest[0] == Close)
        {
            _problems.Add("There is a } without a { before it.");
            return 1;
        }
        var end = rest[1..].IndexOfAny(Open, Close);
        if (end < 0 || rest[end + 1] == Open)
        {
            _problems.Add($"“{Excerpt(rest)}” has no closing }}.");
            return 1;
        }
        TakeInside(rest[1..(end + 1)].ToString());
        return end + 2;
    }

    private void TakeInside(string inside)
    {
        if (inside.Split(Bar) is not [var first, .. var more])
            return;
        if (more is [])
            _parts.Add(new Variable(inside.Trim()));
        else if (more is [var several])
            _parts.Add(new Choice(first, several));
        else
            _problems.Add($"{{{inside}}} has more than two parts: write {{for one connection|for several}}.");
    }

    private static string Excerpt(ReadOnlySpan<char> text)
    {
        const int maxLength = 20;
        var line = text.IndexOfAny('\r', '\n');
        var excerpt = line < 0 ? text : text[..line];
        return excerpt.Length > maxLength ? $"{excerpt[..maxLength]}…" : excerpt.ToString();
    }

    private static bool IsAtStart(StringBuilder filled) => filled.Length == 0 || filled[^1] == '\n';

    // "{name}, please log in" without a name is "Please log in".
    private static string Begin(string text)
    {
        var rest = text.TrimStart(' ', ',');
        return rest.Length == 0 ? "" : char.ToUpperInvariant(rest[0]) + rest[1..];
    }

    private static void TrimEnd(StringBuilder filled)
    {
        while (filled.Length > 0 && filled[^1] is ' ' or ',')
            filled.Length--;
    }

    private abstract record Part;

    private sealed record Literal(string Text) : Part;

    private sealed record Variable(string Name) : Part;

    private sealed record Choice(string One, string Several) : Part;
}
