using Dashboard.Access;
using Dashboard.Domain.Operators;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Access;

public sealed class ApiKeyUseTests : IAsyncLifetime
{
    private const string Key = "a-key-that-some-script-uses-0001";
    private RoomsHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await RoomsHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_use_is_written_down_by_the_minute_and_not_by_the_request()
    {
        await _host.AddKeyAsync(Key, ApiScope.Read);
        var use = _host.Services.GetRequiredService<ApiKeyUse>();
        using var api = _host.Api(Key);
        await api.JsonAsync("/api/v1/summary");
        _host.Time.Advance(TimeSpan.FromSeconds(10));
        await api.JsonAsync("/api/v1/summary");
        Assert.Null(await LastUsedAsync());

        var last = _host.Time.GetUtcNow();
        await use.WriteAsync(TestContext.Current.CancellationToken);
        Assert.Equal(last, await LastUsedAsync());
    }

    [Fact]
    public async Task A_later_use_at_another_node_stays()
    {
        await _host.AddKeyAsync(Key, ApiScope.Read);
        var keys = new ApiKeys(_host.Database, _host.Time);
        await keys.FindAsync(Key, TestContext.Current.CancellationToken);
        var later = _host.Time.GetUtcNow().AddSeconds(5);
        await using (var db = _host.Database.CreateDbContext())
            await db.ApiKeys.ExecuteUpdateAsync(
                s => s.SetProperty(k => k.LastUsedAt, later),
                TestContext.Current.CancellationToken
            );

        await new ApiKeyUse(keys, _host.Database, _host.Time).WriteAsync(
            TestContext.Current.CancellationToken
        );

        Assert.Equal(later, await LastUsedAsync());
    }

    [Fact]
    public async Task A_use_that_can_not_be_written_is_kept_for_the_next_time()
    {
        await _host.AddKeyAsync(Key, ApiScope.Read);
        var keys = new ApiKeys(_host.Database, _host.Time);
        await keys.FindAsync(Key, TestContext.Current.CancellationToken);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var use = new ApiKeyUse(keys, _host.Database, _host.Time);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => use.WriteAsync(cancelled.Token));

        await use.WriteAsync(TestContext.Current.CancellationToken);

        Assert.NotNull(await LastUsedAsync());
    }

    private async Task<DateTimeOffset?> LastUsedAsync()
    {
        await using var db = _host.Database.CreateDbContext();
        return (
            await db.ApiKeys.SingleAsync(k => k.Id != "bootstrap", TestContext.Current.CancellationToken)
        ).LastUsedAt;
    }
}
