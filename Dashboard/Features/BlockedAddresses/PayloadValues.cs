using System.Globalization;
using System.Text.Json;

namespace Dashboard.Features.BlockedAddresses;

/// <summary>Reads values of a payload whose shape is not ours; what is missing or of another kind is null.</summary>
internal static class PayloadValues
{
    public static JsonElement? Find(this JsonElement part, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (part.ValueKind != JsonValueKind.Object || !part.TryGetProperty(name, out part))
                return null;
        return part;
    }

    public static string? Text(this JsonElement part, string name) =>
        part.Find(name) switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            _ => null,
        };

    public static bool IsTrue(this JsonElement part, string name) =>
        part.Find(name) is { ValueKind: JsonValueKind.True };

    public static IEnumerable<JsonElement> Items(this JsonElement part, string name) =>
        part.Find(name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : [];

    // ISO 8601, or seconds since 1970 with or without a fraction.
    public static DateTimeOffset? Time(this JsonElement part, string name) =>
        part.Text(name) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? seconds is > 0 and < 32_503_680_000 ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
                : null
        : DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
        : null;
}
