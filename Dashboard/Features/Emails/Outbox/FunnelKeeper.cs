namespace Dashboard.Features.Emails.Outbox;

/// <summary>Keeps a node's latest count for a minute, so that it is made once however many look at the outbox.</summary>
internal sealed class FunnelKeeper(TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private Task<FunnelFigures>? counting;
    private DateTimeOffset begunAt;

    /// <param name="count">Counts anew; run when what is kept is older than a minute, or failed.</param>
    public Task<FunnelFigures> GetAsync(Func<Task<FunnelFigures>> count)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (counting is null or { IsFaulted: true } || now - begunAt >= Fresh)
                (counting, begunAt) = (Task.Run(count), now);
            return counting;
        }
    }
}
