using Dashboard.Domain.Connections;

namespace Dashboard.Live;

/// <summary>
/// One listener of the feed. It is called at once after a pause and at most once per <see cref="Gap"/> otherwise; changes
/// in between are merged. A slow listener does not delay the others.
/// </summary>
internal sealed class Subscription(
    Func<FeedUpdate, Task> notify,
    int maxChanges,
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
        // The request that caused the change belongs to another user; its context must not flow into the screens.
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
        if (_pending.Count <= maxChanges)
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
