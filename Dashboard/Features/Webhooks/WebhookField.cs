using System.Text.Json;
using Dashboard.SnapTrade;

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

    /// <summary>The field at whose name the reader is positioned.</summary>
    public static WebhookField Match(ref Utf8JsonReader reader)
    {
        for (var field = WebhookField.WebhookId; field <= WebhookField.Details; field++)
        {
            if (IsNamed(ref reader, Names[(int)field]))
                return field;
        }
        return WebhookField.None;
    }

    /// <summary>
    /// Whether the reader is at this name, however it is escaped. The reader's own comparison throws
    /// on half a surrogate pair.
    /// </summary>
    public static bool IsNamed(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        const int LongestEscape = 6;
        var text = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
            return text.SequenceEqual(name);
        if (text.Length > name.Length * LongestEscape)
            return false;
        Span<byte> plain = stackalloc byte[text.Length];
        return plain[..JsonUnescaper.Decode(text, plain)].SequenceEqual(name);
    }

    /// <summary>Fields that identify something, see <see cref="Domain.InputText.EndsInSpace"/>.</summary>
    public static bool IsId(WebhookField field) =>
        field
            is WebhookField.WebhookId
                or WebhookField.WebookId
                or WebhookField.UserId
                or WebhookField.BrokerageAuthorizationId
                or WebhookField.ConnectionId
                or WebhookField.BrokerageId;

    public static string Name(WebhookField field) =>
        JsonNamingPolicy.CamelCase.ConvertName(Enum.GetName(field) ?? "");
}
