using System.Collections.Concurrent;
using System.Diagnostics;

namespace Dashboard.Benchmarks.Outage;

/// <summary>
/// Sends deliveries when they are due, however long the answers to earlier ones take: a slow server gets no less load, and
/// each delivery counts from when it was due.
/// </summary>
internal sealed class PacedSender(Uri server) : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly HttpClient _client = new() { BaseAddress = server, Timeout = TimeSpan.FromMinutes(2) };
    private int _sent;
    private int _acknowledged;
    private int _refused;

    public int Sent => Volatile.Read(ref _sent);

    /// <summary>Answered with 200.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>Answered otherwise or not at all.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>The ids of events that were acknowledged at least once.</summary>
    public ConcurrentDictionary<string, bool> Ids { get; } = new(StringComparer.Ordinal);

    public Latencies Latencies { get; } = new();

    /// <summary>Sends at an even pace and waits for all answers.</summary>
    public Task RunAsync(Func<int, Delivery> create, double perSecond, TimeSpan duration)
    {
        var number = 0;
        return RunAsync(Due, () => number >= perSecond * duration.TotalSeconds);

        IEnumerable<Delivery> Due(TimeSpan elapsed)
        {
            var due = Math.Min(perSecond * duration.TotalSeconds, perSecond * elapsed.TotalSeconds);
            while (number < due)
                yield return create(number++);
        }
    }

    /// <summary>Sends what becomes due until it is over, and waits for all answers.</summary>
    /// <param name="due">What has become due since the last call, at a time since the start.</param>
    /// <param name="isOver">Whether nothing becomes due any more.</param>
    public async Task RunAsync(Func<TimeSpan, IEnumerable<Delivery>> due, Func<bool> isOver)
    {
        var (watch, answers) = (Stopwatch.StartNew(), new ConcurrentDictionary<Task, bool>());
        using var timer = new PeriodicTimer(Tick);
        while (!isOver())
        {
            foreach (var delivery in due(watch.Elapsed))
            {
                var answer = SendAsync(delivery, Stopwatch.GetTimestamp());
                answers[answer] = true;
                _ = answer.ContinueWith(done => answers.TryRemove(done, out _), TaskScheduler.Default);
            }
            await timer.WaitForNextTickAsync();
        }
        await Task.WhenAll(answers.Keys);
    }

    public void Dispose() => _client.Dispose();

    private async Task SendAsync(Delivery delivery, long dueAt)
    {
        Interlocked.Increment(ref _sent);
        try
        {
            using var request = SignedLoad.ToRequest(delivery.Body);
            using var answer = await _client.SendAsync(request);
            if (answer.IsSuccessStatusCode)
            {
                Latencies.Add(Stopwatch.GetElapsedTime(dueAt).TotalMilliseconds);
                Ids[delivery.WebhookId] = true;
                Interlocked.Increment(ref _acknowledged);
                return;
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException) { }
        Interlocked.Increment(ref _refused);
    }
}
