using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Dashboard.SnapTrade;

/// <summary>
/// Builds the query of a request and signs it: base64(HMAC-SHA256(consumer key, canonical JSON of
/// <c>{"content", "path", "query"}</c>)), over the very characters that are sent.
/// </summary>
public static class SnapTradeRequestSigner
{
    private static readonly SearchValues<char> Bare = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._"
    );

    /// <summary>The raw query: <c>clientId</c>, the given parameters, then <c>timestamp</c>.</summary>
    /// <param name="time">Sent in whole Unix seconds.</param>
    public static string Query(
        string clientId,
        IEnumerable<KeyValuePair<string, string>> parameters,
        DateTimeOffset time
    )
    {
        var query = new StringBuilder();
        Append(query, "clientId", clientId);
        foreach (var (name, value) in parameters)
            Append(query, name, value);
        Append(query, "timestamp", time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return query.ToString();
    }

    /// <param name="body">The JSON body; none and <c>{}</c> are both signed as <c>null</c>.</param>
    /// <param name="path">The path as sent, its percent escapes included.</param>
    /// <param name="query">The raw query as sent, without the question mark.</param>
    public static string Sign(string consumerKey, ReadOnlySpan<byte> body, string path, string query)
    {
        var text = new ArrayBufferWriter<byte>(256 + body.Length);
        text.Write("{\"content\":"u8);
        var content = body.IsEmpty ? "null"u8 : CanonicalJson.Write(body);
        text.Write(content.SequenceEqual("{}"u8) ? "null"u8 : content);
        text.Write(",\"path\":"u8);
        JsonStringWriter.Write(Encoding.UTF8.GetBytes(path), text, CanonicalForm.Ascii);
        text.Write(",\"query\":"u8);
        JsonStringWriter.Write(Encoding.UTF8.GetBytes(query), text, CanonicalForm.Ascii);
        text.Write("}"u8);
        return Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(consumerKey), text.WrittenSpan)
        );
    }

    private static void Append(StringBuilder query, string name, string value)
    {
        if (query.Length > 0)
            query.Append('&');
        query.Append(name).Append('=');
        foreach (var unit in Encoding.UTF8.GetBytes(value))
        {
            if (unit == ' ')
                query.Append('+');
            else if (Bare.Contains((char)unit))
                query.Append((char)unit);
            else
                query.Append('%').Append(unit.ToString("X2", CultureInfo.InvariantCulture));
        }
    }
}
