using System.Net;
using Dashboard.Access;
using Dashboard.Domain.Operators;
using Dashboard.Features.Team.Keys;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Team.Keys;

public sealed class KeyDirectoryTests : IAsyncLifetime
{
    private static readonly WantedKey Wanted = new("Billing", ApiScope.Links, TimeSpan.FromDays(30));
    private readonly FakeTimeProvider _time = new(Some.Noon);
    private DashboardServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = DashboardServer.Start(_time);
        await TeamHost.AddAsync(_server.Database, TeamHost.Person("id-1", Role.Admin));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_key_opens_what_its_scope_may_and_only_its_hash_is_kept()
    {
        var made = await As(Role.Admin).CreateAsync(Wanted, Token);

        var key = made.New!.Key;
        Assert.StartsWith("chd_", key, StringComparison.Ordinal);
        Assert.Equal(47, key.Length);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(key));
        await using var db = _server.Database.CreateDbContext();
        var stored = await db.ApiKeys.SingleAsync(k => k.Name == "Billing", Token);
        Assert.Equal((ApiKeys.Hash(key), key[..10]), (stored.KeyHash, stored.Prefix));
        Assert.Equal(("Test person", Some.Noon.AddDays(30)), (stored.CreatedBy, stored.ExpiresAt));
        var file = await File.ReadAllBytesAsync(_server.Database.FilePath, Token);
        Assert.Equal(-1, file.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(key)));
        Assert.DoesNotContain(key, $"{made} {made.New}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_key_stops_working_immediately()
    {
        var made = await As(Role.Admin).CreateAsync(Wanted, Token);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(made.New!.Key));

        await As(Role.Admin).RevokeAsync(made.Stored!.Id, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(made.New.Key));
        var list = await As(Role.Admin).ListAsync(Token);
        Assert.Equal(["bootstrap"], list.Active.Select(k => k.Name));
        Assert.Equal(["Billing"], list.Past.Select(k => k.Name));
    }

    [Fact]
    public async Task An_expired_key_is_a_past_one_and_its_name_is_free_again()
    {
        await As(Role.Admin).CreateAsync(Wanted, Token);
        _time.Advance(TimeSpan.FromDays(30));
        var again = await As(Role.Admin).CreateAsync(Wanted, Token);
        Assert.Null(again.Problem);
        var list = await As(Role.Admin).ListAsync(Token);
        Assert.Equal((2, 1), (list.Active.Count, list.Past.Count));
    }

    [Fact]
    public async Task Two_active_keys_do_not_share_a_name_and_every_key_has_one()
    {
        var directory = As(Role.Admin);
        var made = await directory.CreateAsync(Wanted, Token);
        var same = await directory.CreateAsync(Wanted with { Name = " billing " }, Token);
        var none = await directory.CreateAsync(Wanted with { Name = " " }, Token);
        var renamed = await directory.RenameAsync(made.Stored!.Id, "bootstrap", Token);
        Assert.Contains("has this name", same.Problem);
        Assert.Contains("Enter a name", none.Problem);
        Assert.Contains("has this name", renamed);
    }

    [Fact]
    public async Task What_was_done_to_a_key_is_on_the_audit_trail_without_the_key()
    {
        var directory = As(Role.Admin);
        var made = await directory.CreateAsync(Wanted, Token);
        await directory.RenameAsync(made.Stored!.Id, "Invoices", Token);
        await directory.RevokeAsync(made.Stored.Id, Token);
        await directory.RevokeAsync(made.Stored.Id, Token);

        await using var db = _server.Database.CreateDbContext();
        var entries = await db
            .AuditEntries.Where(a => a.Subject == $"api-key:{made.Stored.Id}")
            .OrderBy(a => a.Number)
            .ToListAsync(Token);
        Assert.Equal(["create API key", "rename API key", "revoke API key"], entries.Select(e => e.Action));
        Assert.Contains("\"scope\":\"Links\"", entries[0].After);
        Assert.Equal("""{"name":"Billing"} {"name":"Invoices"}""", $"{entries[1].Before} {entries[1].After}");
        Assert.All(
            entries,
            e =>
                Assert.DoesNotContain(
                    made.New!.Key[12..],
                    $"{e.Before}{e.After}{e.Result}",
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public async Task A_just_disabled_admin_can_not_create_a_key()
    {
        await using (var db = _server.Database.CreateDbContext())
            await db
                .Users.Where(o => o.Id == "id-1")
                .ExecuteUpdateAsync(s => s.SetProperty(o => o.DisabledAt, Some.Noon), Token);
        await Assert.ThrowsAsync<AccessDeniedException>(() => As(Role.Admin).CreateAsync(Wanted, Token));
    }

    [Fact]
    public async Task Only_admins_and_no_API_keys_have_access()
    {
        foreach (var directory in new[] { As(Role.Support), As(Role.Manager), As(ApiScope.Admin) })
        {
            var token = Token;
            await Assert.ThrowsAsync<AccessDeniedException>(() => directory.ListAsync(token));
            await Assert.ThrowsAsync<AccessDeniedException>(() => directory.CreateAsync(Wanted, token));
            await Assert.ThrowsAsync<AccessDeniedException>(() => directory.RenameAsync("x", "y", token));
            await Assert.ThrowsAsync<AccessDeniedException>(() => directory.RevokeAsync("x", token));
        }
    }

    private KeyDirectory As(Role role) => As(ActorScope.Of(role));

    private KeyDirectory As(ApiScope scope) => As(ActorScope.Of(scope));

    private KeyDirectory As(CurrentOperator current) =>
        new(
            _server.Database,
            current,
            new AuditWriter(current, _time),
            _server.Services.GetRequiredService<ApiKeys>(),
            _time
        );

    private async Task<HttpStatusCode> StatusAsync(string key)
    {
        using var caller = _server.Caller(key);
        using var answer = await caller.GetAsync("/api/v1/summary", Token);
        return answer.StatusCode;
    }
}
