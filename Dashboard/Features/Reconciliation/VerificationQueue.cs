using System.Linq.Expressions;
using Dashboard.Data;
using Dashboard.Data.Work;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Live;
using Dashboard.SnapTrade;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Reconciliation;

/// <summary>
/// Checks connections whose events don't determine their health. The flag on the connection is the queue, so no restart
/// loses a request. Every node runs it; a claim in the database prevents two nodes from asking about the same one.
/// </summary>
internal sealed class VerificationQueue : IRecurringWork, IDisposable
{
    // A successful attempt is usually followed by CONNECTION_FIXED, which answers the question for free.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Longer than a check may wait for its turn: after SnapTrade's longest pause that is five minutes.
    private static readonly TimeSpan ClaimFor = TimeSpan.FromMinutes(6);
    private const int MaxAtOnce = 20;

    private readonly IDbContextFactory<DashboardDbContext> _contexts;
    private readonly ConnectionVerifier _verifier;
    private readonly TimeProvider _time;
    private readonly IDisposable _subscription;

    public VerificationQueue(
        IDbContextFactory<DashboardDbContext> contexts,
        ConnectionVerifier verifier,
        ConnectionFeed feed,
        TimeProvider time
    )
    {
        (_contexts, _verifier, _time) = (contexts, verifier, time);
        _subscription = feed.Subscribe(WakeIfAwaited, ConnectionFeed.MaxChanges, ConnectionFeed.Gap);
    }

    public string Name => "verification";

    public TimeSpan Interval => TimeSpan.FromSeconds(15);

    public WakeSignal Signal { get; } = new();

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        await Task.Delay(Patience, _time, stoppingToken);
        while (await RunOnceAsync(stoppingToken) == MaxAtOnce) { }
        return null;
    }

    public void Dispose()
    {
        _subscription.Dispose();
        Signal.Dispose();
    }

    /// <returns>How many connections were due.</returns>
    internal async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var due = await DueAsync(cancellationToken);
        foreach (var connectionId in due)
        {
            if (await ClaimAsync(connectionId, cancellationToken))
                await _verifier.VerifyAsync(connectionId, CallPriority.Verification, cancellationToken);
        }
        return due.Count;
    }

    private async Task<List<string>> DueAsync(CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Connections.Where(IsDue(_time.GetUtcNow()))
            .Where(c =>
                db.SnapTradeUsers.Any(u =>
                    u.Id == c.UserId && u.ProtectedSecret != null && u.SecretRefusedAt == null
                )
            )
            .OrderBy(c => c.VerifyAfter)
            .ThenBy(c => c.Health)
            .Select(c => c.Id)
            .Take(MaxAtOnce)
            .ToListAsync(cancellationToken);
    }

    private async Task<bool> ClaimAsync(string connectionId, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var until = now + ClaimFor;
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var claimed = await db
            .Connections.Where(c => c.Id == connectionId)
            .Where(IsDue(now))
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.VerifyAfter, until), cancellationToken);
        return claimed == 1;
    }

    private static Expression<Func<Connection, bool>> IsDue(DateTimeOffset now)
    {
        var latest = now + CheckPause.Longest + OutsideTime.MaxAhead;
        return c =>
            c.AwaitingVerification
            && (c.VerifyAfter == null || c.VerifyAfter <= now || c.VerifyAfter > latest);
    }

    private Task WakeIfAwaited(FeedUpdate update)
    {
        if (update.MustReread || update.Changes.Any(c => c.AwaitingVerification))
            Signal.Wake();
        return Task.CompletedTask;
    }
}
