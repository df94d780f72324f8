using System.Net;
using Dashboard.Access;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Reconnect;

public sealed class ReconnectApiTests : ReconnectContext
{
    [Fact]
    public async Task A_program_gets_a_link_that_works()
    {
        using var answer = await PostAsync(ReconnectHost.Connection);

        var link = await answer.JsonAsync(HttpStatusCode.Created);
        Assert.Equal(ReconnectHost.Connection, link.GetProperty("connectionId").GetString());
        Assert.Equal("2026-11-27T13:00:00Z", link.GetProperty("expiresAt").GetString());
        var stored = await Host.StoredLinkAsync(link.GetProperty("id").GetString()!);
        Assert.Equal((LinkOrigin.Api, "bootstrap"), (stored.Origin, stored.CreatedBy));
        using var page = await Host.Customer()
            .GetAsync(new Uri(link.GetProperty("url").GetString()!).AbsolutePath, Token);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task An_unknown_connection_is_a_404_that_says_what_to_check()
    {
        using var answer = await PostAsync("no-such");
        var problem = await answer.JsonAsync(HttpStatusCode.NotFound);
        Assert.Equal("There is no connection with the id no-such. Check the id.", problem.Detail());
    }

    [Fact]
    public async Task A_missing_secret_is_a_409_that_says_who_has_to_send_it()
    {
        await Host.Database.EventsAsync(Some.Broken(0, "c2", "user-2"));
        using var answer = await PostAsync("c2");
        var problem = await answer.JsonAsync(HttpStatusCode.Conflict);
        Assert.Contains("PUT /api/v1/users/user-2", problem.Detail(), StringComparison.Ordinal);
        Assert.Equal("NoSecret", problem.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_key_for_reading_is_refused()
    {
        const string key = "a-key-that-may-only-read-things";
        await Host.ChangeAsync(db =>
            db.ApiKeys.Add(
                new ApiKey
                {
                    Id = "reader",
                    Name = "reader",
                    KeyHash = ApiKeys.Hash(key),
                    Scope = ApiScope.Read,
                    CreatedAt = Some.Noon,
                }
            )
        );
        using var answer = await PostAsync(ReconnectHost.Connection, key);
        await answer.JsonAsync(HttpStatusCode.Forbidden);
    }

    private async Task<HttpResponseMessage> PostAsync(string id, string key = ReconnectHost.ApiKey) =>
        await Host.Api(key)
            .PostAsync(
                $"/api/v1/connections/{Uri.EscapeDataString(id)}/reconnect-links",
                content: null,
                Token
            );
}
