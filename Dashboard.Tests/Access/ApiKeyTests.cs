using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Operators;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Access;

public sealed class ApiKeyTests : RoomsContext
{
    private const string Key = "a-key-that-some-script-uses-0001";

    [Theory]
    [InlineData(ApiScope.Read, HttpStatusCode.Forbidden)]
    [InlineData(ApiScope.Links, HttpStatusCode.Forbidden)]
    [InlineData(ApiScope.Admin, HttpStatusCode.Created)]
    public async Task A_key_reads_with_any_scope_and_writes_with_the_admin_scope(
        ApiScope scope,
        HttpStatusCode written
    )
    {
        await Host.AddKeyAsync(Key, scope);
        using var api = Host.Api(Key);
        var read = await api.GetAsync("/api/v1/summary", Token);
        var write = await api.PutAsJsonAsync("/api/v1/users/u1", new { name = "Zoë" }, Token);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal(written, write.StatusCode);
    }

    [Fact]
    public async Task A_scope_that_is_too_small_gets_the_needed_one_in_the_answer()
    {
        await Host.AddKeyAsync(Key, ApiScope.Read);
        using var api = Host.Api(Key);
        var answer = await api.PutAsJsonAsync("/api/v1/users/u1", new { name = "Zoë" }, Token);
        var detail = await ProblemAsync(answer, HttpStatusCode.Forbidden);
        Assert.Equal("This needs an API key with the scope Admin; this key has the scope Read.", detail);
    }

    [Fact]
    public async Task A_request_without_a_key_gets_instructions()
    {
        using var api = Host.Api(key: null);
        var answer = await api.GetAsync("/api/v1/summary", Token);
        Assert.Contains("Authorization: Bearer", await ProblemAsync(answer, HttpStatusCode.Unauthorized));
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Unknown_expired_and_revoked_keys_are_refused()
    {
        await Host.AddKeyAsync(Key + "-expired", ApiScope.Admin, expiresAt: Host.Time.GetUtcNow());
        await Host.AddKeyAsync(Key + "-revoked", ApiScope.Admin, revokedAt: Host.Time.GetUtcNow());
        foreach (var key in new[] { Key, Key + "-expired", Key + "-revoked" })
        {
            using var api = Host.Api(key);
            var answer = await api.GetAsync("/api/v1/summary", Token);
            Assert.Contains("Ask an admin", await ProblemAsync(answer, HttpStatusCode.Unauthorized));
        }
    }

    [Fact]
    public async Task A_remembered_key_expires_on_time_and_its_revocation_is_noticed_within_seconds()
    {
        await Host.AddKeyAsync(Key, ApiScope.Read);
        await Host.AddKeyAsync(Key + "-short", ApiScope.Read, Host.Time.GetUtcNow().AddSeconds(2));
        var keys = new ApiKeys(Host.Database, Host.Time);
        Assert.NotNull(await keys.FindAsync(Key, Token));
        Assert.NotNull(await keys.FindAsync(Key + "-short", Token));

        await using var db = Host.Database.CreateDbContext();
        await db.ApiKeys.ExecuteUpdateAsync(
            s => s.SetProperty(k => k.RevokedAt, Host.Time.GetUtcNow()),
            Token
        );
        Host.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await keys.FindAsync(Key + "-short", Token));
        Host.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(await keys.FindAsync(Key, Token));
    }

    [Fact]
    public async Task Probes_with_a_wrong_key_read_the_database_once_in_some_seconds()
    {
        var contexts = new CountedContexts(Host.Database);
        var keys = new ApiKeys(contexts, Host.Time);
        for (var probe = 0; probe < 3; probe++)
            Assert.Null(await keys.FindAsync("a-key-that-nobody-has", Token));
        Assert.Equal(1, contexts.Created);

        Host.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await keys.FindAsync("a-key-that-nobody-has", Token));
        Assert.Equal(2, contexts.Created);
    }

    [Fact]
    public async Task A_key_in_the_query_opens_hubs_only()
    {
        using var client = Host.Browser();
        var token = $"?access_token={RoomsHost.BootstrapKey}";
        var hub = await client.GetAsync($"/hubs/probe{token}", Token);
        var api = await client.GetAsync($"/api/v1/summary{token}", Token);
        Assert.Equal(HttpStatusCode.OK, hub.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
    }

    [Fact]
    public async Task Programs_get_a_status_and_people_the_sign_in_page()
    {
        using var client = Host.Browser();
        var hub = await client.GetAsync("/hubs/probe", Token);
        var page = await client.GetAsync("/operators-only?x=1", Token);
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
        using var api = Host.Api();
        var answer = await api.GetAsync("/operators-only", Token);
        Assert.Contains("operator", await ProblemAsync(answer, HttpStatusCode.Forbidden));
    }

    private static async Task<string> ProblemAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal((int)expected, problem.GetProperty("status").GetInt32());
        return problem.GetProperty("detail").GetString()!;
    }

    private sealed class CountedContexts(TestDatabase database) : IDbContextFactory<DashboardDbContext>
    {
        public int Created { get; private set; }

        public DashboardDbContext CreateDbContext()
        {
            Created++;
            return database.CreateDbContext();
        }
    }
}
