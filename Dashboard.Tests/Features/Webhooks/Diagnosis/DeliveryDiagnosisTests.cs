using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Dashboard.Domain.Deliveries;
using Dashboard.Features.Webhooks;
using Dashboard.Features.Webhooks.Diagnosis;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Webhooks.Diagnosis;

/// <summary>What was done to a delivery is found by trying, for every webhook that SnapTrade is known to sign.</summary>
public sealed class DeliveryDiagnosisTests
{
    private static readonly DateTimeOffset Now = WebhookServer.Start;
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(1);

    private static readonly OwnKeys Keys = new(
        Signed.ClientId,
        new ConsumerKeys(Signed.ConsumerKey),
        new ConsumerKeys("the-key-of-last-year"),
        Trimmed: null
    );

    public static TheoryData<WebhookVector> Vectors() => WebhookVector.All();

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_byte_order_mark_is_found(WebhookVector vector) =>
        Changed(vector, body => [0xEF, 0xBB, 0xBF, .. body], BodyRepairs.Bom);

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_body_in_a_JSON_string_is_found(WebhookVector vector) =>
        Changed(
            vector,
            body => JsonSerializer.SerializeToUtf8Bytes(Encoding.UTF8.GetString(body)),
            BodyRepairs.Quoted
        );

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_body_in_base64_is_found(WebhookVector vector) =>
        Changed(vector, body => Encoding.ASCII.GetBytes(Convert.ToBase64String(body)), BodyRepairs.InBase64);

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_body_as_the_value_of_a_form_is_found(WebhookVector vector) =>
        Changed(
            vector,
            body => Encoding.ASCII.GetBytes("payload=" + WebUtility.UrlEncode(Encoding.UTF8.GetString(body))),
            BodyRepairs.Form
        );

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_body_as_the_name_of_a_form_is_found(WebhookVector vector) =>
        Changed(
            vector,
            body => Encoding.ASCII.GetBytes(Uri.EscapeDataString(Encoding.UTF8.GetString(body)) + "="),
            BodyRepairs.Form
        );

    [Theory]
    [MemberData(nameof(Vectors))]
    public void UTF_16_is_found(WebhookVector vector) =>
        Changed(
            vector,
            body =>
                [
                    .. Encoding.Unicode.GetPreamble(),
                    .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body)),
                ],
            BodyRepairs.Utf16
        );

    [Theory]
    [MemberData(nameof(Vectors))]
    public void HTML_is_found(WebhookVector vector) =>
        Changed(
            vector,
            body => Encoding.UTF8.GetBytes(WebUtility.HtmlEncode(Encoding.UTF8.GetString(body))),
            BodyRepairs.Html
        );

    [Fact]
    public void Latin_1_and_double_UTF_8_are_found()
    {
        var vector = Vectors()
            .Select(row => row.Data)
            .First(v => v.BodyAsSent.Contains("Zoë", StringComparison.Ordinal));
        Changed(vector, body => Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(body)), BodyRepairs.Latin1);
        Changed(vector, body => Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(body)), BodyRepairs.Twice);
    }

    [Fact]
    public void White_space_matters_only_where_the_bytes_were_signed()
    {
        var body = "{ \"a\": 1 }"u8.ToArray();
        var finding = Find([.. body, (byte)'\n', 0], Signed.Signature(body));
        Assert.Equal((DeliveryFault.BodyChanged, BodyRepairs.WhiteSpace), (finding.Fault, finding.Detail));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_compressed_body_without_its_header_is_found(WebhookVector vector)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(vector.BodyAsSent));

        var finding = Find(packed.ToArray(), vector.Signature);

        Assert.Equal(DeliveryFault.Compressed, finding.Fault);
        Assert.Equal(vector.BodyAsSent, Encoding.UTF8.GetString(finding.Original!));
    }

    [Theory]
    [InlineData("hex", "in hex")]
    [InlineData("prefix", "with a prefix")]
    [InlineData("url", "in another base64")]
    [InlineData("quotes", "in quotes or spaces")]
    public void A_rewritten_signature_is_found(string how, string detail)
    {
        var vector = Vectors().First().Data;
        var bytes = Convert.FromBase64String(vector.Signature);
        var header = how switch
        {
            "hex" => Convert.ToHexString(bytes).ToLowerInvariant(),
            "prefix" => "sha256=" + Convert.ToHexString(bytes),
            "url" => vector.Signature.Replace('+', '-').Replace('/', '_').TrimEnd('='),
            _ => $"\"{vector.Signature}\"",
        };

        var finding = Find(Encoding.UTF8.GetBytes(vector.BodyAsSent), header, DeliveryOutcomes.BadSignature);

        Assert.Equal(DeliveryFault.SignatureRewritten, finding.Fault);
        Assert.Equal(how == "prefix" ? "in hex" : detail, finding.Detail);
    }

    [Fact]
    public void Keys_that_sign_are_told_apart()
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(Signed.Event("CONNECTION_BROKEN", Now));

        Assert.Equal(DeliveryFault.AnotherKey, Find(body, Signed.Signature(body, "an unknown key")).Fault);
        Assert.Equal(
            DeliveryFault.FormerKey,
            Find(body, Signed.Signature(body, "the-key-of-last-year")).Fault
        );
        var spaced = Keys with
        {
            InForce = new($" {Signed.ConsumerKey} "),
            Trimmed = new(Signed.ConsumerKey),
        };
        Assert.Equal(DeliveryFault.MistypedKey, Find(body, Signed.Signature(body), keys: spaced).Fault);
    }

    [Fact]
    public void Senders_are_told_apart_by_what_they_say()
    {
        var other = Signed.Event("CONNECTION_BROKEN", Now);
        other["clientId"] = "OTHER";
        var app = Signed.Event("CONNECTION_BROKEN", Now);
        app.Remove("clientId");
        app["oauthClientId"] = "example-app";

        Assert.Equal(new(DeliveryFault.ForeignClientAndKey, "OTHER"), OfUnknownKey(other));
        Assert.Equal(new(DeliveryFault.OAuthApp, "example-app"), OfUnknownKey(app));
        Assert.Equal(DeliveryFault.NotFromSnapTrade, OfUnknownKey(new { hello = "world" }).Fault);
        Assert.Equal(
            DeliveryFault.NotFromSnapTrade,
            Find("no JSON"u8.ToArray(), Signed.Signature([1], "x")).Fault
        );
    }

    [Theory]
    [InlineData(7, "7 min")]
    [InlineData(190, "3 h 10 min")]
    public void A_clock_is_told_with_how_much_it_is_off(int minutes, string ahead)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            Signed.Event("CONNECTION_BROKEN", Now.AddMinutes(minutes))
        );
        Assert.Equal(
            new(DeliveryFault.Clock, ahead),
            Find(body, Signed.Signature(body), DeliveryOutcomes.TooNew)
        );
    }

    [Fact]
    public void An_old_event_is_told_with_its_age_and_the_limit()
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(Signed.Event("CONNECTION_BROKEN", Now.AddDays(-3)));
        Assert.Equal(
            new(DeliveryFault.TooOld, "3 d old, the limit is 1 d"),
            Find(body, Signed.Signature(body), DeliveryOutcomes.TooOld)
        );
    }

    [Fact]
    public void Reasons_that_need_no_body_are_told_from_the_headers()
    {
        Finding Of(DeliveryEvidence evidence) => DeliveryDiagnosis.Find(evidence, Keys, MaxAge, Now);

        Assert.Equal(new(DeliveryFault.SignatureMissing), Of(new(DeliveryOutcomes.Unsigned, [])));
        Assert.Equal(
            new(DeliveryFault.SignatureElsewhere, "X-Signature"),
            Of(new(DeliveryOutcomes.Unsigned, [], SimilarHeader: "X-Signature"))
        );
        Assert.Equal(
            new(DeliveryFault.Compressed, "br"),
            Of(new(DeliveryOutcomes.Compressed, [], Encoding: "br"))
        );
        Assert.Equal(
            new(DeliveryFault.TooLarge, "300 KB"),
            Of(new(DeliveryOutcomes.TooLarge, [], Size: 300 * 1024))
        );
    }

    [Fact]
    public void Every_reason_and_fault_has_words_and_advice()
    {
        foreach (var reason in DeliveryOutcomes.Reasons)
            Assert.True(Enum.IsDefined(DeliveryDiagnosis.Find(new(reason, []), Keys, MaxAge, Now).Fault));
        foreach (var fault in Enum.GetValues<DeliveryFault>())
        {
            Assert.NotEmpty(Dashboard.Text.DeliveryText.Wrong(fault, detail: null));
            Assert.NotEmpty(Dashboard.Text.DeliveryText.ToDo(fault));
        }
    }

    private static void Changed(WebhookVector vector, Func<byte[], byte[]> change, string named)
    {
        var finding = Find(change(Encoding.UTF8.GetBytes(vector.BodyAsSent)), vector.Signature);

        Assert.Equal((DeliveryFault.BodyChanged, named), (finding.Fault, finding.Detail));
        Assert.Equal(vector.BodyAsSent, Encoding.UTF8.GetString(finding.Original!));
    }

    private static Finding OfUnknownKey(object payload)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(payload);
        return Find(body, Signed.Signature(body, "an unknown key"));
    }

    private static Finding Find(
        byte[] body,
        string signature,
        string reason = DeliveryOutcomes.Forged,
        OwnKeys? keys = null
    ) => DeliveryDiagnosis.Find(new(reason, body, signature), keys ?? Keys, MaxAge, Now);
}
