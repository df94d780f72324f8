using Dashboard.Data.Work;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Data.Work;

public sealed class LeasedLoopTests : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private readonly TestDatabase _database = new();
    private readonly FakeTimeProvider _time = new(Some.Noon);
    private readonly RecordingLog _log = new();
    private readonly List<LeasedLoop<SampleWork>> _loops = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var loop in _loops)
            await StopAsync(loop);
        _database.Dispose();
    }

    [Fact]
    public async Task Work_runs_after_the_start_and_then_once_an_interval()
    {
        var work = new SampleWork();
        var (_, lifetime) = await StartAsync(work, started: false);
        Assert.Equal(0, work.Runs);

        lifetime.Start();
        await RunsAsync(work, 1);
        _time.Advance(Interval - TimeSpan.FromSeconds(1));
        Assert.Equal(1, work.Runs);
        // The wait may begin after the run is counted.
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return work.Runs == 2;
            },
            "an interval later it ran again"
        );
    }

    [Fact]
    public async Task Work_can_request_an_immediate_run()
    {
        var work = new SampleWork { Answer = run => run < 3 ? TimeSpan.Zero : null };
        await StartAsync(work);

        await RunsAsync(work, 3);
    }

    [Fact]
    public async Task The_wake_signal_ends_the_wait_early()
    {
        var work = new SampleWork { Signal = new WakeSignal() };
        await StartAsync(work);
        await RunsAsync(work, 1);

        work.Signal.Wake();

        await RunsAsync(work, 2);
    }

    [Fact]
    public async Task A_failed_run_is_logged_and_followed_by_the_next()
    {
        var work = new SampleWork { Answer = run => run == 1 ? throw new TimeoutException() : null };
        await StartAsync(work);
        await Eventually.TrueAsync(() => _log.Lines.Count == 1, "the failure was logged");
        Assert.StartsWith("Error: sample failed", _log.Lines.Single(), StringComparison.Ordinal);

        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(Interval);
                return work.Runs >= 2;
            },
            "the work ran again"
        );
    }

    [Fact]
    public async Task Daily_work_that_failed_is_tried_again_within_minutes()
    {
        var work = new SampleWork
        {
            Interval = TimeSpan.FromDays(1),
            Answer = run => run == 1 ? throw new TimeoutException() : null,
        };
        await StartAsync(work);
        await Eventually.TrueAsync(() => _log.Lines.Count == 1, "the failure was logged");
        Assert.Contains("the next run is in 00:05:00", _log.Lines.Single(), StringComparison.Ordinal);

        // The wait may begin after the failure is logged.
        var end = _time.GetUtcNow().AddHours(1);
        await Eventually.TrueAsync(
            () =>
            {
                if (_time.GetUtcNow() < end)
                    _time.Advance(TimeSpan.FromMinutes(1));
                return work.Runs >= 2;
            },
            "the work ran again"
        );
    }

    [Fact]
    public async Task One_node_works_and_another_takes_over_when_it_ends()
    {
        var (first, second) = (Leased(), Leased());
        var (loop, _) = await StartAsync(first);
        await RunsAsync(first, 1);
        await StartAsync(second);
        await Eventually.TrueAsync(() => second.IsStandingBy, "the other node stood by");

        await StopAsync(loop);
        Assert.True(first.IsStopped);
        Assert.Equal(0, second.Runs);
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(Interval);
                return second.Runs > 0;
            },
            "the other node took over"
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Work_that_does_not_end_cleanly_gives_its_lease_up(bool failsInItsRun)
    {
        var failing = Leased();
        if (failsInItsRun)
            failing.FailsWhenCancelled = true;
        else
            failing.FailsToStop = true;
        var (loop, _) = await StartAsync(failing);
        await RunsAsync(failing, 1);

        await StopAsync(loop);

        Assert.True(failing.IsStopped);
        Assert.True(await new WorkLeases(_database, _time).HoldAsync(failing.Name, Token));
    }

    [Fact]
    public async Task Stopping_waits_for_the_current_run()
    {
        var finish = new TaskCompletionSource();
        var work = new SampleWork { UnderWay = finish.Task };
        var (loop, _) = await StartAsync(work);
        await RunsAsync(work, 1);

        var stopping = StopAsync(loop);
        Assert.False(stopping.IsCompleted);
        Assert.False(work.IsStopped);
        finish.SetResult();
        await stopping;

        Assert.True(work.IsStopped);
    }

    [Fact]
    public async Task Work_that_makes_no_progress_is_logged_once()
    {
        var finish = new TaskCompletionSource();
        var work = new SampleWork { UnderWay = finish.Task };
        await StartAsync(work);
        await RunsAsync(work, 1);

        _time.Advance(TimeSpan.FromMinutes(9));
        // Between two steps.
        Assert.True(await work.Lease!.HoldAsync(Token));
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Empty(_log.Lines);
        _time.Advance(TimeSpan.FromMinutes(2));
        _time.Advance(TimeSpan.FromHours(1));
        finish.SetResult();

        Assert.StartsWith(
            "Error: sample has made no progress",
            Assert.Single(_log.Lines),
            StringComparison.Ordinal
        );
    }

    private static SampleWork Leased() => new() { OnOneNode = true };

    private async Task<(LeasedLoop<SampleWork> Loop, Lifetime Lifetime)> StartAsync(
        SampleWork work,
        bool started = true
    )
    {
        var lifetime = new Lifetime();
        if (started)
            lifetime.Start();
        var loop = new LeasedLoop<SampleWork>(
            work,
            new WorkLeases(_database, _time),
            lifetime,
            _time,
            new Logger<SampleWork>(new LoggerFactory([_log]))
        );
        _loops.Add(loop);
        await loop.StartAsync(Token);
        return (loop, lifetime);
    }

    private static Task StopAsync(LeasedLoop<SampleWork> loop) => loop.StopAsync(CancellationToken.None);

    private static Task RunsAsync(SampleWork work, int runs) =>
        Eventually.TrueAsync(() => work.Runs == runs, $"the work ran {runs} times");

    private sealed class SampleWork : IRecurringWork
    {
        private int _runs;

        public string Name => "sample";
        public TimeSpan Interval { get; init; } = LeasedLoopTests.Interval;
        public bool OnOneNode { get; init; }
        public WakeSignal? Signal { get; init; }
        public Func<int, TimeSpan?> Answer { get; init; } = _ => null;
        public Task UnderWay { get; init; } = Task.CompletedTask;
        public int Runs => Volatile.Read(ref _runs);
        public Lease? Lease { get; private set; }
        public bool IsStopped { get; private set; }
        public bool FailsWhenCancelled { get; set; }
        public bool FailsToStop { get; set; }

        public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
        {
            Lease = lease;
            var run = Interlocked.Increment(ref _runs);
            await UnderWay;
            if (FailsWhenCancelled)
                await FailWhenCancelledAsync(stoppingToken);
            return Answer(run);
        }

        public bool IsStandingBy { get; private set; }

        public void StandBy() => IsStandingBy = true;

        public Task StopAsync()
        {
            IsStopped = true;
            return FailsToStop ? Task.FromException(new TimeoutException()) : Task.CompletedTask;
        }

        private static async Task FailWhenCancelledAsync(CancellationToken cancellationToken)
        {
            var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var ending = cancellationToken.Register(() => cancelled.TrySetResult());
            await cancelled.Task;
            throw new SqliteException("The operation was cancelled.", 1);
        }
    }

    private sealed class Lifetime : IHostApplicationLifetime
    {
        private readonly CancellationTokenSource _started = new();

        public CancellationToken ApplicationStarted => _started.Token;
        public CancellationToken ApplicationStopping => CancellationToken.None;
        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void Start() => _started.Cancel();

        public void StopApplication() { }
    }
}
