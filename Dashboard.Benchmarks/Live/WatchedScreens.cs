using System.Diagnostics;
using System.Text;

namespace Dashboard.Benchmarks.Live;

/// <summary>Open screens of a target, and what they received.</summary>
internal sealed class WatchedScreens : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly LiveTarget _target;
    private readonly byte[][] _labels;
    private readonly List<HeadlessScreen> _screens = [];
    private Change _change = new([], 0);
    private long _batches;
    private long _bytes;

    private WatchedScreens(LiveTarget target) =>
        (_target, _labels) = (target, [.. target.Labels.Select(Encoding.UTF8.GetBytes)]);

    public long Batches => Interlocked.Read(ref _batches);
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Of each screen: bytes of render batches until its rows were there, and milliseconds from the connection.</summary>
    public List<(long Bytes, double Milliseconds)> FirstPages { get; } = [];

    public static async Task<WatchedScreens> OpenAsync(LiveTarget target, int count)
    {
        var watched = new WatchedScreens(target);
        for (var i = 0; i < count; i++)
            await watched.OpenOneAsync(i);
        return watched;
    }

    /// <summary>Changes a row.</summary>
    /// <returns>Milliseconds from the sending until each screen had a render batch with the row.</returns>
    /// <exception cref="TimeoutException">A screen did not show it within half a minute.</exception>
    public async Task<IReadOnlyList<double>> ShowChangeAsync(int row)
    {
        var change = new Change(_labels[row], _screens.Count);
        Volatile.Write(ref _change, change);
        await _target.ChangeAsync(row);
        await change.Seen.Task.WaitAsync(Patience);
        return change.Milliseconds;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var screen in _screens)
            await screen.DisposeAsync();
    }

    private async Task OpenOneAsync(int index)
    {
        var start = Stopwatch.GetTimestamp();
        var (missing, bytes) = (new bool[_labels.Length], 0L);
        Array.Fill(missing, true);
        var isThere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var screen = await _target.OpenAsync(batch =>
        {
            Interlocked.Increment(ref _batches);
            Interlocked.Add(ref _bytes, batch.Length);
            Volatile.Read(ref _change).See(index, batch);
            if (isThere.Task.IsCompleted)
                return;
            bytes += batch.Length;
            for (var row = 0; row < missing.Length; row++)
                missing[row] = missing[row] && batch.IndexOf(_labels[row]) < 0;
            if (!missing.Contains(true))
                isThere.SetResult();
        });
        _screens.Add(screen);
        var ended = await Task.WhenAny(isThere.Task, screen.Failed).WaitAsync(Patience);
        if (ended != isThere.Task)
            throw new InvalidOperationException(await screen.Failed);
        FirstPages.Add((bytes, Stopwatch.GetElapsedTime(start).TotalMilliseconds));
    }

    /// <summary>A change on its way to the screens.</summary>
    private sealed class Change(byte[] label, int screens)
    {
        private readonly long _sent = Stopwatch.GetTimestamp();
        private int _seen;

        public double[] Milliseconds { get; } = new double[screens];
        public TaskCompletionSource Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void See(int screen, ReadOnlySpan<byte> batch)
        {
            if (screen >= Milliseconds.Length || Milliseconds[screen] > 0 || batch.IndexOf(label) < 0)
                return;
            Milliseconds[screen] = Stopwatch.GetElapsedTime(_sent).TotalMilliseconds;
            if (Interlocked.Increment(ref _seen) == Milliseconds.Length)
                Seen.SetResult();
        }
    }
}
