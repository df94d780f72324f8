using System.Buffers;
using System.Text.Json;

namespace Dashboard.Data;

/// <summary>
/// Writes the text of a column to JSON so that no character needs an escape, and tells SQL how to read it. Babelfish, which speaks
/// SQL Server's protocol, leaves escapes in the text. SQL Server reads both alike.
/// </summary>
/// <param name="replaced">The characters that stand for others in this column, in order.</param>
/// <param name="isEscaped">Whether the column itself has such characters: then it is written with escapes.</param>
internal sealed class JsonTextCode(string replaced, bool isEscaped)
{
    // Private characters stand for those that JSON escapes: quotes, backslashes and controls.
    private const char First = '\uE000';
    private const char Last = (char)(First + '\\');

    private static readonly SearchValues<char> Escaped = SearchValues.Create([
        .. Enumerable.Range(0, ' ').Select(c => (char)c),
        '"',
        '\\',
    ]);

    private static readonly JsonTextCode Plain = new("", isEscaped: false);

    public static JsonTextCode For(IEnumerable<string?> texts)
    {
        var found = new SortedSet<char>();
        foreach (var text in texts.OfType<string>())
        {
            var rest = text.AsSpan();
            if (rest.ContainsAnyInRange(First, Last))
                return new JsonTextCode("", isEscaped: true);
            for (var at = rest.IndexOfAny(Escaped); at >= 0; at = rest.IndexOfAny(Escaped))
            {
                found.Add(rest[at]);
                rest = rest[(at + 1)..];
            }
        }
        return found.Count == 0 ? Plain : new JsonTextCode(string.Concat(found), isEscaped: false);
    }

    /// <summary>The text as a JSON string, with its quotes.</summary>
    public string Encode(string text)
    {
        if (isEscaped)
            return JsonSerializer.Serialize(text);
        foreach (var character in replaced)
            text = text.Replace(character, (char)(First + character));
        return $"\"{text}\"";
    }

    /// <summary>The T-SQL that makes the text of what JSON gave.</summary>
    /// <param name="sql">An expression with a binary collation.</param>
    public string Decode(string sql) =>
        replaced.Aggregate(sql, (inner, c) => $"REPLACE({inner}, NCHAR({First + c}), NCHAR({(int)c}))");
}
