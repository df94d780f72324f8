using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Dashboard.SnapTrade;

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

    private static string Hash(string consumerKey, byte[] canonical) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(consumerKey), canonical));

    private static byte[] Canonical(JsonNode? node, bool asciiOnly) =>
        CanonicalJson.Write(
            Encoding.UTF8.GetBytes(node?.ToJsonString() ?? "null"),
            asciiOnly ? CanonicalForm.Ascii : CanonicalForm.Bare
        );
}
