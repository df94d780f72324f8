using Dashboard.Components.Screens;

namespace Dashboard.Components.Time;

/// <summary>
/// One slow timer of a circuit for what changes on the server with time alone: snoozes that end, figures that no feed
/// announces, readings that failed. Subscribers render only what is different. Ages move on in the browser. While the
/// window is hidden nobody is called, and everybody once when it is shown again.
/// </summary>
public sealed class Ticker(TimeProvider time, WindowVisibility window) : IDisposable
{
    /// <summary>How often subscribers are called.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly HashSet<Action> _subscribers = [];
    private ITimer? _timer;

    /// <summary>Calls <paramref name="onTick"/> on a pool thread until the result is disposed.</summary>
    public IDisposable Subscribe(Action onTick)
    {
        lock (_gate)
        {
            _subscribers.Add(onTick);
            if (_timer is null)
            {
                _timer = time.CreateTimer(_ => Tick(), state: null, Interval, Interval);
                window.Shown += Tick;
            }
        }

        return new Subscription(this, onTick);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _subscribers.Clear();
            StopWhenIdle();
        }
    }

    private void Tick()
    {
        if (window.IsHidden)
            return;
        Action[] snapshot;
        lock (_gate)
            snapshot = [.. _subscribers];

        foreach (var subscriber in snapshot)
            subscriber();
    }

    private void Remove(Action onTick)
    {
        lock (_gate)
        {
            _subscribers.Remove(onTick);
            StopWhenIdle();
        }
    }

    private void StopWhenIdle()
    {
        if (_subscribers.Count == 0)
        {
            window.Shown -= Tick;
            _timer?.Dispose();
            _timer = null;
        }
    }

    private sealed class Subscription(Ticker ticker, Action onTick) : IDisposable
    {
        public void Dispose() => ticker.Remove(onTick);
    }
}
