using Dashboard.Domain.Reconnect;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Components.Customer;

/// <summary>Reads the customer's preferences from a request.</summary>
public static class CustomerReader
{
    // A limit, because a header can be long.
    private const int MaxPreferences = 20;

    /// <summary>The language that the browser prefers; English when it is neither.</summary>
    public static CustomerLanguage Language(this HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(
            request.Headers.AcceptLanguage.Take(MaxPreferences).ToArray()!,
            out var preferences
        )
            ? preferences
                .Take(MaxPreferences)
                .Where(p => p.Quality is not 0)
                .OrderByDescending(p => p.Quality ?? 1)
                .Select(p => CustomerLanguage.Find(p.Value.Value))
                .FirstOrDefault(language => language is not null)
                ?? CustomerLanguage.English
            : CustomerLanguage.English;
}
