using Dashboard.Emails.Funnel;

namespace Dashboard.Features.Outbox;

/// <summary>Caches a node's latest count for a minute, for all who view the outbox.</summary>
internal sealed class FunnelKeeper(TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private Task<FunnelFigures>? _counting;
    private DateTimeOffset _begunAt;

    /// <param name="count">Runs when the cached count is older than a minute or failed.</param>
    public Task<FunnelFigures> GetAsync(Func<Task<FunnelFigures>> count)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_counting is null or { IsFaulted: true } || now - _begunAt >= Fresh)
                (_counting, _begunAt) = (Task.Run(count), now);
            return _counting;
        }
    }
}
