using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dashboard.Tests.Api.Faults;

/// <summary>Generates values that break careless parsers, from a seed.</summary>
internal sealed class Nasty(int seed)
{
    private static readonly string[] Texts =
    [
        "",
        " ",
        "..",
        "~..",
        "%",
        "%00",
        "%2F..%2F",
        "\0",
        "a\tb",
        "\r\nX-Injected: 1",
        "\u2215\u2215evil.example",
        "\u3002",
        "\ud83d\ude00",
        "\ud800",
        "\u202e",
        "\ufeff",
        "'; DROP TABLE Events --",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "${jndi:ldap://x}",
        "null",
        "true",
        "-1",
        "0",
        "1e400",
        "NaN",
        "9223372036854775808",
        "99999999999999999999999999999999",
        "0001-01-01",
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59.9999999Z",
        "9999-12-31T23:59:59-12:00",
        "2026-02-30T00:00:00Z",
        "2026-11-20T12:00:00Z",
        "Disabled",
        "CONNECTION_BROKEN",
        "connection-1",
        "user-1",
        "zoe@example.com",
        "@",
        "a@[::1]",
        "en",
        "America/Toronto",
        "../../etc/passwd",
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "eyJBdCI6IjAwMDEtMDEtMDFUMDA6MDA6MDAiLCJJZCI6IiJ9",
        "AAAA",
    ];

    private static readonly string[] ContentTypes =
    [
        "application/json",
        "application/json; charset=utf-8",
        "application/json;charset=x",
        "application/json;charset=utf-16",
        "application/json;charset=\"",
        "application/problem+json",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=x",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=x",
        ";",
        "*/*",
    ];

    private static readonly string[] Headers =
    [
        "Accept",
        "Accept-Language",
        "Accept-Encoding",
        "If-Match",
        "If-None-Match",
        "If-Modified-Since",
        "Idempotency-Key",
        "Origin",
        "Referer",
        "Range",
        "Signature",
        "Authorization",
        "Cookie",
        "X-Forwarded-For",
        "X-Forwarded-Proto",
        "X-Forwarded-Host",
        "Sec-Fetch-Site",
        "User-Agent",
        "X-HTTP-Method-Override",
        "traceparent",
    ];

    // A lone surrogate, which no serializer writes.
    private const string HalfPair = "half-a-pair";

    private readonly Random _random = new(seed);

    public bool Chance(double share) => _random.NextDouble() < share;

    public T One<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    public string ContentType() => One(ContentTypes);

    public string Header() => One(Headers);

    public string Text() =>
        _random.Next(10) switch
        {
            0 => new string(One(['a', '\u00e9', '%', ',', '\ud83d']), _random.Next(600)),
            1 => One(Texts) + One(Texts),
            _ => One(Texts),
        };

    /// <summary>A header's value: what can't be sent is left out.</summary>
    public string HeaderValue() =>
        new([.. Text().Where(c => c is >= ' ' and < '\u007f' or >= '\u00a0' and <= '\u00ff')]);

    /// <summary>Valid JSON, or text that resembles it.</summary>
    public string Json(JsonNode? like) =>
        _random.Next(8) switch
        {
            0 => One([
                "",
                "{",
                "[",
                "null",
                "1",
                "\"x\"",
                "{}",
                "[]",
                "{\"a\":1,}",
                "\ufeff{}",
                "[[[[[[[[[[",
            ]),
            1 => string.Concat(Enumerable.Repeat("[", 200)) + string.Concat(Enumerable.Repeat("]", 200)),
            _ => (Mutate(like?.DeepClone())?.ToJsonString() ?? "null").Replace(
                HalfPair,
                "\\ud800",
                StringComparison.Ordinal
            ),
        };

    private JsonNode? Mutate(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            for (var i = 0; i < array.Count; i++)
                array[i] = Mutate(array[i]?.DeepClone());
            return Chance(0.1) ? new JsonArray([.. Enumerable.Range(0, 30).Select(_ => Value())]) : array;
        }
        if (node is not JsonObject item)
            return Chance(0.5) ? node?.DeepClone() : Value();
        foreach (var name in item.Select(p => p.Key).ToList())
        {
            if (Chance(0.4))
                item[name] = Chance(0.3) ? Mutate(item[name]?.DeepClone()) : Value();
            else if (Chance(0.1))
                item.Remove(name);
        }
        return item;
    }

    private JsonNode? Value() =>
        _random.Next(8) switch
        {
            0 => null,
            1 => JsonValue.Create(_random.NextInt64()),
            2 => JsonValue.Create(Chance(0.5)),
            3 => new JsonArray(),
            4 => new JsonObject { ["a"] = 1 },
            5 => JsonNode.Parse(One(["1e308", "-0", "123456789012345678901234567890"])),
            6 => JsonValue.Create(One([HalfPair, "\0", "\u2028"])),
            _ => JsonValue.Create(JsonSerializer.Deserialize<string>(JsonSerializer.Serialize(Text()))),
        };
}
