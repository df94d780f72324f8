using System.Buffers;
using System.Text;
using System.Text.Json;
using Dashboard.SnapTrade;

namespace Dashboard.Features.Webhooks;

/// <summary>Copies a body without white space and without what must not be kept.</summary>
internal static class StoredPayload
{
    /// <exception cref="JsonException">The body is no JSON.</exception>
    public static string From(ReadOnlySpan<byte> body, bool withDetails)
    {
        var output = new ArrayBufferWriter<byte>(body.Length + 1);
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = CanonicalJson.MaxDepth });
        var separate = false;
        while (reader.Read())
        {
            if (IsDropped(ref reader, withDetails))
            {
                reader.Skip();
                continue;
            }
            var closes = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
            if (separate && !closes)
                output.Write(","u8);
            Copy(ref reader, output);
            separate =
                reader.TokenType
                    is not (
                        JsonTokenType.PropertyName
                        or JsonTokenType.StartObject
                        or JsonTokenType.StartArray
                    );
        }
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static bool IsDropped(ref Utf8JsonReader reader, bool withDetails) =>
        reader.TokenType == JsonTokenType.PropertyName
        && reader.CurrentDepth == 1
        && (
            WebhookFields.IsNamed(ref reader, "webhookSecret"u8)
            || (!withDetails && WebhookFields.IsNamed(ref reader, "details"u8))
        );

    private static void Copy(ref Utf8JsonReader reader, ArrayBufferWriter<byte> output)
    {
        var quoted = reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String;
        if (quoted)
            output.Write("\""u8);
        output.Write(reader.ValueSpan);
        if (quoted)
            output.Write("\""u8);
        if (reader.TokenType == JsonTokenType.PropertyName)
            output.Write(":"u8);
    }
}
