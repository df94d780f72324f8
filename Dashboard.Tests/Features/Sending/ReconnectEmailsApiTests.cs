using System.Net;
using System.Text.Json;
using Dashboard.Access;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Sending;

public sealed class ReconnectEmailsApiTests : IAsyncLifetime
{
    private readonly DashboardServer _server = DashboardServer.Start();

    public async ValueTask InitializeAsync() =>
        await _server.Database.PersonAsync("zoe 1", SendingHost.Questrade);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_program_queues_an_e_mail_and_reads_its_status()
    {
        using var answer = await PostAsync("c of zoe 1");
        var queued = await answer.JsonAsync(HttpStatusCode.Accepted);
        var emailId = queued.GetProperty("emailId").GetString()!;
        Assert.Equal("Queued", queued.GetProperty("status").GetString());
        Assert.Equal($"/api/v1/reconnect-emails/{emailId}", answer.Headers.Location?.ToString());

        using var client = _server.Caller();
        var email = await client.JsonAsync(answer.Headers.Location!.ToString());
        Assert.Equal(emailId, email.GetProperty("emailId").GetString());
        Assert.Equal("zoe 1", email.GetProperty("userId").GetString());
        Assert.Equal("c of zoe 1", email.GetProperty("connectionId").GetString());
        Assert.Equal((1, "done"), await AuditedAsync());
    }

    [Fact]
    public async Task A_sent_e_mail_is_returned_with_its_links()
    {
        var email = Email.Create("zoe 1", EmailTrigger.Api, "host", Some.Noon, "c of zoe 1");
        email.MarkSent(Some.Noon.AddSeconds(3));
        email.Bounce(isHard: true, "550", Some.Noon.AddHours(1));
        await AddAsync(
            email,
            new EmailItem
            {
                EmailId = email.Id,
                ConnectionId = "c of zoe 1",
                LinkId = "link-1",
                BrokerageName = "Questrade",
                BrokenSince = Some.Noon,
                Position = 0,
            }
        );
        using var client = _server.Caller();
        var told = await client.JsonAsync($"/api/v1/reconnect-emails/{email.Id}");
        Assert.Equal("Sent", told.GetProperty("status").GetString());
        Assert.Equal("2026-11-20T12:00:03Z", told.GetProperty("sentAt").GetString());
        Assert.Equal("2026-11-20T13:00:00Z", told.GetProperty("bouncedAt").GetString());
        var listed = told.GetProperty("connections")[0];
        Assert.Equal("c of zoe 1", listed.GetProperty("connectionId").GetString());
        Assert.Equal("link-1", listed.GetProperty("linkId").GetString());
    }

    [Fact]
    public async Task A_skipped_e_mail_is_returned_with_its_reason()
    {
        var email = Email.Create("zoe 1", EmailTrigger.Api, "host", Some.Noon);
        email.Skip(EmailObstacle.Repaired, Some.Noon);
        await AddAsync(email);
        using var client = _server.Caller();
        var told = await client.JsonAsync($"/api/v1/reconnect-emails/{email.Id}");
        Assert.Equal(
            ("Skipped", "Repaired"),
            (told.GetProperty("status").GetString(), told.GetProperty("reason").GetString())
        );
        Assert.Equal(JsonValueKind.Null, told.GetProperty("sentAt").ValueKind);
        await client.JsonAsync("/api/v1/reconnect-emails/none", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_open_e_mail_is_returned_in_place_of_a_new_one()
    {
        // The mail server put it off, so it stays on its way as long as the test looks.
        var waiting = Email.Create("zoe 1", EmailTrigger.Policy, "Policy", Some.Noon);
        waiting.Retry("451 later", TimeProvider.System.GetUtcNow().AddHours(3));
        await AddAsync(waiting);
        await using (var db = _server.Database.CreateDbContext())
            await db.Emails.ExecuteUpdateAsync(s => s.SetProperty(e => e.Attempts, 1), Token);
        using var answer = await PostAsync("c of zoe 1");
        var queued = await answer.JsonAsync(HttpStatusCode.Accepted);
        Assert.Equal(waiting.Id, queued.GetProperty("emailId").GetString());
        Assert.Equal((1, "done: on its way already"), await AuditedAsync());
    }

    [Fact]
    public async Task An_obstacle_is_a_409_that_gives_way_to_a_reason()
    {
        var lately = Email.Create("zoe 1", EmailTrigger.Policy, "Policy", TimeProvider.System.GetUtcNow());
        lately.MarkSent(TimeProvider.System.GetUtcNow().AddMinutes(-5));
        await AddAsync(lately);
        using var refused = await PostAsync("c of zoe 1");
        var problem = await refused.JsonAsync(HttpStatusCode.Conflict);
        Assert.Equal("CoolingDown", problem.GetProperty("reason").GetString());
        Assert.Contains("give a reason", problem.Detail(), StringComparison.Ordinal);
        Assert.Equal((1, "refused: CoolingDown"), await AuditedAsync());

        using var sent = await PostAsync("c of zoe 1", """{"overrideReason":"They are on the phone"}""");
        var emailId = (await sent.JsonAsync(HttpStatusCode.Accepted)).GetProperty("emailId").GetString();
        await using var db = _server.Database.CreateDbContext();
        var email = await db.Emails.SingleAsync(e => e.Id == emailId, Token);
        Assert.Equal("They are on the phone", email.OverrideReason);
    }

    [Fact]
    public async Task A_connection_that_works_is_a_409_and_an_unknown_one_a_404()
    {
        await _server.Database.EventsAsync(Some.Fixed(5, "c of zoe 1", "zoe 1"));
        using var healthy = await PostAsync("c of zoe 1");
        var problem = await healthy.JsonAsync(HttpStatusCode.Conflict);
        Assert.Equal("AlreadyHealthy", problem.GetProperty("reason").GetString());
        using var unknown = await PostAsync("none");
        Assert.Contains(
            "no connection with the id none",
            (await unknown.JsonAsync(HttpStatusCode.NotFound)).Detail(),
            StringComparison.Ordinal
        );
        Assert.Equal((2, "refused: NotFound"), await AuditedAsync());
    }

    [Theory]
    [InlineData("""{"overrideReason":"  "}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"reason":"misspelt"}""", HttpStatusCode.BadRequest)]
    [InlineData("no JSON", HttpStatusCode.BadRequest)]
    public async Task An_invalid_body_queues_nothing(string body, HttpStatusCode expected)
    {
        using var answer = await PostAsync("c of zoe 1", body);
        await answer.JsonAsync(expected);
        await using var db = _server.Database.CreateDbContext();
        Assert.Empty(await db.Emails.ToListAsync(Token));
    }

    [Fact]
    public async Task A_reason_that_is_too_long_is_refused()
    {
        using var answer = await PostAsync(
            "c of zoe 1",
            JsonSerializer.Serialize(new { overrideReason = new string('x', 501) })
        );
        Assert.Contains(
            "1 to 500 characters",
            (await answer.JsonAsync(HttpStatusCode.BadRequest)).Detail(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_repeated_request_queues_no_second_e_mail()
    {
        using var first = await PostAsync("c of zoe 1", key: "once");
        using var second = await PostAsync("c of zoe 1", key: "once");
        Assert.Equal(
            (await first.JsonAsync(HttpStatusCode.Accepted)).GetRawText(),
            (await second.JsonAsync(HttpStatusCode.Accepted)).GetRawText()
        );
        Assert.Equal("true", second.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Equal((1, "done"), await AuditedAsync());
    }

    [Fact]
    public async Task A_key_for_links_may_not_send()
    {
        const string linksOnly = "a-key-that-may-make-links-00001";
        await using (var db = _server.Database.CreateDbContext())
        {
            db.ApiKeys.Add(
                new ApiKey
                {
                    Id = "links",
                    Name = "links",
                    KeyHash = ApiKeys.Hash(linksOnly),
                    Scope = ApiScope.Links,
                    CreatedAt = Some.Noon,
                }
            );
            await db.SaveChangesAsync(Token);
        }
        using var refused = await PostAsync("c of zoe 1", caller: linksOnly);
        Assert.Contains("scope Admin", (await refused.JsonAsync(HttpStatusCode.Forbidden)).Detail());
    }

    private async Task<HttpResponseMessage> PostAsync(
        string id,
        string? body = null,
        string? key = null,
        string caller = DashboardServer.ApiKey
    )
    {
        using var client = _server.Caller(caller);
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            $"/api/v1/connections/{Uri.EscapeDataString(id)}/reconnect-emails"
        );
        if (body is not null)
            request.Content = new StringContent(
                body,
                new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")
            );
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, Token);
    }

    private async Task AddAsync(params object[] rows)
    {
        await using var db = _server.Database.CreateDbContext();
        db.AddRange(rows);
        await db.SaveChangesAsync(Token);
    }

    // How many entries there are, and how the last one ended.
    private async Task<(int Count, string Last)> AuditedAsync()
    {
        await using var db = _server.Database.CreateDbContext();
        var results = await db
            .AuditEntries.Where(a => a.Action == AuditActions.SendReconnectEmail)
            .OrderBy(a => a.Number)
            .Select(a => a.Result)
            .ToListAsync(Token);
        return (results.Count, results[^1]);
    }
}
