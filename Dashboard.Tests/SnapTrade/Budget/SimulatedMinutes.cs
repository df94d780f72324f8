using Dashboard.SnapTrade;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.SnapTrade.Budget;

/// <summary>
/// Some minutes of several nodes with a budget each, and of a SnapTrade that counts all their calls, each of
/// which takes a while to get there and back.
/// </summary>
internal sealed class SimulatedMinutes
{
    private const int StepMilliseconds = 50;

    private readonly FakeTimeProvider _time = new();
    private readonly Random _random;
    private readonly int _limit;
    private readonly int _latency;
    private readonly List<Worker> _workers = [];
    private readonly Queue<int> _counted = new();
    private readonly Queue<int> _interactive = new();
    private readonly SnapTradeRateBudget[] _nodes;
    private int _now;

    public SimulatedMinutes(int limit, int nodes, int workers, int latency, int seed)
    {
        (_random, _limit, _latency) = (new Random(seed), limit, latency);
        _nodes =
        [
            .. Enumerable
                .Range(0, nodes)
                .Select(_ => new SnapTradeRateBudget(
                    Options.Create(new SnapTradeOptions { RequestsPerMinute = limit }),
                    _time,
                    _random.NextDouble
                )),
        ];
        foreach (var node in _nodes)
        {
            for (var i = 0; i < workers; i++)
                _workers.Add(new Worker(node));
        }
    }

    /// <summary>Interactive calls a minute and node, at random moments, but never more than three quarters of the share for them: SnapTrade counts calls a little later than we do.</summary>
    public int Interactive { get; init; }

    public int Throttled { get; private set; }
    public int InteractiveHeldUp { get; private set; }

    /// <returns>Background calls that SnapTrade answered.</returns>
    public int Run(int seconds)
    {
        var before = _workers.Sum(w => w.Answers);
        for (var end = _now + seconds * 1000; _now < end; _now += StepMilliseconds)
        {
            foreach (var node in _nodes)
                CallNowAndThen(node);
            foreach (var worker in _workers)
                Step(worker);
            _time.Advance(TimeSpan.FromMilliseconds(StepMilliseconds));
        }
        return _workers.Sum(w => w.Answers) - before;
    }

    private void CallNowAndThen(SnapTradeRateBudget node)
    {
        if (_random.NextDouble() * 60_000 >= Interactive * StepMilliseconds)
            return;
        while (_interactive.TryPeek(out var oldest) && oldest <= _now - 60_000 - StepMilliseconds)
            _interactive.Dequeue();
        if (_interactive.Count >= _limit * 3 / 20)
            return;
        _interactive.Enqueue(_now);
        var call = node.AcquireAsync(CallPriority.Interactive, TestContext.Current.CancellationToken);
        if (!call.IsCompletedSuccessfully)
            InteractiveHeldUp++;
        else
            Answer(call.Result);
    }

    private void Step(Worker worker)
    {
        worker.Waiting ??= worker.Node.AcquireAsync(
            CallPriority.Background,
            TestContext.Current.CancellationToken
        );
        if (worker.Waiting.IsCompletedSuccessfully && worker.CountedAt is null)
        {
            worker.CountedAt = _now + _random.Next(_latency);
            worker.AnsweredAt = worker.CountedAt.Value + _random.Next(_latency);
        }
        if (worker.CountedAt <= _now && worker.Answer is null)
            worker.Answer = Count();
        if (worker.Answer is not { } answer || worker.AnsweredAt > _now)
            return;
        worker.Waiting.Result.Answered(answer.Status, answer.Said);
        worker.Answers++;
        (worker.Waiting, worker.CountedAt, worker.Answer) = (null, null, null);
    }

    private void Answer(CallLease lease)
    {
        var (status, said) = Count();
        lease.Answered(status, said);
    }

    private (int Status, RateLimit Said) Count()
    {
        while (_counted.TryPeek(out var oldest) && oldest <= _now - 60_000)
            _counted.Dequeue();
        var isAllowed = _counted.Count < _limit;
        if (isAllowed)
            _counted.Enqueue(_now);
        else
            Throttled++;
        var reset = Math.Ceiling((_counted.Peek() + 60_000 - _now) / 1000.0);
        return (
            isAllowed ? 200 : 429,
            new RateLimit(_limit, _limit - _counted.Count, TimeSpan.FromSeconds(reset))
        );
    }

    private sealed class Worker(SnapTradeRateBudget node)
    {
        public SnapTradeRateBudget Node => node;
        public Task<CallLease>? Waiting { get; set; }
        public int? CountedAt { get; set; }
        public int AnsweredAt { get; set; }
        public (int Status, RateLimit Said)? Answer { get; set; }
        public int Answers { get; set; }
    }
}
