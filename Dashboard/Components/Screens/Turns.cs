namespace Dashboard.Components.Screens;

/// <summary>Work of many screens takes turns, so that it never has all threads and cores of the node at once.</summary>
/// <param name="atOnce">How many have their turn at a time, at least 1.</param>
/// <param name="patience">What takes longer goes on, but the next one begins meanwhile.</param>
/// <param name="time">Measures the patience.</param>
public class Turns(int atOnce, TimeSpan patience, TimeProvider time)
{
    private readonly SemaphoreSlim _free = new(atOnce);

    /// <summary>Runs work when it is its turn, in the order of the calls; at once while a turn is free.</summary>
    /// <param name="work">Must not wait for another turn.</param>
    /// <param name="cancellationToken">Ends the waiting for a turn; the work observes it for itself.</param>
    public async Task RunAsync(Func<Task> work, CancellationToken cancellationToken = default)
    {
        await _free.WaitAsync(cancellationToken);
        var turn = new Turn(_free);
        // By a timer of its own: work may keep its thread, and its screen, until it is done.
        await using var end = time.CreateTimer(
            static turn => ((Turn)turn!).End(),
            turn,
            patience,
            Timeout.InfiniteTimeSpan
        );
        try
        {
            // A turn may become free while the waiting is cancelled.
            cancellationToken.ThrowIfCancellationRequested();
            await work();
        }
        finally
        {
            turn.End();
        }
    }

    private sealed class Turn(SemaphoreSlim free)
    {
        private int _isOver;

        public void End()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
                free.Release();
        }
    }
}
