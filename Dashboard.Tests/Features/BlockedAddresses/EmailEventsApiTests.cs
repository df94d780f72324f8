using System.Net;
using System.Text;
using System.Text.Json;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Tests.Features.Outbox;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.BlockedAddresses;

public sealed class EmailEventsApiTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Sent = Some.Noon.AddMinutes(5);
    private readonly FakeTimeProvider _time = new(Some.Noon.AddHours(2));
    private DashboardServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = DashboardServer.Start(_time);
        await _server.Database.BrokenAsync("zoe");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_hard_bounce_marks_the_email_and_its_connections_and_blocks_the_address()
    {
        var (email, link) = await _server.Database.SentAsync("zoe", Sent);

        await TakenAsync(Bounce(messageId: $"<{email.Id}@acme.example>"), accepted: 1);

        var stored = await _server.Database.EmailAsync(email.Id);
        Assert.Equal(
            (true, "550 no such user", At(20)),
            (stored.IsHardBounce, stored.BounceReason, stored.BouncedAt)
        );
        var noted = Assert.Single(await EventsAsync(EventTypes.EmailBounced));
        Assert.Equal(
            (EventSource.EmailProvider, "zoe-c", "zoe", link.Id, At(20)),
            (noted.Source, noted.ConnectionId, noted.UserId, noted.LinkId, noted.OccurredAt)
        );
        var suppression = Assert.Single(await SuppressionsAsync());
        Assert.Equal(
            ("zoe@example.com", SuppressionReason.HardBounce, "550 no such user", email.Id, true),
            (
                suppression.Address,
                suppression.Reason,
                suppression.Detail,
                suppression.EmailId,
                suppression.IsInForce
            )
        );
    }

    [Fact]
    public async Task A_soft_bounce_is_noted_and_the_address_may_be_tried_again()
    {
        var (email, _) = await _server.Database.SentAsync("zoe", Sent);
        await TakenAsync(Bounce(bounceType: "soft"), accepted: 1);
        var stored = await _server.Database.EmailAsync(email.Id);
        Assert.Equal((false, At(20)), (stored.IsHardBounce, stored.BouncedAt));
        Assert.Empty(await SuppressionsAsync());
    }

    [Fact]
    public async Task A_complaint_blocks_the_address_and_is_recorded()
    {
        var (email, _) = await _server.Database.SentAsync("zoe", Sent);
        await TakenAsync(
            """{"type":"complaint","email":"ZOE@example.com","occurredAt":"2026-11-20T12:20:00Z"}""",
            accepted: 1
        );
        var stored = await _server.Database.EmailAsync(email.Id);
        Assert.Equal((At(20), null), (stored.ComplainedAt, stored.BouncedAt));
        Assert.Single(await EventsAsync(EventTypes.EmailComplained));
        Assert.Equal(SuppressionReason.Complaint, Assert.Single(await SuppressionsAsync()).Reason);
    }

    [Fact]
    public async Task The_same_notice_twice_is_one_even_after_the_address_was_unblocked()
    {
        await _server.Database.SentAsync("zoe", Sent);
        const string notice =
            """{"type":"bounce","email":"zoe@example.com","reason":"gone","id":"notice-1"}""";
        await TakenAsync(notice, accepted: 1);
        await LiftAsync("zoe@example.com");
        _time.Advance(TimeSpan.FromHours(1));

        await TakenAsync(notice, accepted: 1);
        await TakenAsync($"[{notice},{notice}]", accepted: 2);

        Assert.Single(await EventsAsync(EventTypes.EmailBounced));
        Assert.False(Assert.Single(await SuppressionsAsync()).IsInForce);
    }

    [Fact]
    public async Task A_new_bounce_blocks_again_and_one_from_before_unblocking_does_not()
    {
        await TakenAsync(Bounce(), accepted: 1);
        await LiftAsync("zoe@example.com");
        _time.Advance(TimeSpan.FromHours(1));
        await TakenAsync(Bounce(occurredAt: "2026-11-20T12:30:00Z"), accepted: 1);
        Assert.False(Assert.Single(await SuppressionsAsync()).IsInForce);

        await TakenAsync(Bounce(occurredAt: "2026-11-20T14:45:00Z"), accepted: 1);
        Assert.True(Assert.Single(await SuppressionsAsync()).IsInForce);
    }

    [Fact]
    public async Task A_late_notice_matches_the_message_of_its_time()
    {
        var (first, _) = await _server.Database.SentAsync("zoe", Sent);
        var (second, _) = await _server.Database.SentAsync("zoe", Some.Noon.AddMinutes(60));
        await TakenAsync(Bounce(messageId: "<an-id-of-the-provider@ses.example>"), accepted: 1);
        Assert.NotNull((await _server.Database.EmailAsync(first.Id)).BouncedAt);
        Assert.Null((await _server.Database.EmailAsync(second.Id)).BouncedAt);
    }

    [Fact]
    public async Task The_order_of_notices_does_not_matter()
    {
        var (email, _) = await _server.Database.SentAsync("zoe", Sent);
        await TakenAsync(Bounce(occurredAt: "2026-11-20T12:40:00Z"), accepted: 1);
        await TakenAsync(Bounce(bounceType: "soft", occurredAt: "2026-11-20T12:20:00Z"), accepted: 1);
        Assert.True((await _server.Database.EmailAsync(email.Id)).IsHardBounce);
        Assert.Equal(2, (await EventsAsync(EventTypes.EmailBounced)).Count);
    }

    [Fact]
    public async Task An_address_without_an_e_mail_is_blocked_too()
    {
        await TakenAsync("""{"type":"bounce","email":"Nobody@Example.com"}""", accepted: 1);
        Assert.Equal("nobody@example.com", Assert.Single(await SuppressionsAsync()).Address);
        Assert.Empty(await EventsAsync(EventTypes.EmailBounced));
    }

    [Fact]
    public async Task Other_types_are_counted_and_ignored()
    {
        await TakenAsync(
            """[{"type":"delivered","email":"zoe@example.com"},{"type":"opened"},{"type":"bounce","email":"max@example.com"}]""",
            accepted: 1,
            ignored: 2
        );
        await TakenAsync("[]", accepted: 0);
        Assert.Single(await SuppressionsAsync());
    }

    [Theory]
    [InlineData("""{"email":"zoe@example.com"}""", "type")]
    [InlineData("""{"type":"bounce"}""", "email")]
    [InlineData("""{"type":"bounce","email":"zoe"}""", "email")]
    [InlineData("""{"type":"bounce","email":"z@x.example","bounceType":"squishy"}""", "bounceType")]
    [InlineData(
        """{"type":"bounce","email":"z@x.example","occurredAt":"2027-01-01T00:00:00Z"}""",
        "occurredAt"
    )]
    [InlineData("""{"type":"bounce","email":"z@x.example","occurredAt":"yesterday"}""", "occurredAt")]
    [InlineData("""{"type":"bounce","email":"z@x.example","id":" "}""", "id")]
    [InlineData("""{"type":"bounce","e-mail":"z@x.example"}""", "e-mail")]
    [InlineData("""[{"type":"delivered"},{"type":"complaint"}]""", "[1].email")]
    [InlineData("""[{"type":"delivered"},"text"]""", "[1]")]
    [InlineData("\"text\"", "body")]
    public async Task Errors_are_reported_by_position_and_nothing_is_recorded(string body, string place)
    {
        var problem = await (await PostAsync(body)).JsonAsync(HttpStatusCode.BadRequest);
        Assert.Equal([place], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
        Assert.NotEmpty(problem.Detail());
        Assert.Empty(await SuppressionsAsync());
    }

    [Fact]
    public async Task Good_items_are_recorded_and_bad_ones_are_named()
    {
        var answer = await (
            await PostAsync(
                """["text",{"type":"bounce","email":"zoe"},{"type":"bounce","email":"Zoë <zoe@example.com>"},{"type":"opened"}]"""
            )
        ).JsonAsync();
        Assert.Equal(
            (1, 1, 2),
            (
                answer.GetProperty("accepted").GetInt32(),
                answer.GetProperty("ignored").GetInt32(),
                answer.GetProperty("rejected").GetInt32()
            )
        );
        Assert.Equal(
            ["[0]", "[1].email"],
            answer.GetProperty("errors").EnumerateObject().Select(e => e.Name)
        );
        Assert.Equal("zoe@example.com", Assert.Single(await SuppressionsAsync()).Address);
    }

    [Theory]
    [InlineData("zoe@exämple.example", "Zoe@XN--EXMPLE-CUA.example")]
    [InlineData("zoe@xn--exmple-cua.example", "zoe@EXÄMPLE.example")]
    [InlineData("zoë@example.com", "zoe\u0308@example.com")]
    [InlineData("Zoe@Example.com", " zoe@example.COM. ")]
    public async Task A_bounce_matches_however_the_address_is_spelled(string stored, string bounced)
    {
        await _server.Database.ContactAsync("zoe", "Zoë", stored);
        var (email, _) = await _server.Database.SentAsync("zoe", Sent);
        await using (var db = _server.Database.CreateDbContext())
        {
            var row = await db.Emails.SingleAsync(e => e.Id == email.Id, Token);
            row.Prepare(stored, null, null, "hash");
            await db.SaveChangesAsync(Token);
        }
        await TakenAsync(JsonSerializer.Serialize(new { type = "bounce", email = bounced }), accepted: 1);
        Assert.True((await _server.Database.EmailAsync(email.Id)).IsHardBounce);
        Assert.Equal(
            Dashboard.Domain.Emails.EmailAddress.Normalize(stored),
            Assert.Single(await SuppressionsAsync()).Address
        );
    }

    [Fact]
    public async Task A_request_holds_up_to_a_thousand_notices()
    {
        static string Many(int count) =>
            $"[{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"type":"bounce","email":"u{{i}}@example.com","reason":"{{new string('x', 400)}}"}"""))}]";
        await TakenAsync(Many(1000), accepted: 1000);
        Assert.Equal(1000, (await SuppressionsAsync()).Count);
        await (await PostAsync(Many(1001))).JsonAsync(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(ApiScope.Read)]
    [InlineData(ApiScope.Links)]
    public async Task Keys_without_permission_are_refused(ApiScope scope)
    {
        await using (var db = _server.Database.CreateDbContext())
        {
            db.ApiKeys.Add(
                new ApiKey
                {
                    Id = Guid.NewGuid().ToString("N"),
                    Name = "small",
                    KeyHash = Dashboard.Access.ApiKeys.Hash("a-small-key-of-the-test"),
                    Scope = scope,
                    CreatedAt = Some.Noon,
                }
            );
            await db.SaveChangesAsync(Token);
        }
        var answer = await PostAsync(Bounce(), "a-small-key-of-the-test");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static DateTimeOffset At(int minute) => Some.Noon.AddMinutes(minute);

    private static string Bounce(
        string? messageId = null,
        string bounceType = "hard",
        string occurredAt = "2026-11-20T12:20:00Z"
    ) =>
        JsonSerializer.Serialize(
            new
            {
                type = "bounce",
                email = "zoe@example.com",
                messageId,
                bounceType,
                reason = "550 no such user",
                occurredAt,
            }
        );

    private async Task<HttpResponseMessage> PostAsync(string body, string key = DashboardServer.ApiKey)
    {
        using var client = _server.Caller(key);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await client.PostAsync("/api/v1/email-events", content, Token);
    }

    private async Task TakenAsync(string body, int accepted, int ignored = 0)
    {
        var answer = await (await PostAsync(body)).JsonAsync();
        Assert.Equal(
            (accepted, ignored),
            (answer.GetProperty("accepted").GetInt32(), answer.GetProperty("ignored").GetInt32())
        );
    }

    private async Task<List<ConnectionEvent>> EventsAsync(string type)
    {
        await using var db = _server.Database.CreateDbContext();
        return await db.Events.Where(e => e.Type == type).ToListAsync(Token);
    }

    private async Task<List<Suppression>> SuppressionsAsync()
    {
        await using var db = _server.Database.CreateDbContext();
        return await db.Suppressions.AsNoTracking().ToListAsync(Token);
    }

    private async Task LiftAsync(string address)
    {
        await using var db = _server.Database.CreateDbContext();
        (await db.Suppressions.SingleAsync(s => s.Address == address, Token)).Lift("Ana", _time.GetUtcNow());
        await db.SaveChangesAsync(Token);
    }
}
