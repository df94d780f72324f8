using Dashboard.Domain.Reconciliation;
using Dashboard.Features.Reconciliation.Drifting;
using Dashboard.SnapTrade;
using Dashboard.Tests.Features.Reconciliation.Sweep;
using Dashboard.Tests.Support;
using static Dashboard.Tests.Features.Reconciliation.Sweep.SweepBench;

namespace Dashboard.Tests.Features.Reconciliation;

public sealed class DriftReaderTests : IDisposable
{
    private readonly SweepBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_difference_is_lost_until_its_webhook_comes_and_late_from_then_on()
    {
        await _bench.Database.EventsAsync(Some.Added(0, "c", "u"), Some.Added(0, "other", "u"));
        await _bench.UserAsync("u", Broken("c", 30), Works("other"));
        await _bench.LookedAtAsync();
        await _bench.Checker.CheckAsync("u", CallPriority.Background, Token);
        Assert.Equal(new Drift(0, 0, 2), await ReadAsync());

        _bench.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(new Drift(1, 0, 2), await ReadAsync());

        // Another break, which is not about this one, and then the one that was missed.
        await _bench.Database.EventsAsync(Some.Broken(66, "other", "u"));
        Assert.Equal(new Drift(1, 0, 3), await ReadAsync());
        await _bench.Database.EventsAsync(
            Some.Broken(30, "c", "u") with
            {
                ReceivedAt = _bench.Time.GetUtcNow(),
            }
        );
        Assert.Equal(new Drift(0, 1, 3), await ReadAsync());
    }

    [Fact]
    public async Task A_webhook_that_crosses_the_check_is_neither_lost_nor_late()
    {
        await _bench.Database.EventsAsync(Some.Added(0, "c", "u"));
        await _bench.UserAsync("u", Broken("c", 59));
        await _bench.LookedAtAsync();
        await _bench.Checker.CheckAsync("u", CallPriority.Background, Token);
        await _bench.Database.EventsAsync(
            Some.Broken(59, "c", "u") with
            {
                ReceivedAt = _bench.Time.GetUtcNow().AddSeconds(3),
            }
        );
        _bench.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(new Drift(0, 0, 2), await ReadAsync());
    }

    [Fact]
    public async Task A_webhook_that_waited_while_the_check_was_written_down_crosses_it_too()
    {
        await _bench.Database.EventsAsync(Some.Added(0, "c", "u"));
        await _bench.UserAsync("u", Broken("c", 59));
        await _bench.LookedAtAsync();
        _bench.SnapTrade.Skew = TimeSpan.FromSeconds(-10);
        await _bench.Checker.CheckAsync("u", CallPriority.Background, Token);
        await _bench.Database.EventsAsync(
            Some.Broken(59, "c", "u") with
            {
                ReceivedAt = _bench.Time.GetUtcNow().AddSeconds(-3),
            }
        );
        _bench.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(new Drift(0, 0, 2), await ReadAsync());
    }

    [Fact]
    public async Task First_looks_and_what_is_a_day_old_do_not_count()
    {
        await _bench.UserAsync("u", Broken("c", 30));
        await _bench.Checker.CheckAsync("u", CallPriority.Background, Token);
        _bench.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(new Drift(0, 0, 0), await ReadAsync());

        _bench.SnapTrade.Lists["u"] = [Works("c")];
        await _bench.Checker.CheckAsync("u", CallPriority.Background, Token);
        _bench.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(new Drift(1, 0, 0), await ReadAsync());
        _bench.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(new Drift(0, 0, 0), await ReadAsync());
    }

    private Task<Drift> ReadAsync() => new DriftReader(_bench.Database, _bench.Time).ReadAsync(Token);
}
