using System.Text.Json;

namespace Dashboard.SnapTrade;

/// <summary>Validates responses, for every client.</summary>
internal static class SnapTradeAnswers
{
    public static PortalLink PortalLink(JsonElement answer, SnapTradeCall call) =>
        new(Text(answer, "redirectURI", call), OptionalText(answer, "sessionId"));

    public static UserCredentials Credentials(JsonElement answer, SnapTradeCall call) =>
        new(Text(answer, "userId", call), Text(answer, "userSecret", call));

    /// <summary>A hole in a list must not pass for something that is gone.</summary>
    public static List<T> Complete<T>(List<T>? items, SnapTradeCall call)
        where T : class =>
        items is null || items.Contains(null!) ? throw SnapTradeErrors.Unexpected(call) : items;

    /// <summary>Brokerages without an id are of no use, and do no harm.</summary>
    public static IReadOnlyList<BrokerageInfo> Named(List<BrokerageInfo?> brokerages) =>
        [.. brokerages.OfType<BrokerageInfo>()];

    private static string Text(JsonElement answer, string name, SnapTradeCall call) =>
        OptionalText(answer, name) ?? throw SnapTradeErrors.Unexpected(call);

    private static string? OptionalText(JsonElement answer, string name) =>
        answer.ValueKind == JsonValueKind.Object
        && answer.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
