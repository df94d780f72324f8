using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Components.Navigation;

/// <summary>Which values of an address a page could not use.</summary>
public static class IgnoredQuery
{
    private const int MaxShown = 5;
    private const int MaxLength = 40;

    // What a filter is called when it does not filter; addresses leave it out.
    private static readonly string[] Defaults = ["", "false", "all", "shown"];

    /// <summary>Names and values, shortened: "days=abc".</summary>
    /// <param name="address">The address as it was opened.</param>
    /// <param name="understood">The address that says the same as the page shows.</param>
    public static IReadOnlyList<string> Of(string address, string understood)
    {
        var known = QueryOf(understood);
        return
        [
            .. QueryOf(address)
                .Where(pair =>
                    !Defaults.Contains(pair.Value, StringComparer.OrdinalIgnoreCase)
                    && !known.Contains(pair, Comparer)
                )
                .Select(pair => Cut($"{pair.Key}={pair.Value}"))
                .Take(MaxShown),
        ];
    }

    private static IEqualityComparer<KeyValuePair<string, string>> Comparer { get; } =
        EqualityComparer<KeyValuePair<string, string>>.Create(
            (one, other) =>
                string.Equals(one.Key, other.Key, StringComparison.OrdinalIgnoreCase)
                && string.Equals(Plain(one.Value), Plain(other.Value), StringComparison.OrdinalIgnoreCase),
            pair => StringComparer.OrdinalIgnoreCase.GetHashCode(pair.Key)
        );

    private static List<KeyValuePair<string, string>> QueryOf(string address)
    {
        var start = address.IndexOf('?', StringComparison.Ordinal);
        if (start < 0)
            return [];
        var end = address.IndexOf('#', start) is var at and >= 0 ? at : address.Length;
        return
        [
            .. QueryHelpers
                .ParseQuery(address[start..end])
                .SelectMany(pair =>
                    pair.Value.Select(value => new KeyValuePair<string, string>(
                        pair.Key,
                        value?.Trim() ?? ""
                    ))
                ),
        ];
    }

    // "03" is 3.
    private static string Plain(string value) => value.All(char.IsAsciiDigit) ? value.TrimStart('0') : value;

    private static string Cut(string text) => text.Length <= MaxLength ? text : text[..(MaxLength - 1)] + "…";
}
