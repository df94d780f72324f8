using Dashboard.Domain;

namespace Dashboard.Live;

/// <summary>
/// One listener of the feed. It is told at once when it was quiet and at most every
/// <see cref="Gap"/> when it is not; what piles up meanwhile is merged. A slow listener delays nobody.
/// </summary>
internal sealed class Subscription(
    Func<FeedUpdate, Task> notify,
    int mostChanges,
    TimeProvider time,
    Action<Exception> failed
)
{
    public static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private readonly Dictionary<string, ConnectionChange> pending = new(StringComparer.Ordinal);
    private bool mustReread;
    private bool isRunning;
    private bool isClosed;

    public void Post(FeedUpdate update)
    {
        lock (gate)
        {
            if (isClosed)
                return;
            Merge(update);
            if (isRunning)
                return;
            isRunning = true;
        }
        // Whoever caused the change is not who looks at it: their request must not flow into the screens.
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(DrainAsync);
    }

    public void Close()
    {
        lock (gate)
            isClosed = true;
    }

    private void Merge(FeedUpdate update)
    {
        mustReread |= update.MustReread;
        foreach (var change in update.Changes)
        {
            if (!pending.TryGetValue(change.Id, out var known) || known.Version <= change.Version)
                pending[change.Id] = known is null
                    ? change
                    : change with
                    {
                        PreviousHealth = known.PreviousHealth,
                    };
        }
        if (pending.Count <= mostChanges)
            return;
        pending.Clear();
        mustReread = true;
    }

    private async Task DrainAsync()
    {
        while (Take() is { } update)
        {
            try
            {
                await notify(update);
            }
            catch (Exception exception)
            {
                failed(exception);
            }
            await Task.Delay(Gap, time);
        }
    }

    private FeedUpdate? Take()
    {
        lock (gate)
        {
            if (isClosed || (pending.Count == 0 && !mustReread))
            {
                isRunning = false;
                return null;
            }
            var update = new FeedUpdate([.. pending.Values], mustReread);
            pending.Clear();
            mustReread = false;
            return update;
        }
    }
}
