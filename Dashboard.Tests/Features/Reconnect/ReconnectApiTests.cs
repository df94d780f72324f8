using System.Net;
using Dashboard.Access;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Reconnect;

public sealed class ReconnectApiTests : IAsyncLifetime
{
    private ReconnectHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ReconnectHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_program_gets_a_link_that_works()
    {
        using var answer = await PostAsync(ReconnectHost.Connection);

        var link = await answer.JsonAsync(HttpStatusCode.Created);
        Assert.Equal(ReconnectHost.Connection, link.GetProperty("connectionId").GetString());
        Assert.Equal("2026-11-27T13:00:00Z", link.GetProperty("expiresAt").GetString());
        var stored = await _host.StoredLinkAsync(link.GetProperty("id").GetString()!);
        Assert.Equal((LinkOrigin.Api, "bootstrap"), (stored.Origin, stored.CreatedBy));
        using var page = await _host
            .Customer()
            .GetAsync(
                new Uri(link.GetProperty("url").GetString()!).AbsolutePath,
                TestContext.Current.CancellationToken
            );
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
        await _host.Database.EventsAsync(Some.Broken(0, "c2", "user-2"));
        using var answer = await PostAsync("c2");
        var problem = await answer.JsonAsync(HttpStatusCode.Conflict);
        Assert.Contains("PUT /api/v1/users/user-2", problem.Detail(), StringComparison.Ordinal);
        Assert.Equal("NoSecret", problem.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_key_for_reading_is_refused()
    {
        const string key = "a-key-that-may-only-read-things";
        await _host.ChangeAsync(db =>
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
        await _host
            .Api(key)
            .PostAsync(
                $"/api/v1/connections/{Uri.EscapeDataString(id)}/reconnect-links",
                content: null,
                TestContext.Current.CancellationToken
            );
}
