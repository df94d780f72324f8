using System.Diagnostics.CodeAnalysis;
using Dashboard.Domain;

namespace Dashboard.Live;

/// <summary>
/// One listener. It is called immediately after a pause and at most once per gap otherwise, which is longer among many listeners
/// (<see cref="CallAllowance"/>); updates in between are merged, and
/// those of a burst that make it read again for longer, so that it reads once at the end instead of all the time. A
/// slow listener does not delay the others and is called less often, so that screens leave most of a busy machine to what
/// they show; one that nobody sees is not called until somebody does.
/// </summary>
internal sealed class Subscription<TUpdate>(
    Func<TUpdate, Task> notify,
    IPendingUpdates<TUpdate> pending,
    Pace pace,
    TimeProvider time,
    Action<Exception> failed,
    Func<int>? listeners = null
) : IThreadPoolWorkItem
    where TUpdate : IUpdate
{
    // How much longer than a call the pause after it is.
    private const double Rest = 2;

    private readonly Lock _gate = new();
    private readonly CallAllowance _allowance = new(pace);
    private bool _isRunning;
    private bool _isClosed;
    private long? _rereadAt;
    private long _calledAt = time.GetTimestamp();

    public void Post(TUpdate update)
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            pending.Add(update);
            if (_isRunning)
                return;
            _isRunning = true;
        }
        // Unsafe: the request that caused the change belongs to another user; its context must not flow into the screens.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute() => _ = DrainAsync();

    public void Close()
    {
        lock (_gate)
            _isClosed = true;
    }

    private async Task DrainAsync()
    {
        while (true)
        {
            if (pace.Shown is { } shown)
                await shown();
            var wait = UntilReread();
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time);
                continue;
            }
            if (!TryTake(out var update))
                return;
            var now = time.GetTimestamp();
            var gap = _allowance.Take(time.GetElapsedTime(_calledAt, now), listeners?.Invoke() ?? 1);
            _calledAt = now;
            try
            {
                using var span = Traces.Start(Traces.Notify, update.Cause);
                await notify(update);
            }
            catch (Exception exception)
            {
                failed(exception);
            }
            var rest = Rest * time.GetElapsedTime(_calledAt);
            await Task.Delay(rest > gap ? rest : gap, time);
        }
    }

    private TimeSpan UntilReread()
    {
        lock (_gate)
        {
            return !_isClosed && pending.MustReread && _rereadAt is { } at
                ? pace.RereadGap - time.GetElapsedTime(at)
                : TimeSpan.Zero;
        }
    }

    private bool TryTake([MaybeNullWhen(false)] out TUpdate update)
    {
        lock (_gate)
        {
            if (_isClosed || pending.IsEmpty)
            {
                _isRunning = false;
                update = default;
                return false;
            }
            if (pending.MustReread)
                _rereadAt = time.GetTimestamp();
            update = pending.Take();
            return true;
        }
    }
}
