using System.Globalization;
using System.Text;
using Dashboard.Domain.Emails;

namespace Dashboard.Domain;

/// <summary>
/// The one rule of text search. A text is found by how it begins, and by how each word within it begins: "zo", "ubermut" and
/// "example.com" find <c>Zoe.Ubermut@example.com</c>, "bermut" does not. Every word of a search must be found. Case and
/// diacritics don't count.
/// </summary>
public static class SearchTokens
{
    /// <summary>Changes with the rule, after which the stored tokens are made again.</summary>
    public const int Version = 1;

    /// <summary>The length of a token, in UTF-16 units; what follows is neither stored nor compared.</summary>
    public const int MaxLength = 50;

    /// <summary>How many tokens of a text are stored at most.</summary>
    public const int MaxTokens = 64;

    /// <summary>How many words of a search count at most.</summary>
    public const int MaxWords = 8;

    /// <summary>The tokens of a user, none of which begins with another.</summary>
    public static IReadOnlyList<string> OfUser(string id, string? name, string? email) =>
        Of([id, .. email is null ? [] : EmailAddress.Spellings(email), name]);

    /// <summary>The tokens of texts, none of which begins with another, the earliest up to <see cref="MaxTokens"/>.</summary>
    public static IReadOnlyList<string> Of(params ReadOnlySpan<string?> texts)
    {
        List<string> tokens = [];
        foreach (var text in texts)
        {
            foreach (var chunk in ChunksOf(text))
                AddSuffixes(tokens, chunk);
        }
        return tokens;
    }

    /// <summary>The words of a search, folded; empty when it has none.</summary>
    public static IReadOnlyList<string> WordsOf(string? search) =>
        [.. ChunksOf(search).Select(WordOf).Distinct(StringComparer.Ordinal).Take(MaxWords)];

    /// <summary>Whether each word is the beginning of a token.</summary>
    public static bool Match(IReadOnlyList<string> words, IReadOnlyList<string> tokens) =>
        words.All(word => HasPrefix(tokens, word));

    /// <summary>Whether the word is the beginning of a token.</summary>
    public static bool HasPrefix(IReadOnlyList<string> tokens, string word) =>
        tokens.Any(token => token.StartsWith(word, StringComparison.Ordinal));

    /// <summary>
    /// The first text, in the binary order of both databases, after all that begin with a prefix.
    /// </summary>
    /// <param name="prefix">Not empty.</param>
    public static string After(string prefix)
    {
        Rune.DecodeLastFromUtf16(prefix, out var last, out var units);
        // The last character of all has none after it.
        if (last.Value == 0x10FFFF)
            return prefix + last;
        var next = last.Value == 0xD7FF ? new Rune(0xE000) : new Rune(last.Value + 1);
        return prefix[..^units] + next;
    }

    private static IEnumerable<string> ChunksOf(string? text) =>
        text is null
            ? []
            : SearchText
                .Of(text)
                // The last characters in the order, which no text has.
                .Replace("\uffff", "", StringComparison.Ordinal)
                .Replace("\udbff\udfff", "", StringComparison.Ordinal)
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    // Punctuation at the ends is how words are written together, and not what is searched.
    private static string WordOf(string chunk)
    {
        var start = 0;
        while (start < chunk.Length && !IsOfWord(chunk, start))
            start++;
        if (start == chunk.Length)
            return Cut(chunk);
        var end = chunk.Length;
        while (!IsOfWord(chunk, end - 1))
            end--;
        return Cut(chunk[start..end]);
    }

    private static void AddSuffixes(List<string> tokens, string chunk)
    {
        var isWithin = false;
        var any = false;
        for (var i = 0; i < chunk.Length; i++)
        {
            var isWord = IsOfWord(chunk, i);
            if (isWord && !isWithin)
                Add(tokens, Cut(chunk[i..]));
            isWithin = isWord;
            any |= isWord;
        }
        if (!any)
            Add(tokens, Cut(chunk));
    }

    private static void Add(List<string> tokens, string token)
    {
        if (HasPrefix(tokens, token))
            return;
        tokens.RemoveAll(known => token.StartsWith(known, StringComparison.Ordinal));
        if (tokens.Count < MaxTokens)
            tokens.Add(token);
    }

    private static bool IsOfWord(string text, int i) =>
        char.IsSurrogate(text[i])
        || char.IsLetterOrDigit(text[i])
        || char.GetUnicodeCategory(text[i]) == UnicodeCategory.SpacingCombiningMark;

    private static string Cut(string token) =>
        token.Length <= MaxLength ? token
        : char.IsHighSurrogate(token[MaxLength - 1]) ? token[..(MaxLength - 1)]
        : token[..MaxLength];
}
