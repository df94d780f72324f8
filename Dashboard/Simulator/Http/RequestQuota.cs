using Dashboard.Simulator.Control;
using Microsoft.Extensions.Options;

namespace Dashboard.Simulator.Http;

/// <summary>Counts the API calls of a rolling minute.</summary>
internal sealed class RequestQuota(
    IOptions<SimulatorOptions> options,
    SimulatorFaults faults,
    TimeProvider time
)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly Queue<DateTimeOffset> _calls = new();

    /// <summary>Counts one call; null when there is no limit.</summary>
    public QuotaState? Take()
    {
        var limit = faults.Current.RequestsPerMinute ?? options.Value.RequestsPerMinute;
        if (limit == 0)
            return null;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            while (_calls.TryPeek(out var oldest) && oldest <= now - Window)
                _calls.Dequeue();
            var allowed = _calls.Count < limit;
            if (allowed)
                _calls.Enqueue(now);
            var reset = (int)Math.Ceiling((_calls.Peek() + Window - now).TotalSeconds);
            return new QuotaState(allowed, limit, Math.Max(0, limit - _calls.Count), reset);
        }
    }
}

/// <param name="Reset">Seconds until the oldest counted call no longer counts.</param>
internal sealed record QuotaState(bool Allowed, int Limit, int Remaining, int Reset);
