namespace Dashboard.Simulator.State;

/// <summary>
/// Wakes everyone who waits. Take <see cref="Next"/> before looking at the state it announces, or a
/// change in between goes unnoticed.
/// </summary>
internal sealed class AsyncSignal
{
    private TaskCompletionSource _next = Create();

    public Task Next => Volatile.Read(ref _next).Task;

    public void Pulse() => Interlocked.Exchange(ref _next, Create()).TrySetResult();

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
