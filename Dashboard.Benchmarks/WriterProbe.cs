using System.Diagnostics;
using Dashboard.Data;
using Dashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Benchmarks;

/// <summary>
/// Commits one row again and again beside other work, as a webhook's delivery does, and keeps how long each commit took.
/// </summary>
internal sealed class WriterProbe : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _end = new();
    private readonly List<double> _took = [];
    private readonly Task _running;

    public WriterProbe(IDbContextFactory<DashboardDbContext> contexts) =>
        _running = Task.Run(() => RunAsync(contexts));

    /// <summary>In milliseconds, since the last call.</summary>
    public string Report()
    {
        lock (_took)
        {
            var sorted = _took.Order().ToList();
            _took.Clear();
            return sorted.Count == 0
                ? "no commits"
                : $"median {sorted[sorted.Count / 2]:0}, 99th percentile {sorted[(int)(sorted.Count * 0.99)]:0}, longest {sorted[^1]:0} ms of {sorted.Count} commits";
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }

    private async Task RunAsync(IDbContextFactory<DashboardDbContext> contexts)
    {
        for (var i = 0; !_end.IsCancellationRequested; i++)
        {
            var name = $"probe-{i}";
            var watch = Stopwatch.StartNew();
            await contexts.InTransactionAsync(
                async (db, token) =>
                {
                    db.Add(
                        new WorkLease
                        {
                            Name = name,
                            Holder = "probe",
                            ExpiresAt = DateTimeOffset.UnixEpoch,
                        }
                    );
                    await db.SaveChangesAsync(token);
                },
                CancellationToken.None
            );
            lock (_took)
                _took.Add(watch.Elapsed.TotalMilliseconds);
            await Task.Delay(Every, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
