using System.Buffers.Text;
using System.Text.Json;

namespace Dashboard.Api;

/// <summary>
/// The position in a list where the next page begins; opaque to callers.
/// </summary>
public static class Cursor
{
    /// <summary>Longer than any valid cursor.</summary>
    private const int MaxCharacters = 2000;

    public static string Encode<T>(T position)
        where T : class => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(position));

    /// <summary>The position, or null when the text is not a cursor of that kind.</summary>
    public static T? Decode<T>(string cursor)
        where T : class
    {
        if (cursor.Length > MaxCharacters)
            return null;
        try
        {
            return JsonSerializer.Deserialize<T>(
                Base64Url.DecodeFromChars(cursor),
                JsonSerializerOptions.Strict
            );
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }
}

/// <summary>One page of a list.</summary>
/// <param name="Items">At most as many as the limit.</param>
/// <param name="NextCursor">Where the next page begins; null on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);
