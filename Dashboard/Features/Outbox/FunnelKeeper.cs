namespace Dashboard.Features.Outbox;

/// <summary>Keeps a node's latest count for a minute, so that it is made once however many look at the outbox.</summary>
internal sealed class FunnelKeeper(TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private Task<FunnelFigures>? _counting;
    private DateTimeOffset _begunAt;

    /// <param name="count">Counts anew; run when what is kept is older than a minute, or failed.</param>
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
