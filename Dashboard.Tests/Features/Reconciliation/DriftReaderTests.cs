using Dashboard.Domain;
using Dashboard.Features.Reconciliation.Drifting;
using Dashboard.SnapTrade;
using Dashboard.Tests.Features.Reconciliation.Sweep;
using Dashboard.Tests.Support;
using static Dashboard.Tests.Features.Reconciliation.Sweep.SweepBench;

namespace Dashboard.Tests.Features.Reconciliation;

public sealed class DriftReaderTests : IDisposable
{
    private readonly SweepBench bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_difference_is_lost_until_its_webhook_comes_and_late_from_then_on()
    {
        await bench.Database.EventsAsync(Some.Added(0, "c", "u"), Some.Added(0, "other", "u"));
        await bench.UserAsync("u", Broken("c", 30), Works("other"));
        await bench.LookedAtAsync();
        await bench.Checker.CheckAsync("u", CallPriority.Background, Token);
        Assert.Equal(new Drift(0, 0, 2), await ReadAsync());

        bench.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(new Drift(1, 0, 2), await ReadAsync());

        // Another break, which says nothing of this one, and then the one that was missed.
        await bench.Database.EventsAsync(Some.Broken(66, "other", "u"));
        Assert.Equal(new Drift(1, 0, 3), await ReadAsync());
        await bench.Database.EventsAsync(
            Some.Broken(30, "c", "u") with
            {
                ReceivedAt = bench.Time.GetUtcNow(),
            }
        );
        Assert.Equal(new Drift(0, 1, 3), await ReadAsync());
    }

    [Fact]
    public async Task A_webhook_that_crosses_the_check_is_neither_lost_nor_late()
    {
        await bench.Database.EventsAsync(Some.Added(0, "c", "u"));
        await bench.UserAsync("u", Broken("c", 59));
        await bench.LookedAtAsync();
        await bench.Checker.CheckAsync("u", CallPriority.Background, Token);
        await bench.Database.EventsAsync(
            Some.Broken(59, "c", "u") with
            {
                ReceivedAt = bench.Time.GetUtcNow().AddSeconds(3),
            }
        );
        bench.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(new Drift(0, 0, 2), await ReadAsync());
    }

    [Fact]
    public async Task A_webhook_that_waited_while_the_check_was_written_down_crosses_it_too()
    {
        await bench.Database.EventsAsync(Some.Added(0, "c", "u"));
        await bench.UserAsync("u", Broken("c", 59));
        await bench.LookedAtAsync();
        bench.SnapTrade.Skew = TimeSpan.FromSeconds(-10);
        await bench.Checker.CheckAsync("u", CallPriority.Background, Token);
        await bench.Database.EventsAsync(
            Some.Broken(59, "c", "u") with
            {
                ReceivedAt = bench.Time.GetUtcNow().AddSeconds(-3),
            }
        );
        bench.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(new Drift(0, 0, 2), await ReadAsync());
    }

    [Fact]
    public async Task First_looks_and_what_is_a_day_old_do_not_count()
    {
        await bench.UserAsync("u", Broken("c", 30));
        await bench.Checker.CheckAsync("u", CallPriority.Background, Token);
        bench.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(new Drift(0, 0, 0), await ReadAsync());

        bench.SnapTrade.Lists["u"] = [Works("c")];
        await bench.Checker.CheckAsync("u", CallPriority.Background, Token);
        bench.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(new Drift(1, 0, 0), await ReadAsync());
        bench.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(new Drift(0, 0, 0), await ReadAsync());
    }

    private Task<Drift> ReadAsync() => new DriftReader(bench.Database, bench.Time).ReadAsync(Token);
}
