using Dashboard.Access;
using Dashboard.Domain.Operators;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Access;

public sealed class ApiKeyUseTests : RoomsContext
{
    private const string Key = "a-key-that-some-script-uses-0001";

    [Fact]
    public async Task A_use_is_written_down_by_the_minute_and_not_by_the_request()
    {
        await Host.AddKeyAsync(Key, ApiScope.Read);
        var use = Host.Services.GetRequiredService<ApiKeyUse>();
        using var api = Host.Api(Key);
        await api.JsonAsync("/api/v1/summary");
        Host.Time.Advance(TimeSpan.FromSeconds(10));
        await api.JsonAsync("/api/v1/summary");
        Assert.Null(await LastUsedAsync());

        var last = Host.Time.GetUtcNow();
        await use.WriteAsync(Token);
        Assert.Equal(last, await LastUsedAsync());
    }

    [Fact]
    public async Task A_later_use_at_another_node_stays()
    {
        await Host.AddKeyAsync(Key, ApiScope.Read);
        var keys = new ApiKeys(Host.Database, Host.Time);
        await keys.FindAsync(Key, Token);
        var later = Host.Time.GetUtcNow().AddSeconds(5);
        await using (var db = Host.Database.CreateDbContext())
            await db.ApiKeys.ExecuteUpdateAsync(s => s.SetProperty(k => k.LastUsedAt, later), Token);

        await new ApiKeyUse(keys, Host.Database, Host.Time).WriteAsync(Token);

        Assert.Equal(later, await LastUsedAsync());
    }

    [Fact]
    public async Task A_use_that_can_not_be_written_is_kept_for_the_next_time()
    {
        await Host.AddKeyAsync(Key, ApiScope.Read);
        var keys = new ApiKeys(Host.Database, Host.Time);
        await keys.FindAsync(Key, Token);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var use = new ApiKeyUse(keys, Host.Database, Host.Time);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => use.WriteAsync(cancelled.Token));

        await use.WriteAsync(Token);

        Assert.NotNull(await LastUsedAsync());
    }

    private async Task<DateTimeOffset?> LastUsedAsync()
    {
        await using var db = Host.Database.CreateDbContext();
        return (await db.ApiKeys.SingleAsync(k => k.Id != "bootstrap", Token)).LastUsedAt;
    }
}
