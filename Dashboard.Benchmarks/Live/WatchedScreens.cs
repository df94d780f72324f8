using System.Diagnostics;

namespace Dashboard.Benchmarks.Live;

/// <summary>Open screens of a target, and what they received.</summary>
internal sealed class WatchedScreens : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly LiveTarget _target;
    private readonly List<HeadlessScreen> _screens = [];
    private readonly List<byte[]?[]> _marks = [];
    private Change _change = new([]);
    private long _batches;
    private long _bytes;

    private WatchedScreens(LiveTarget target) => _target = target;

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
        var change = new Change([.. _marks.Select(marks => marks[row]!)]);
        Volatile.Write(ref _change, change);
        await _target.ChangeAsync(row);
        await change.Seen.Task.WaitAsync(Patience);
        return change.Milliseconds;
    }

    /// <summary>All screens go to another page, as when everybody clicks at once. Changes can't be seen any more.</summary>
    public Task GoAsync(string path) => Task.WhenAll(_screens.Select(screen => screen.GoAsync(path)));

    public async ValueTask DisposeAsync()
    {
        foreach (var screen in _screens)
            await screen.DisposeAsync();
    }

    private async Task OpenOneAsync(int index)
    {
        var start = Stopwatch.GetTimestamp();
        var (marks, bytes) = (new byte[]?[_target.RowCount], 0L);
        _marks.Add(marks);
        var isThere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var screen = await _target.OpenAsync(batch =>
        {
            Interlocked.Increment(ref _batches);
            Interlocked.Add(ref _bytes, batch.Length);
            Volatile.Read(ref _change).See(index, batch);
            if (isThere.Task.IsCompleted)
                return;
            bytes += batch.Length;
            for (var row = 0; row < marks.Length; row++)
                marks[row] ??= _target.MarkOf(row, batch);
            if (!marks.Contains(null))
                isThere.SetResult();
        });
        _screens.Add(screen);
        var ended = await Task.WhenAny(isThere.Task, screen.Failed).WaitAsync(Patience);
        if (ended != isThere.Task)
            throw new InvalidOperationException(await screen.Failed);
        FirstPages.Add((bytes, Stopwatch.GetElapsedTime(start).TotalMilliseconds));
    }

    /// <summary>A change on its way to the screens.</summary>
    /// <param name="marks">The row's mark on each screen.</param>
    private sealed class Change(byte[][] marks)
    {
        private readonly long _sent = Stopwatch.GetTimestamp();
        private int _seen;

        public double[] Milliseconds { get; } = new double[marks.Length];
        public TaskCompletionSource Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void See(int screen, ReadOnlySpan<byte> batch)
        {
            if (screen >= Milliseconds.Length || Milliseconds[screen] > 0 || batch.IndexOf(marks[screen]) < 0)
                return;
            Milliseconds[screen] = Stopwatch.GetElapsedTime(_sent).TotalMilliseconds;
            if (Interlocked.Increment(ref _seen) == Milliseconds.Length)
                Seen.SetResult();
        }
    }
}
