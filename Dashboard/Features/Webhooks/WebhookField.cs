using System.Text.Json;

namespace Dashboard.Features.Webhooks;

/// <summary>The members of an event that we read; those before <see cref="Details"/> are texts.</summary>
internal enum WebhookField
{
    None,
    WebhookId,
    WebookId,
    ClientId,
    OauthClientId,
    EventType,
    UserId,
    BrokerageAuthorizationId,
    ConnectionId,
    BrokerageId,
    AccountId,
    ConnectionAttemptedResult,
    EventTimestamp,
    Details,
}

internal static class WebhookFields
{
    private static readonly byte[][] Names =
    [
        .. Enum.GetNames<WebhookField>()
            .Select(JsonNamingPolicy.CamelCase.ConvertName)
            .Select(System.Text.Encoding.UTF8.GetBytes),
    ];

    /// <summary>The field whose name the reader stands on.</summary>
    public static WebhookField Match(ref Utf8JsonReader reader)
    {
        for (var field = WebhookField.WebhookId; field <= WebhookField.Details; field++)
        {
            if (reader.ValueTextEquals(Names[(int)field]))
                return field;
        }
        return WebhookField.None;
    }

    public static string Name(WebhookField field) =>
        JsonNamingPolicy.CamelCase.ConvertName(Enum.GetName(field) ?? "");
}
