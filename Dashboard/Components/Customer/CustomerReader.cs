using Dashboard.Domain.Reconnect;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Components.Customer;

/// <summary>What a request tells about the customer who reads the answer.</summary>
public static class CustomerReader
{
    // As many as a person may prefer; a header can be long.
    private const int MaxPreferences = 20;

    /// <summary>The language that the browser asks for; English when it wants neither.</summary>
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
