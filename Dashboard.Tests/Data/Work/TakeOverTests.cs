using Dashboard.Data.Work;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Data.Work;

/// <summary>What happens to each work of the product when the node that does it is killed or stops.</summary>
public sealed class TakeOverTests(TakeOverTests.Product product)
    : DatabaseContext,
        IClassFixture<TakeOverTests.Product>
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(30);

    // A loop may begin to wait only after the test's clock has moved on.
    private static readonly TimeSpan Slip = TimeSpan.FromSeconds(2);

    // What is known, counted or kept in a node's memory, or is shared out row by row. Anything else is done once.
    private static readonly string[] OnEveryNode =
    [
        "api-key-use",
        "delivery-count-pruning",
        "delivery-recorder",
        "delivery-watch",
        "export-sweep",
        "health-watch",
        "hub-session-check",
        "idempotency-pruner",
        "incident-watch",
        "lease-renewal",
        "overview-watch",
        "receipt-pruning",
        "saved-views",
        "session-pruner",
        "snaptrade-check",
        "sweep-schedule",
        "sweep-watch",
        "verification",
    ];

    private readonly FakeTimeProvider _time = new(Some.Noon);

    [Fact]
    public void It_is_decided_of_each_work_whether_one_node_does_it()
    {
        Assert.Equal(
            OnEveryNode,
            product.Works.Where(w => !w.OnOneNode).Select(w => w.Name).Order(StringComparer.Ordinal)
        );
        Assert.Equal(product.Works.Count, product.Works.Select(w => w.Name).Distinct().Count());
    }

    [Fact]
    public async Task A_killed_nodes_work_is_taken_over_within_half_a_minute()
    {
        var killed = new WorkLeases(Database, _time);
        var works = await HeldByAsync(killed);
        await using var other = new Node(Database, _time, works);
        await other.StartAsync();
        await other.LooksAsync();

        // It lives for two minutes and keeps all of it, however seldom the work runs.
        for (var s = 0; s < 120; s++)
        {
            if (s % WorkLeases.LookEvery.TotalSeconds == 0)
                await killed.RenewAsync(Token);
            _time.Advance(TimeSpan.FromSeconds(1));
            await other.LooksAsync();
        }
        Assert.All(other.Works, w => Assert.Equal(0, w.Runs));

        await killed.RenewAsync(Token);
        for (var s = 0; s < Promised.TotalSeconds; s++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await other.LooksAsync();
        }
        Assert.All(other.Works, w => Assert.True(w.Runs > 0, w.Name));
    }

    [Fact]
    public async Task The_work_of_a_node_that_stops_is_taken_over_at_the_next_look()
    {
        var stopping = new WorkLeases(Database, _time);
        var works = await HeldByAsync(stopping);
        await using var other = new Node(Database, _time, works);
        await other.StartAsync();
        await other.LooksAsync();

        foreach (var work in works)
            await stopping.ReleaseAsync(work.Name, Token);
        for (var s = 0; s < (WorkLeases.LookEvery + Slip).TotalSeconds; s++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await other.LooksAsync();
        }
        Assert.All(other.Works, w => Assert.True(w.Runs > 0, w.Name));
    }

    private async Task<List<IRecurringWork>> HeldByAsync(WorkLeases node)
    {
        var works = product.Works.Where(w => w.OnOneNode).ToList();
        foreach (var work in works)
            Assert.True(await node.HoldAsync(work.Name, Token));
        return works;
    }

    /// <summary>The product's works as it registers them.</summary>
    public sealed class Product : IAsyncDisposable
    {
        private readonly DashboardServer _server = DashboardServer.Start();

        public Product() =>
            Works = [
                .. _server
                    .Services.GetServices<IHostedService>()
                    .Select(s => s.GetType())
                    .Where(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(LeasedLoop<>))
                    .Select(t =>
                        (IRecurringWork)_server.Services.GetRequiredService(t.GetGenericArguments()[0])
                    ),
            ];

        public IReadOnlyList<IRecurringWork> Works { get; }

        public ValueTask DisposeAsync() => _server.DisposeAsync();
    }

    /// <summary>The loops of a node that has run for a while, over works that only count their runs.</summary>
    private sealed class Node(TestDatabase database, FakeTimeProvider time, List<IRecurringWork> works)
        : IAsyncDisposable
    {
        private readonly WorkLeases _leases = new(database, time);
        private readonly List<LeasedLoop<CountedWork>> _loops = [];

        public List<CountedWork> Works { get; } = works.ConvertAll(w => new CountedWork(w, time));

        public async Task StartAsync()
        {
            foreach (var work in Works)
            {
                var loop = new LeasedLoop<CountedWork>(
                    work,
                    _leases,
                    new Started(),
                    time,
                    NullLogger<CountedWork>.Instance
                );
                _loops.Add(loop);
                await loop.StartAsync(CancellationToken.None);
            }
        }

        /// <summary>Waits until no loop is due.</summary>
        public Task LooksAsync() =>
            Eventually.TrueAsync(() => Works.TrueForAll(w => w.HasLooked), "all works have looked");

        public async ValueTask DisposeAsync()
        {
            foreach (var loop in _loops)
            {
                await loop.StopAsync(CancellationToken.None);
                loop.Dispose();
            }
        }
    }

    private sealed class CountedWork(IRecurringWork work, FakeTimeProvider time) : IRecurringWork
    {
        private int _runs;
        private long _lookedAt;

        public string Name => work.Name;
        public TimeSpan Interval => work.Interval;
        public bool OnOneNode => true;
        public int Runs => Volatile.Read(ref _runs);

        /// <summary>Whether its loop looked as lately as it has to.</summary>
        public bool HasLooked =>
            Runs > 0 || time.GetElapsedTime(Volatile.Read(ref _lookedAt)) < WorkLeases.LookEvery + Slip;

        public Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
        {
            Interlocked.Increment(ref _runs);
            return Task.FromResult<TimeSpan?>(null);
        }

        public void StandBy() => Volatile.Write(ref _lookedAt, time.GetTimestamp());
    }

    private sealed class Started : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => new(canceled: true);
        public CancellationToken ApplicationStopping => CancellationToken.None;
        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() { }
    }
}
