using System.Text.Json;
using System.Text.Unicode;
using Dashboard.Domain;
using Dashboard.SnapTrade;

namespace Dashboard.Features.Webhooks.Diagnosis;

/// <summary>Whose event a body says it is. Nothing of it is proven; it is cut and showable.</summary>
internal sealed record ClaimedSender(string? ClientId, string? OauthClientId, DateTimeOffset? OccurredAt)
{
    private const int MaxLength = 60;
    private static readonly ClaimedSender Nobody = new(null, null, null);

    public static ClaimedSender Read(byte[] body)
    {
        if (!Utf8.IsValid(body))
            return Nobody;
        try
        {
            using var document = JsonDocument.Parse(
                body,
                new JsonDocumentOptions { MaxDepth = CanonicalJson.MaxDepth }
            );
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                ? new(Text(root, "clientId"), Text(root, "oauthClientId"), Time(root))
                : Nobody;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return Nobody;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
        && InputText.IsShowable(text)
            ? Data.Limits.Cut(text, MaxLength)
            : null;

    private static DateTimeOffset? Time(JsonElement root) =>
        Text(root, "eventTimestamp") is { } text && SnapTradeTime.TryParse(text, out var at) ? at : null;
}
