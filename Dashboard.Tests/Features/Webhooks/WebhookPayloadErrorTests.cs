using System.Text;
using System.Text.Json.Nodes;
using Dashboard.Features.Webhooks;

namespace Dashboard.Tests.Features.Webhooks;

public class WebhookPayloadErrorTests
{
    [Theory]
    [InlineData("webhookId")]
    [InlineData("eventType")]
    [InlineData("userId")]
    [InlineData("eventTimestamp")]
    public void A_required_field_must_be_there_and_not_empty(string field)
    {
        Assert.Equal($"{field} is missing.", Error(Event(json => json.Remove(field))));
        Assert.Equal($"{field} is missing.", Error(Event(json => json[field] = null)));
        Assert.Equal($"{field} is empty.", Error(Event(json => json[field] = "")));
    }

    [Theory]
    [InlineData("userId", "7", "a number")]
    [InlineData("webhookId", "{}", "an object")]
    [InlineData("brokerageAuthorizationId", "[]", "an array")]
    [InlineData("accountId", "true", "a boolean")]
    public void A_field_of_another_type_is_named(string field, string value, string type) =>
        Assert.Equal(
            $"{field} is {type}, not a string.",
            Error(Event(json => json[field] = JsonNode.Parse(value)))
        );

    [Fact]
    public void Texts_have_a_maximum_length()
    {
        Assert.Null(Error(Event(json => json["connectionId"] = new string('x', 400))));
        Assert.Equal(
            "connectionId is longer than 400 characters.",
            Error(Event(json => json["connectionId"] = new string('x', 401)))
        );
    }

    [Fact]
    public void An_invalid_time_is_named() =>
        Assert.Equal(
            "eventTimestamp is not an ISO 8601 date and time.",
            Error(Event(json => json["eventTimestamp"] = "yesterday"))
        );

    [Fact]
    public void Half_a_surrogate_pair_is_no_id() =>
        Assert.Contains("userId", Error(Event()[..^1] + ",\"userId\":\"\\ud800\"}"));

    [Fact]
    public void Half_a_surrogate_pair_in_the_name_of_an_unknown_member_is_harmless() =>
        Assert.Null(Error(Event()[..^1] + ",\"\\ud800\":1}"));

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("7")]
    [InlineData("null")]
    public void The_body_must_be_an_object(string body) =>
        Assert.Equal("The body is not a JSON object.", Error(body));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{\"userId\":}")]
    public void The_body_must_be_JSON(string body) =>
        Assert.StartsWith("The body is not valid JSON", Error(body));

    [Fact]
    public void The_body_must_be_UTF8()
    {
        Assert.False(WebhookPayload.TryParse([0x7B, 0xFF, 0x7D], out _, out var error));
        Assert.Equal("The body is not valid UTF-8.", error);
    }

    [Theory]
    [InlineData("extra")]
    [InlineData("details")]
    public void Nesting_is_bounded(string member)
    {
        Assert.Null(Error(Nested(63)));
        Assert.Equal("The body is nested deeper than 64 levels.", Error(Nested(64)));
        Assert.Equal("The body is nested deeper than 64 levels.", Error(Nested(200)));

        string Nested(int depth) =>
            $"{Event()[..^1]},\"{member}\":{new string('[', depth)}{new string(']', depth)}}}";
    }

    private static string Event(Action<JsonObject>? change = null) => WebhookPayloadTests.Event(change);

    private static string? Error(string json) =>
        WebhookPayload.TryParse(Encoding.UTF8.GetBytes(json), out _, out var error) ? null : error;
}
