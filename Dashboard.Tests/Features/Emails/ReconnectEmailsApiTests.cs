using System.Net;
using Dashboard.Access;
using Dashboard.Domain;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Emails;

public sealed class ReconnectEmailsApiTests : IAsyncLifetime
{
    private readonly DashboardServer server = DashboardServer.Start();

    public async ValueTask InitializeAsync() => await server.Database.EventsAsync(Some.Broken(0, "c 1"));

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task It_says_that_no_e_mails_are_sent_and_what_to_do_instead()
    {
        using var answer = await PostAsync("c 1");
        var problem = await answer.JsonAsync(HttpStatusCode.NotImplemented);
        Assert.Contains("POST /api/v1/connections/c%201/reconnect-links", problem.Detail());
        await using var db = server.Database.CreateDbContext();
        var entry = await db.AuditEntries.SingleAsync(
            a => a.Action == "send reconnect e-mail",
            TestContext.Current.CancellationToken
        );
        Assert.Equal(("connection:c 1", "refused: no e-mails are sent yet"), (entry.Subject, entry.Result));
    }

    [Fact]
    public async Task Scope_and_connection_are_checked_first()
    {
        const string linksOnly = "a-key-that-may-make-links-00001";
        await using (var db = server.Database.CreateDbContext())
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
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }
        using var refused = await PostAsync("c 1", linksOnly);
        Assert.Contains("scope Admin", (await refused.JsonAsync(HttpStatusCode.Forbidden)).Detail());
        using var unknown = await PostAsync("none");
        Assert.Contains(
            "no connection with the id none",
            (await unknown.JsonAsync(HttpStatusCode.NotFound)).Detail()
        );
    }

    private async Task<HttpResponseMessage> PostAsync(string id, string key = DashboardServer.ApiKey)
    {
        using var client = server.Caller(key);
        return await client.PostAsync(
            $"/api/v1/connections/{Uri.EscapeDataString(id)}/reconnect-emails",
            content: null,
            TestContext.Current.CancellationToken
        );
    }
}
