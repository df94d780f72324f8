using System.Security.Cryptography;
using System.Text;
using Dashboard.Features.Webhooks;
using Dashboard.SnapTrade;

namespace Dashboard.Tests.Features.Webhooks;

public class WebhookSignatureTests
{
    private const string Body = """{ "userId" : "Zoë", "amount": 1e16 }""";
    private static readonly ConsumerKeys Keys = new("current-key", "previous-key");

    [Theory]
    [MemberData(nameof(WebhookVector.All), MemberType = typeof(WebhookVector))]
    public void Webhooks_signed_with_Python_are_valid(WebhookVector vector)
    {
        var body = Encoding.UTF8.GetBytes(vector.BodyAsSent);

        Assert.Equal(vector.Canonical, Encoding.UTF8.GetString(CanonicalJson.Write(body)));
        Assert.Equal(
            SignatureCheck.Valid,
            WebhookSignature.Check(body, vector.Signature, new ConsumerKeys(vector.ConsumerKey))
        );
        Assert.Equal(
            SignatureCheck.Mismatch,
            WebhookSignature.Check(body, vector.Signature, new ConsumerKeys(vector.ConsumerKey + "x"))
        );
    }

    [Theory]
    [InlineData("current-key", """{"amount":1e+16,"userId":"Zo\u00eb"}""")]
    [InlineData("current-key", """{"amount":1e+16,"userId":"Zoë"}""")]
    [InlineData("current-key", Body)]
    [InlineData("previous-key", """{"amount":1e+16,"userId":"Zo\u00eb"}""")]
    [InlineData("previous-key", """{"amount":1e+16,"userId":"Zoë"}""")]
    [InlineData("previous-key", Body)]
    public void Each_form_is_accepted_with_either_key(string key, string signed) =>
        Assert.Equal(SignatureCheck.Valid, Check(Body, Sign(key, signed)));

    [Theory]
    [InlineData("another-key", Body)]
    [InlineData("current-key", """{"amount":1e+16,"userId":"Zoe"}""")]
    [InlineData("current-key", "")]
    public void A_signature_over_something_else_is_a_mismatch(string key, string signed) =>
        Assert.Equal(SignatureCheck.Mismatch, Check(Body, Sign(key, signed)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Without_a_header_the_signature_is_missing(string? header) =>
        Assert.Equal(SignatureCheck.Missing, Check(Body, header));

    [Theory]
    [InlineData("not base64!")]
    [InlineData("c2hvcnQ=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void A_header_that_is_not_a_hash_is_malformed(string header) =>
        Assert.Equal(SignatureCheck.Malformed, Check(Body, header));

    [Fact]
    public void A_body_that_is_not_JSON_can_be_signed_over_its_bytes()
    {
        Assert.Equal(SignatureCheck.Valid, Check("{broken", Sign("current-key", "{broken")));
        Assert.Equal(SignatureCheck.Mismatch, Check("{broken", Sign("another-key", "{broken")));
    }

    [Fact]
    public void An_empty_key_is_refused() => Assert.Throws<ArgumentException>(() => new ConsumerKeys(""));

    private static SignatureCheck Check(string body, string? header) =>
        WebhookSignature.Check(Encoding.UTF8.GetBytes(body), header, Keys);

    private static string Sign(string key, string text) =>
        Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text))
        );
}
