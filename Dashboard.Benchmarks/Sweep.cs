using System.Collections.Concurrent;
using System.Diagnostics;
using Dashboard.SnapTrade;

namespace Dashboard.Benchmarks;

/// <summary>The two calls that a sweep is measured with.</summary>
internal interface ISweepCalls : IDisposable
{
    /// <summary>Answers of 429 that were met.</summary>
    int Throttled { get; }

    /// <summary>Background calls a minute that are promised; null without a promise.</summary>
    double? Promised { get; }

    /// <summary>One user's connections, as a sweep asks for them.</summary>
    Task ListAsync(UserCredentials user);

    /// <summary>What a person asks for.</summary>
    /// <exception cref="SnapTradeException">It was refused.</exception>
    Task AskAsync(UserCredentials user);
}

/// <param name="Told">How long it was said to take.</param>
/// <param name="Waits">Milliseconds of each interactive call.</param>
internal sealed record SweepResult(
    int Calls,
    TimeSpan Elapsed,
    TimeSpan? Told,
    IReadOnlyList<double> Waits,
    int Refused
)
{
    /// <summary>The wait, in milliseconds, that this share of the calls did not exceed.</summary>
    public double Wait(double share) =>
        Waits.Count == 0 ? 0 : Waits.Order().ElementAt((int)((Waits.Count - 1) * share));
}

/// <summary>Asks for every user's connections, several at once, while somebody calls now and then.</summary>
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
