using Dashboard.Data.Events;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Data;

/// <summary>Later events override wrong dates from outside and from a wrong clock of our own.</summary>
public sealed class FutureTimesTests : IDisposable
{
    private static readonly TimeSpan TenYears = TimeSpan.FromDays(3650);

    private readonly FakeTimeProvider _time = new(Some.Noon.AddMinutes(1));
    private readonly TestDatabase _database = new();
    private readonly RecordingLog _said = new();
    private readonly EventLog _log;

    public FutureTimesTests()
    {
        using var loggers = LoggerFactory.Create(b => b.AddProvider(_said));
        _log = new EventLog(_database, _database.Changes, _time, loggers.CreateLogger<EventLog>());
    }

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(5_256_000)]
    public async Task A_check_that_is_dated_ahead_counts_as_now(double minutesAhead)
    {
        await _log.AppendAsync([Some.Broken()], cancellationToken: Token);

        await CheckAsync(_log, Health.Healthy, _time.GetUtcNow().AddMinutes(minutesAhead));

        var found = await FindAsync();
        Assert.Equal((Health.Healthy, _time.GetUtcNow()), (found.Health, found.LastVerifiedAt));
        Assert.Contains(
            _said.Lines,
            line => line.StartsWith("Warning: 1 events or checks", StringComparison.Ordinal)
        );
        await BreaksAsync();
    }

    [Fact]
    public async Task A_clock_that_is_a_little_ahead_is_believed()
    {
        var at = _time.GetUtcNow().AddMinutes(2);

        await CheckAsync(_log, Health.Healthy, at);

        Assert.Equal(at, (await FindAsync()).LastVerifiedAt);
        Assert.Empty(_said.Lines);
    }

    [Fact]
    public async Task An_event_that_is_dated_ahead_counts_as_now()
    {
        await _log.AppendAsync(
            [Some.Fixed() with { OccurredAt = _time.GetUtcNow().AddMinutes(4) }],
            cancellationToken: Token
        );

        Assert.Equal(_time.GetUtcNow(), (await FindAsync()).Since);
        await BreaksAsync();
    }

    [Fact]
    public async Task Impossible_dates_are_ignored()
    {
        await _log.RecordAsync(
            [
                new ConnectionCheck(
                    "connection-1",
                    "user-1",
                    _time.GetUtcNow(),
                    Health.Disabled,
                    BrokenAt: DateTimeOffset.MinValue,
                    CreatedAt: _time.GetUtcNow() + TenYears
                ),
            ],
            cancellationToken: Token
        );

        var found = await FindAsync();
        Assert.Equal(_time.GetUtcNow(), found.Since);
        Assert.Null(found.CreatedAt);
    }

    [Fact]
    public async Task A_stored_future_yields_to_a_newer_check()
    {
        await StoreFutureAsync();

        await CheckAsync(_log, Health.Disabled, _time.GetUtcNow());

        var found = await FindAsync();
        Assert.Equal(Health.Disabled, found.Health);
        Assert.Equal(_time.GetUtcNow(), found.LastVerifiedAt);
        Assert.False(found.AwaitingVerification, System.Text.Json.JsonSerializer.Serialize(found));
        Assert.False(found.IsMisdated(_time.GetUtcNow()));
        await using var db = _database.CreateDbContext();
        Assert.All(await db.Events.ToListAsync(Token), e => Assert.True(e.OccurredAt <= _time.GetUtcNow()));
        Assert.All(await db.Episodes.ToListAsync(Token), e => Assert.True(e.StartedAt <= _time.GetUtcNow()));
    }

    [Fact]
    public async Task A_stored_future_yields_to_a_newer_event_and_is_checked()
    {
        await StoreFutureAsync();

        await BreaksAsync();

        Assert.True((await FindAsync()).AwaitingVerification);
    }

    [Fact]
    public async Task A_stored_placeholder_yields_to_a_newer_check()
    {
        await _log.AppendAsync([Some.Broken()], cancellationToken: Token);
        await using (var db = _database.CreateDbContext())
            await db.Connections.ExecuteUpdateAsync(
                s => s.SetProperty(c => c.Since, DateTimeOffset.MinValue.AddDays(1)),
                Token
            );

        await CheckAsync(_log, Health.Disabled, _time.GetUtcNow());

        Assert.Equal((Health.Disabled, Some.Noon), ((await FindAsync()).Health, (await FindAsync()).Since));
    }

    // As an earlier version did, or this one while its own clock was wrong.
    private async Task StoreFutureAsync()
    {
        await _log.AppendAsync([Some.Broken()], cancellationToken: Token);
        var ahead = new FakeTimeProvider(_time.GetUtcNow() + TenYears);
        await CheckAsync(
            new EventLog(_database, _database.Changes, ahead),
            Health.Healthy,
            ahead.GetUtcNow()
        );
        var found = await FindAsync();
        Assert.Equal(Health.Healthy, found.Health);
        Assert.True(found.IsMisdated(_time.GetUtcNow()));
    }

    private async Task BreaksAsync()
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        await _log.AppendAsync(
            [Some.Broken() with { OccurredAt = _time.GetUtcNow() }],
            cancellationToken: Token
        );
        Assert.Equal(Health.Disabled, (await FindAsync()).Health);
    }

    private static Task CheckAsync(EventLog log, Health health, DateTimeOffset at) =>
        log.RecordAsync(
            [new ConnectionCheck("connection-1", "user-1", at, health)],
            cancellationToken: Token
        );

    private async Task<Connection> FindAsync()
    {
        await using var db = _database.CreateDbContext();
        return await db.Connections.SingleAsync(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
