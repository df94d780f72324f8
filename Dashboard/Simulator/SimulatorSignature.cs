using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Dashboard.Simulator;

/// <summary>
/// SnapTrade's signature: base64(HMAC-SHA256(consumer key, canonical JSON)), canonical as Python's
/// <c>json.dumps(payload, separators=(",", ":"), sort_keys=True)</c> writes it.
/// </summary>
internal static class SimulatorSignature
{
    /// <summary>Signs a webhook's body.</summary>
    public static string OfWebhook(string consumerKey, JsonNode payload) =>
        Hash(consumerKey, Canonical(payload, asciiOnly: true));

    /// <summary>Signs a request; <paramref name="content"/> is null for no body and for an empty object.</summary>
    public static string OfRequest(
        string consumerKey,
        JsonNode? content,
        string path,
        string query,
        bool asciiOnly = true
    )
    {
        var signed = new JsonObject
        {
            ["content"] = content is JsonObject { Count: 0 } ? null : content?.DeepClone(),
            ["path"] = path,
            ["query"] = query,
        };
        return Hash(consumerKey, Canonical(signed, asciiOnly));
    }

    /// <summary>
    /// Whether a request is signed over any of <paramref name="paths"/>, with non-ASCII text in its body
    /// either escaped or bare: the official SDKs differ in both.
    /// </summary>
    public static bool Fits(
        string consumerKey,
        JsonNode? content,
        IEnumerable<string> paths,
        string query,
        string signature
    )
    {
        var given = Encoding.UTF8.GetBytes(signature);
        return paths.Any(path => Matches(path, asciiOnly: true) || Matches(path, asciiOnly: false));

        bool Matches(string path, bool asciiOnly)
        {
            var expected = OfRequest(consumerKey, content, path, query, asciiOnly);
            return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), given);
        }
    }

    private static string Hash(string consumerKey, string canonical) =>
        Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(consumerKey), Encoding.UTF8.GetBytes(canonical))
        );

    private static string Canonical(JsonNode? node, bool asciiOnly)
    {
        var text = new StringBuilder();
        Write(text, node, asciiOnly);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node, bool asciiOnly)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject members:
                WriteObject(text, members, asciiOnly);
                break;
            case JsonArray items:
                WriteSequence(text, '[', items, item => Write(text, item, asciiOnly), ']');
                break;
            case JsonValue value when value.TryGetValue(out string? characters):
                WriteString(text, characters, asciiOnly);
                break;
            default:
                text.Append(node.ToJsonString());
                break;
        }
    }

    private static void WriteObject(StringBuilder text, JsonObject members, bool asciiOnly)
    {
        var sorted = members.OrderBy(member => member.Key, StringComparer.Ordinal);
        WriteSequence(text, '{', sorted, Member, '}');

        void Member(KeyValuePair<string, JsonNode?> member)
        {
            WriteString(text, member.Key, asciiOnly);
            text.Append(':');
            Write(text, member.Value, asciiOnly);
        }
    }

    private static void WriteSequence<T>(
        StringBuilder text,
        char open,
        IEnumerable<T> items,
        Action<T> write,
        char close
    )
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            if (!first)
                text.Append(',');
            first = false;
            write(item);
        }
        text.Append(close);
    }

    private static void WriteString(StringBuilder text, string characters, bool asciiOnly)
    {
        text.Append('"');
        foreach (var character in characters)
            WriteCharacter(text, character, asciiOnly);
        text.Append('"');
    }

    private static void WriteCharacter(StringBuilder text, char character, bool asciiOnly)
    {
        var escape = character switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\b' => "\\b",
            '\f' => "\\f",
            _ => null,
        };
        if (escape is not null)
            text.Append(escape);
        else if (character < ' ' || (asciiOnly && character > '~'))
            text.Append($"\\u{(int)character:x4}");
        else
            text.Append(character);
    }
}
