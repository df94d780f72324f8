using Dashboard.Domain.Connections;

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

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ConnectionChange> _pending = new(StringComparer.Ordinal);
    private bool _mustReread;
    private bool _isRunning;
    private bool _isClosed;

    public void Post(FeedUpdate update)
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            Merge(update);
            if (_isRunning)
                return;
            _isRunning = true;
        }
        // Whoever caused the change is not who looks at it: their request must not flow into the screens.
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(DrainAsync);
    }

    public void Close()
    {
        lock (_gate)
            _isClosed = true;
    }

    private void Merge(FeedUpdate update)
    {
        _mustReread |= update.MustReread;
        foreach (var change in update.Changes)
        {
            if (!_pending.TryGetValue(change.Id, out var known) || known.Version <= change.Version)
                _pending[change.Id] = known is null
                    ? change
                    : change with
                    {
                        PreviousHealth = known.PreviousHealth,
                    };
        }
        if (_pending.Count <= mostChanges)
            return;
        _pending.Clear();
        _mustReread = true;
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
        lock (_gate)
        {
            if (_isClosed || (_pending.Count == 0 && !_mustReread))
            {
                _isRunning = false;
                return null;
            }
            var update = new FeedUpdate([.. _pending.Values], _mustReread);
            _pending.Clear();
            _mustReread = false;
            return update;
        }
    }
}
