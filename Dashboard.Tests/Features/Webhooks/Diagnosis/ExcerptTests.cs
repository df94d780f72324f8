using System.Text;
using Dashboard.Domain.Deliveries;
using Dashboard.Features.Webhooks.Diagnosis;

namespace Dashboard.Tests.Features.Webhooks.Diagnosis;

/// <summary>What is kept of a refused body has no secret in it, whatever was done to the body.</summary>
public sealed class ExcerptTests
{
    private const string Secret = "s3cr3t-value";

    [Theory]
    [InlineData($$"""{"webhookSecret":"{{Secret}}","userId":"u"}""")]
    [InlineData($$$"""{"userId":"u","nested":{"userSecret": "{{{Secret}}}"}}""")]
    [InlineData($$"""{"userId":"u","webhookSecret":"{{Secret}}" """)]
    [InlineData($"userId=u&webhookSecret={Secret}&x=1")]
    [InlineData($"payload=%7B%22userId%22%3A%22u%22%2C%22webhookSecret%22%3A%22{Secret}%22%7D")]
    [InlineData($"\"{{\\\"userId\\\":\\\"u\\\",\\\"webhookSecret\\\":\\\"{Secret}\\\"}}\"")]
    [InlineData($"userId: u, Authorization: {Secret}")]
    [InlineData(
        $$$"""{"userId":"u","headers":{"authorization":"Bearer {{{Secret}}}","x-api-key":"{{{Secret}}}"}}"""
    )]
    [InlineData($"{{&quot;userId&quot;:&quot;u&quot;,&quot;webhookSecret&quot;:&quot;{Secret}&quot;}}")]
    public void A_named_secret_is_cut_out_and_the_rest_stays(string body)
    {
        var kept = Excerpt.Of(Encoding.UTF8.GetBytes(body));

        Assert.DoesNotContain(Secret, kept, StringComparison.Ordinal);
        Assert.Contains("userId", kept, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_opaque_text_is_cut_out() =>
        Assert.DoesNotContain(
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)),
            Excerpt.Of(
                Encoding.UTF8.GetBytes(
                    "x "
                        + Convert.ToBase64String(
                            Encoding.UTF8.GetBytes($"{{\"webhookSecret\":\"{Secret}\",\"a\":1}}")
                        )
                )
            ) ?? "",
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("""{"eventType":"TRADE_UPDATE","details":{"orders":[{"symbol":"PRIVATE"}]}}""")]
    [InlineData("""{"eventType":"TRADE_UPDATE","details":{"orders":[{"symbol":"PRIVATE"}]""")]
    [InlineData("""{"event":{"eventType":"TRADE_UPDATE","details":{"orders":[{"symbol":"PRIVATE"}]}}}""")]
    [InlineData(
        """{"body":"{\"eventType\":\"TRADE_UPDATE\",\"details\":{\"orders\":[{\"symbol\":\"PRIVATE\"}]}}"}"""
    )]
    public void Orders_are_not_kept(string body) =>
        Assert.DoesNotContain(
            "PRIVATE",
            Excerpt.Of(Encoding.UTF8.GetBytes(body)) ?? "",
            StringComparison.Ordinal
        );

    [Fact]
    public void What_is_no_text_is_not_kept()
    {
        Assert.Null(Excerpt.Of([]));
        Assert.Null(Excerpt.Of([0x1F, 0x8B, 0, 1]));
        Assert.Null(Excerpt.Of([(byte)'a', 0xFF]));
        Assert.Null(Excerpt.Of("a\0b"u8.ToArray()));
    }

    [Fact]
    public void No_more_is_kept_than_two_kilobytes() =>
        Assert.Equal(
            RefusedDelivery.ExcerptLength,
            Excerpt.Of(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("word ", 50_000))))!.Length
        );
}
