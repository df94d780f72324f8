using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Access;
using Dashboard.Domain.Operators;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Access;

public sealed class ApiKeyTests : IAsyncLifetime
{
    private const string Key = "a-key-that-some-script-uses-0001";
    private RoomsHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await RoomsHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData(ApiScope.Read, HttpStatusCode.Forbidden)]
    [InlineData(ApiScope.Links, HttpStatusCode.Forbidden)]
    [InlineData(ApiScope.Admin, HttpStatusCode.Created)]
    public async Task A_key_reads_with_any_scope_and_writes_with_the_admin_scope(
        ApiScope scope,
        HttpStatusCode written
    )
    {
        await _host.AddKeyAsync(Key, scope);
        using var api = _host.Api(Key);
        var read = await api.GetAsync("/api/v1/summary", TestContext.Current.CancellationToken);
        var write = await api.PutAsJsonAsync(
            "/api/v1/users/u1",
            new { name = "Zoë" },
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal(written, write.StatusCode);
    }

    [Fact]
    public async Task A_scope_that_is_too_small_gets_the_needed_one_in_the_answer()
    {
        await _host.AddKeyAsync(Key, ApiScope.Read);
        using var api = _host.Api(Key);
        var answer = await api.PutAsJsonAsync(
            "/api/v1/users/u1",
            new { name = "Zoë" },
            TestContext.Current.CancellationToken
        );
        var detail = await ProblemAsync(answer, HttpStatusCode.Forbidden);
        Assert.Equal("This needs an API key with the scope Admin; this key has the scope Read.", detail);
    }

    [Fact]
    public async Task A_request_without_a_key_gets_instructions()
    {
        using var api = _host.Api(key: null);
        var answer = await api.GetAsync("/api/v1/summary", TestContext.Current.CancellationToken);
        Assert.Contains("Authorization: Bearer", await ProblemAsync(answer, HttpStatusCode.Unauthorized));
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task An_unknown_an_expired_and_a_revoked_key_open_nothing()
    {
        await _host.AddKeyAsync(Key + "-expired", ApiScope.Admin, expiresAt: _host.Time.GetUtcNow());
        await _host.AddKeyAsync(Key + "-revoked", ApiScope.Admin, revokedAt: _host.Time.GetUtcNow());
        foreach (var key in new[] { Key, Key + "-expired", Key + "-revoked" })
        {
            using var api = _host.Api(key);
            var answer = await api.GetAsync("/api/v1/summary", TestContext.Current.CancellationToken);
            Assert.Contains("Ask an admin", await ProblemAsync(answer, HttpStatusCode.Unauthorized));
        }
    }

    [Fact]
    public async Task A_remembered_key_expires_on_time_and_its_revocation_is_noticed_within_seconds()
    {
        await _host.AddKeyAsync(Key, ApiScope.Read);
        await _host.AddKeyAsync(Key + "-short", ApiScope.Read, _host.Time.GetUtcNow().AddSeconds(2));
        var keys = new ApiKeys(_host.Database, _host.Time);
        Assert.NotNull(await keys.FindAsync(Key, TestContext.Current.CancellationToken));
        Assert.NotNull(await keys.FindAsync(Key + "-short", TestContext.Current.CancellationToken));

        await using var db = _host.Database.CreateDbContext();
        await db.ApiKeys.ExecuteUpdateAsync(
            s => s.SetProperty(k => k.RevokedAt, _host.Time.GetUtcNow()),
            TestContext.Current.CancellationToken
        );
        _host.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await keys.FindAsync(Key + "-short", TestContext.Current.CancellationToken));
        _host.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(await keys.FindAsync(Key, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_key_in_the_query_opens_hubs_only()
    {
        using var client = _host.Browser();
        var token = $"?access_token={RoomsHost.BootstrapKey}";
        var hub = await client.GetAsync($"/hubs/probe{token}", TestContext.Current.CancellationToken);
        var api = await client.GetAsync($"/api/v1/summary{token}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, hub.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
    }

    [Fact]
    public async Task Programs_get_a_status_and_people_the_sign_in_page()
    {
        using var client = _host.Browser();
        var hub = await client.GetAsync("/hubs/probe", TestContext.Current.CancellationToken);
        var page = await client.GetAsync("/operators-only?x=1", TestContext.Current.CancellationToken);
        await ProblemAsync(hub, HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.Equal(
            "/account/sign-in?returnUrl=%2Foperators-only%3Fx%3D1",
            page.Headers.Location!.PathAndQuery
        );
    }

    [Fact]
    public async Task A_key_does_not_open_what_is_for_operators()
    {
        using var api = _host.Api();
        var answer = await api.GetAsync("/operators-only", TestContext.Current.CancellationToken);
        Assert.Contains("operator", await ProblemAsync(answer, HttpStatusCode.Forbidden));
    }

    private static async Task<string> ProblemAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(
            TestContext.Current.CancellationToken
        );
        Assert.Equal((int)expected, problem.GetProperty("status").GetInt32());
        return problem.GetProperty("detail").GetString()!;
    }
}
