using System.Diagnostics;

namespace Dashboard.Data;

/// <summary>
/// Lets other writers in between the transactions of bulk work. SQLite has one writer; those that wait ask again after
/// pauses that grow with their wait, so without gaps they keep missing the moment between two transactions.
/// </summary>
internal sealed class Gap
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(100);

    private long _since = Stopwatch.GetTimestamp();

    /// <summary>Call it before a transaction.</summary>
    public void Begin() => _since = Stopwatch.GetTimestamp();

    /// <summary>Waits after a transaction for as long as it took, so that half of the time is left to others.</summary>
    /// <remarks>In real time, whatever clock the work goes by.</remarks>
    public Task LeaveAsync(CancellationToken cancellationToken)
    {
        var took = Stopwatch.GetElapsedTime(_since);
        return Task.Delay(
            took < Shortest ? Shortest
                : took > Longest ? Longest
                : took,
            cancellationToken
        );
    }
}
