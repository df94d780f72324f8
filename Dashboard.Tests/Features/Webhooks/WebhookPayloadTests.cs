using System.Text;
using System.Text.Json.Nodes;
using Dashboard.Features.Webhooks;

namespace Dashboard.Tests.Features.Webhooks;

public class WebhookPayloadTests
{
    [Fact]
    public void A_classic_event_is_read()
    {
        var payload = Parse(Event(json => json["brokerageAuthorizationId"] = "not-a-uuid-1h"));

        Assert.Equal("w-1", payload.WebhookId);
        Assert.Equal("EXAMPLE", payload.ClientId);
        Assert.Equal("CONNECTION_BROKEN", payload.EventType);
        Assert.Equal("customer-1", payload.UserId);
        Assert.Equal("not-a-uuid-1h", payload.ConnectionId);
        Assert.Null(payload.BrokerageId);
        Assert.Null(payload.AccountId);
        Assert.Null(payload.AttemptResult);
        Assert.Equal(DateTimeOffset.Parse("2026-11-20T09:15:30.123456Z"), payload.OccurredAt);
        Assert.True(payload.DataDelivered);
    }

    [Fact]
    public void An_oauth_event_is_read()
    {
        var payload = Parse(
            """
            {"schemaVersion":"oauth_v1","webhookId":"w","oauthClientId":"example-app",
             "eventTimestamp":"2026-11-20 09:15:31.000001Z","userId":"u","eventType":"CONNECTION_ATTEMPTED",
             "brokerageId":"b","connectionId":"c","accountId":"a","connectionAttemptedResult":"DIFFERENT_ACCOUNT",
             "details":{"sessionId":"s"}}
            """
        );

        Assert.Equal("example-app", payload.OauthClientId);
        Assert.Equal("c", payload.ConnectionId);
        Assert.Equal("b", payload.BrokerageId);
        Assert.Equal("a", payload.AccountId);
        Assert.Equal("DIFFERENT_ACCOUNT", payload.AttemptResult);
    }

    [Theory]
    [MemberData(nameof(WebhookVector.All), MemberType = typeof(WebhookVector))]
    public void Every_recorded_webhook_is_read(WebhookVector vector) =>
        Assert.NotEmpty(Parse(vector.BodyAsSent).WebhookId);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void The_misspelt_id_replaces_a_missing_one(string? webhookId)
    {
        var json = Event(json =>
        {
            json["webhookId"] = webhookId;
            json["webookId"] = "w-2";
        });

        Assert.Equal("w-2", Parse(json).WebhookId);
        Assert.Equal("w-1", Parse(Event(json => json["webookId"] = "w-2")).WebhookId);
    }

    [Fact]
    public void Null_and_empty_count_as_absent_where_a_field_is_optional()
    {
        var payload = Parse(
            Event(json =>
            {
                json["clientId"] = null;
                json["brokerageAuthorizationId"] = null;
                json["brokerageId"] = "";
            })
        );

        Assert.Null(payload.ClientId);
        Assert.Null(payload.ConnectionId);
        Assert.Null(payload.BrokerageId);
    }

    [Fact]
    public void The_last_of_two_members_with_one_name_counts() =>
        Assert.Equal("later", Parse(Event()[..^1] + ",\"user\\u0049d\":\"later\"}").UserId);

    [Theory]
    [InlineData("null", true)]
    [InlineData("{}", true)]
    [InlineData("""{"balances":{"success":true},"positions":{"success":false}}""", true)]
    [InlineData("""{"balances":{"success":false},"positions":{"success":false},"note":"x"}""", false)]
    [InlineData("""{"balances":{"error":"x"}}""", true)]
    [InlineData("""{"balances":{"deep":{"success":false}}}""", true)]
    public void Data_count_as_delivered_unless_every_part_failed(string details, bool delivered)
    {
        var json = Event(json => json["details"] = JsonNode.Parse(details));

        Assert.Equal(delivered, Parse(json).DataDelivered);
    }

    private static WebhookPayload Parse(string json)
    {
        Assert.True(
            WebhookPayload.TryParse(Encoding.UTF8.GetBytes(json), out var payload, out var error),
            error
        );
        return payload;
    }

    internal static string Event(Action<JsonObject>? change = null)
    {
        var json = new JsonObject
        {
            ["webhookId"] = "w-1",
            ["clientId"] = "EXAMPLE",
            ["eventTimestamp"] = "2026-11-20T09:15:30.123456+00:00",
            ["userId"] = "customer-1",
            ["eventType"] = "CONNECTION_BROKEN",
        };
        change?.Invoke(json);
        return json.ToJsonString();
    }
}
