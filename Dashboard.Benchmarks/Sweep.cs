using System.Collections.Concurrent;
using System.Diagnostics;
using Dashboard.SnapTrade;

namespace Dashboard.Benchmarks;

/// <summary>The two kinds of call in a measured sweep.</summary>
internal interface ISweepCalls : IDisposable
{
    /// <summary>The number of 429 responses.</summary>
    int Throttled { get; }

    /// <summary>The background calls per minute that the budget allows; null without a budget.</summary>
    double? Promised { get; }

    /// <summary>Lists one user's connections, as a sweep does.</summary>
    Task ListAsync(UserCredentials user);

    /// <summary>An interactive call.</summary>
    /// <exception cref="SnapTradeException">The call was refused.</exception>
    Task AskAsync(UserCredentials user);
}

/// <param name="Told">The estimated duration.</param>
/// <param name="Waits">The duration of each interactive call in milliseconds.</param>
internal sealed record SweepResult(
    int Calls,
    TimeSpan Elapsed,
    TimeSpan? Told,
    IReadOnlyList<double> Waits,
    int Refused
)
{
    /// <summary>The duration, in milliseconds, that this share of the calls did not exceed.</summary>
    public double Wait(double share) =>
        Waits.Count == 0 ? 0 : Waits.Order().ElementAt((int)((Waits.Count - 1) * share));
}

/// <summary>Lists every user's connections, several at once, with occasional interactive calls.</summary>
internal sealed class Sweep(ISweepCalls calls, UserCredentials[] users)
{
    public async Task<SweepResult> RunAsync(int workers, TimeSpan pause)
    {
        var told = calls.Promised is { } promised
            ? TimeSpan.FromMinutes(users.Length / promised)
            : (TimeSpan?)null;
        var left = new ConcurrentQueue<UserCredentials>(users);
        var watch = Stopwatch.StartNew();
        using var done = new CancellationTokenSource();
        var people = AskNowAndThenAsync(pause, done.Token);
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => WorkAsync(left)));
        var elapsed = watch.Elapsed;
        await done.CancelAsync();
        var (waits, refused) = await people;
        return new(users.Length, elapsed, told, waits, refused);
    }

    private async Task WorkAsync(ConcurrentQueue<UserCredentials> left)
    {
        while (left.TryDequeue(out var user))
            await calls.ListAsync(user);
    }

    private async Task<(List<double> Waits, int Refused)> AskNowAndThenAsync(
        TimeSpan pause,
        CancellationToken cancellationToken
    )
    {
        var asked = new List<Task<double?>>();
        using var timer = new PeriodicTimer(pause);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                asked.Add(AskAsync(users[asked.Count % users.Length]));
        }
        catch (OperationCanceledException) { }
        var waits = await Task.WhenAll(asked);
        return ([.. waits.OfType<double>()], waits.Count(wait => wait is null));
    }

    private async Task<double?> AskAsync(UserCredentials user)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            await calls.AskAsync(user);
            return watch.Elapsed.TotalMilliseconds;
        }
        catch (SnapTradeException)
        {
            return null;
        }
    }
}
