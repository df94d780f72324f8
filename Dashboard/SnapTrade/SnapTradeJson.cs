using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dashboard.SnapTrade;

/// <summary>How answers are read: tolerant in how a value is written, strict about ids.</summary>
internal static class SnapTradeJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        Converters = { new TextConverter(), new TimeConverter(), new BrokerageConverter() },
    };

    private static readonly JsonSerializerOptions BrokerageOptions = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        Converters = { new TextConverter() },
    };

    /// <summary>Ids, codes and versions come as numbers at times.</summary>
    private sealed class TextConverter : JsonConverter<string>
    {
        public override string? Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        )
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.String:
                    return reader.GetString();
                case JsonTokenType.Number:
                    return System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
                default:
                    throw new JsonException("A text was expected.");
            }
        }

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value);
    }

    /// <summary>An invalid date counts as missing, so that the rest of the response is still read.</summary>
    private sealed class TimeConverter : JsonConverter<DateTimeOffset?>
    {
        public override DateTimeOffset? Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        )
        {
            if (reader.TokenType == JsonTokenType.String)
                return SnapTradeTime.TryParse(reader.GetString(), out var time) ? time : null;
            reader.Skip();
            return null;
        }

        public override void Write(
            Utf8JsonWriter writer,
            DateTimeOffset? value,
            JsonSerializerOptions options
        ) => JsonSerializer.Serialize(writer, value);
    }

    /// <summary>A brokerage named by its id alone, or without an id, still leaves a readable connection.</summary>
    private sealed class BrokerageConverter : JsonConverter<BrokerageInfo>
    {
        public override BrokerageInfo? Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        )
        {
            if (reader.TokenType == JsonTokenType.String)
                return new BrokerageInfo { Id = reader.GetString()! };
            using var document = JsonDocument.ParseValue(ref reader);
            return
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("id", out var id)
                && id.ValueKind is JsonValueKind.String or JsonValueKind.Number
                ? document.RootElement.Deserialize<BrokerageInfo>(BrokerageOptions)
                : null;
        }

        public override void Write(
            Utf8JsonWriter writer,
            BrokerageInfo value,
            JsonSerializerOptions options
        ) => JsonSerializer.Serialize(writer, value, BrokerageOptions);
    }
}
