using System.Text;
using Dashboard.Features.Webhooks;

namespace Dashboard.Tests.Features.Webhooks;

public class StoredPayloadTests
{
    [Fact]
    public void The_body_is_stored_without_white_space_and_the_secret() =>
        Assert.Equal(
            """{"z":1.50,"a":[1,{"webhookSecret":"nested"},[]],"t":"é\u00e9\/","o":{},"d":{"details":1}}""",
            Stored(
                "CONNECTION_BROKEN",
                """
                { "webhookSecret": {"x": [1]}, "z": 1.50, "a": [ 1, {"webhookSecret": "nested"}, [ ] ],
                  "t": "é\u00e9\/", "o": { }, "webhook\u0053ecret": "again", "d": {"details": 1} }
                """
            )
        );

    [Theory]
    [InlineData("TRADE_DETECTION", """{"a":1,"b":2}""")]
    [InlineData("TRADE_UPDATE", """{"a":1,"b":2}""")]
    [InlineData("CONNECTION_ATTEMPTED", """{"a":1,"details":{"orders":[]},"b":2}""")]
    public void Trade_events_lose_their_orders(string eventType, string expected) =>
        Assert.Equal(
            expected,
            Stored(eventType, """{"a":1,"details":{"orders":[]},"b":2,"webhookSecret":"s"}""")
        );

    [Fact]
    public void Lone_surrogates_stay_escapes() =>
        Assert.Equal("""{"\ud800":"\udc00"}""", Stored("X", """{"\ud800": "\udc00"}"""));

    private static string Stored(string eventType, string body)
    {
        var json = WebhookPayloadTests.Event(json => json["eventType"] = eventType);
        Assert.True(WebhookPayload.TryParse(Encoding.UTF8.GetBytes(json), out var payload, out _));
        return payload.ToStoredJson(Encoding.UTF8.GetBytes(body));
    }
}
