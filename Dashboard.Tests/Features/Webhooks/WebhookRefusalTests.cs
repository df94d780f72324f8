using System.Net;
using System.Net.Sockets;
using System.Text;
using Dashboard.Features.Webhooks;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Webhooks;

public sealed class WebhookRefusalTests(WebhookServer host) : IClassFixture<WebhookServer>
{
    private readonly DashboardServer _server = host.Server;

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"webhookId":1}""")]
    public Task A_signed_body_that_is_not_an_event_is_malformed(string body) =>
        RefusedAsync(Signed.Post(body), HttpStatusCode.BadRequest, "malformed");

    [Theory]
    [InlineData("webhookId")]
    [InlineData("eventType")]
    [InlineData("userId")]
    [InlineData("eventTimestamp")]
    [InlineData("clientId")]
    public async Task An_event_without_a_needed_member_is_malformed_and_the_member_is_named(string member)
    {
        var payload = Event();
        payload.Remove(member);

        Assert.Contains(
            member,
            await RefusedAsync(Signed.Post(payload), HttpStatusCode.BadRequest, "malformed")
        );
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate, gzip")]
    public async Task A_body_that_a_relay_has_compressed_is_not_called_forged(string coding)
    {
        var request = Signed.Post(Event());
        request.Content!.Headers.TryAddWithoutValidation("Content-Encoding", coding);

        Assert.Contains(
            "compressed",
            await RefusedAsync(request, HttpStatusCode.UnsupportedMediaType, "compressed")
        );
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("identity, Identity")]
    [InlineData(",")]
    public async Task A_coding_that_changes_nothing_is_taken(string coding)
    {
        var request = Signed.Post(Event());
        request.Content!.Headers.TryAddWithoutValidation("Content-Encoding", coding);

        Assert.Equal(HttpStatusCode.OK, (await _server.DeliverAsync(request)).Answer.StatusCode);
    }

    [Fact]
    public async Task A_body_of_the_coding_identity_is_as_it_was_sent()
    {
        var request = Signed.Post(Event());
        request.Content!.Headers.TryAddWithoutValidation("Content-Encoding", "identity");

        var (answer, _) = await _server.DeliverAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("[1,-Infinity]")]
    public async Task A_number_of_Python_s_own_is_named_and_never_called_forged(string number)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"b": {{number}}, "a": "x\\\"NaN"}""");
        var canonical = Encoding.UTF8.GetBytes($$"""{"a":"x\\\"NaN","b":{{number}}}""");

        foreach (var signed in new[] { body, canonical })
            Assert.Contains(
                "NaN",
                await RefusedAsync(
                    Signed.Post(body, Signed.Signature(signed)),
                    HttpStatusCode.BadRequest,
                    "malformed"
                )
            );
    }

    [Fact]
    public Task A_string_that_says_NaN_is_no_number() =>
        RefusedAsync(
            Signed.Post("{\"a\":\"\\\"NaN\"}"u8.ToArray(), Convert.ToBase64String(new byte[32])),
            HttpStatusCode.Unauthorized,
            "forged"
        );

    [Fact]
    public Task A_body_that_is_not_UTF_8_is_malformed()
    {
        byte[] body = [(byte)'{', 0xff, (byte)'}'];
        return RefusedAsync(
            Signed.Post(body, Signed.Signature(body)),
            HttpStatusCode.BadRequest,
            "malformed"
        );
    }

    [Theory]
    [InlineData(null, "unsigned")]
    [InlineData("", "unsigned")]
    [InlineData("no base64 at all", "bad-signature")]
    [InlineData("c2hvcnQ=", "bad-signature")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "forged")]
    public Task Without_SnapTrades_signature_nothing_is_accepted(string? signature, string reason) =>
        RefusedAsync(
            Signed.Post(Encoding.UTF8.GetBytes("{\"any\":1}"), signature),
            HttpStatusCode.Unauthorized,
            reason
        );

    [Fact]
    public Task Another_key_is_a_forgery() =>
        RefusedAsync(Signed.Post(Event(), "some-other-key"), HttpStatusCode.Unauthorized, "forged");

    [Fact]
    public Task The_answer_to_an_unsigned_body_names_no_field() =>
        RefusedAsync(Signed.Post("{", "some-other-key"), HttpStatusCode.Unauthorized, "forged");

    [Fact]
    public Task An_event_of_another_client_is_foreign()
    {
        var payload = Event();
        payload["clientId"] = "SOMEBODY-ELSE";
        return RefusedAsync(Signed.Post(payload), HttpStatusCode.Forbidden, "foreign");
    }

    [Fact]
    public async Task A_correctly_signed_event_is_accepted_up_to_the_age_limit_and_five_minutes_ahead()
    {
        var now = host.Time.GetUtcNow();
        await RefusedAsync(At(now.AddDays(-1).AddSeconds(-1)), HttpStatusCode.BadRequest, "too-old");
        await RefusedAsync(At(now.AddMinutes(5).AddSeconds(1)), HttpStatusCode.BadRequest, "too-new");
        Assert.Equal(HttpStatusCode.OK, (await _server.DeliverAsync(At(now.AddDays(-1)))).Answer.StatusCode);
        Assert.Equal(
            HttpStatusCode.OK,
            (await _server.DeliverAsync(At(now.AddMinutes(5)))).Answer.StatusCode
        );

        static HttpRequestMessage At(DateTimeOffset at) => Signed.Post(Signed.Event("CONNECTION_FIXED", at));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_body_over_256_KB_is_too_large_whether_its_length_is_announced_or_not(bool chunked)
    {
        var request = Signed.Post(new byte[WebhookOptions.MaxBodySize + 1], "any");
        request.Headers.TransferEncodingChunked = chunked;
        return RefusedAsync(request, HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Fact]
    public async Task A_body_of_exactly_256_KB_is_accepted()
    {
        var payload = Event();
        payload["filler"] = "";
        var length = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(payload).Length;
        payload["filler"] = new string('x', WebhookOptions.MaxBodySize - length);

        var (answer, _) = await _server.DeliverAsync(Signed.Post(payload));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_request_without_a_signature_is_refused_before_the_body_is_read()
    {
        using var client = await ConnectAsync();
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            "POST /webhooks/snaptrade HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"u8.ToArray(),
            TestContext.Current.CancellationToken
        );
        using var reader = new StreamReader(stream);

        Assert.StartsWith("HTTP/1.1 401", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("userId", "id ")]
    [InlineData("webhookId", "id ")]
    [InlineData("brokerageAuthorizationId", "id ")]
    [InlineData("webhookId", " ")]
    public async Task An_id_that_ends_in_a_space_is_malformed_and_named(string member, string id)
    {
        var payload = Event();
        payload[member] = id;

        Assert.Contains(
            $"{member} ends with a space",
            await RefusedAsync(Signed.Post(payload), HttpStatusCode.BadRequest, "malformed")
        );
    }

    [Theory]
    [InlineData("userId", "nul\0inside")]
    [InlineData("brokerageAuthorizationId", "tab\tand")]
    [InlineData("webhookId", "line\nbreak")]
    [InlineData("brokerageId", "\u001b[31mred")]
    [InlineData("eventType", "CONNECTION_\u0085BROKEN")]
    public async Task A_control_character_is_malformed_and_the_member_is_named(string member, string value)
    {
        var payload = Event();
        payload[member] = value;

        Assert.Contains(
            $"{member} contains a control character",
            await RefusedAsync(Signed.Post(payload), HttpStatusCode.BadRequest, "malformed")
        );
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFFFF\r\n")]
    [InlineData("nonsense\r\n")]
    public async Task A_chunk_whose_size_is_none_is_a_bad_request(string size)
    {
        using var client = await ConnectAsync();
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /webhooks/snaptrade HTTP/1.1\r\nHost: localhost\r\nSignature: any\r\nTransfer-Encoding: chunked\r\n\r\n{size}"
            ),
            TestContext.Current.CancellationToken
        );
        using var reader = new StreamReader(stream);

        Assert.StartsWith("HTTP/1.1 400", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_body_that_does_not_arrive_times_out()
    {
        using var client = await ConnectAsync();
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            "POST /webhooks/snaptrade HTTP/1.1\r\nHost: localhost\r\nSignature: any\r\nContent-Length: 100\r\n\r\n{"u8.ToArray(),
            TestContext.Current.CancellationToken
        );
        using var reader = new StreamReader(stream);
        var answer = reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();

        // When the server has begun to wait can't be seen, so its clock moves until it has.
        await Eventually.TrueAsync(
            () =>
            {
                host.Time.Advance(TimeSpan.FromSeconds(1));
                return answer.IsCompleted;
            },
            "the server gave the body up"
        );

        Assert.StartsWith("HTTP/1.1 408", await answer);
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(
            _server.Address.Host,
            _server.Address.Port,
            TestContext.Current.CancellationToken
        );
        return client;
    }

    private Dictionary<string, object?> Event() =>
        Signed.Event("CONNECTION_BROKEN", host.Time.GetUtcNow().AddMinutes(-1));

    private async Task<string> RefusedAsync(HttpRequestMessage request, HttpStatusCode status, string reason)
    {
        var (answer, body) = await _server.DeliverAsync(request);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(reason, body.GetProperty("reason").GetString());
        return body.GetProperty("title").GetString()!;
    }
}
