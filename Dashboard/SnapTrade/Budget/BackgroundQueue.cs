namespace Dashboard.SnapTrade;

/// <summary>
/// Callers that can wait: verifications first, then in order of arrival. One loop serves them, so that many waiters don't wake
/// for a single free call.
/// </summary>
/// <param name="take">Takes a call, or returns how long to wait before the next attempt.</param>
internal sealed class BackgroundQueue(
    Func<CallPriority, (CallLease? Lease, TimeSpan Wait)> take,
    TimeProvider time
)
{
    // SnapTrade's limit may change in the meantime.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly PriorityQueue<Waiter, (CallPriority, long)> _waiters = new();
    private long _arrivals;
    private bool _isServed;

    public int Count
    {
        get
        {
            lock (_lock)
                return _waiters.UnorderedItems.Count(w => !w.Element.Task.IsCompleted);
        }
    }

    public Task<CallLease> JoinAsync(CallPriority priority, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<CallLease>(cancellationToken);
        var waiter = new Waiter(priority);
        waiter.GiveUpOn(cancellationToken);
        lock (_lock)
        {
            _waiters.Enqueue(waiter, (priority, _arrivals++));
            if (_isServed)
                return waiter.Task;
            _isServed = true;
        }
        _ = ServeAsync();
        return waiter.Task;
    }

    // Serves later callers too, so it must not stay in the context of the caller that started it.
    private async Task ServeAsync()
    {
        while (Serve() is { } wait)
            await Task.Delay(wait < LongestSleep ? wait : LongestSleep, time).ConfigureAwait(false);
    }

    /// <returns>How long to wait; null when no caller is left.</returns>
    private TimeSpan? Serve()
    {
        while (true)
        {
            lock (_lock)
            {
                while (_waiters.TryPeek(out var gone, out _) && gone.Task.IsCompleted)
                    _waiters.Dequeue();
                _isServed = _waiters.TryPeek(out var first, out _);
                if (!_isServed)
                    return null;
                var (lease, wait) = take(first!.Priority);
                if (lease is null)
                    return wait;
                _waiters.Dequeue();
                // A caller that gave up at this moment returns the call, which still counts: the safe side.
                if (!first.TrySetResult(lease))
                    lease.Dispose();
            }
        }
    }

    private sealed class Waiter(CallPriority priority)
        : TaskCompletionSource<CallLease>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public CallPriority Priority => priority;

        public void GiveUpOn(CancellationToken cancellationToken)
        {
            if (!cancellationToken.CanBeCanceled)
                return;
            var registration = cancellationToken.UnsafeRegister(
                static (state, token) => ((Waiter)state!).TrySetCanceled(token),
                this
            );
            _ = Task.ContinueWith(
                static (_, state) => ((CancellationTokenRegistration)state!).Dispose(),
                registration,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );
        }
    }
}
