namespace Dashboard.Live;

/// <summary>The listeners to one kind of update; each receives what the others do, at its own pace.</summary>
/// <param name="time">Measures the gaps between calls.</param>
/// <param name="failed">Hears what a listener threw; the listener stays.</param>
internal sealed class Listeners<TUpdate>(TimeProvider time, Action<Exception> failed)
    where TUpdate : IUpdate
{
    private readonly Lock _gate = new();
    private Subscription<TUpdate>[] _subscriptions = [];

    public int Count => _subscriptions.Length;

    /// <summary>Calls back with updates, on a pool thread and never twice at a time, until the result is disposed.</summary>
    /// <param name="notify">Receives the updates.</param>
    /// <param name="pending">Merges those that arrive while the listener is busy.</param>
    /// <param name="pace">How often it is called.</param>
    public IDisposable Add(Func<TUpdate, Task> notify, IPendingUpdates<TUpdate> pending, Pace pace)
    {
        var subscription = new Subscription<TUpdate>(notify, pending, pace, time, failed, () => Count);
        lock (_gate)
            _subscriptions = [.. _subscriptions, subscription];
        return new Ended(this, subscription);
    }

    public void Post(TUpdate update)
    {
        foreach (var subscription in _subscriptions)
            subscription.Post(update);
    }

    private void Remove(Subscription<TUpdate> subscription)
    {
        subscription.Close();
        lock (_gate)
            _subscriptions = [.. _subscriptions.Where(s => s != subscription)];
    }

    private sealed class Ended(Listeners<TUpdate> listeners, Subscription<TUpdate> subscription) : IDisposable
    {
        public void Dispose() => listeners.Remove(subscription);
    }
}
