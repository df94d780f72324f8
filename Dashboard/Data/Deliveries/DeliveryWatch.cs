using Dashboard.Data.Work;
using Dashboard.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Deliveries;

/// <summary>
/// The arrival of webhooks as this node knows it: read every few seconds for all circuits together, so that each node shows
/// what arrived at another.
/// </summary>
public sealed class DeliveryWatch(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
    : IRecurringWork
{
    private static readonly TimeSpan UsualEvery = TimeSpan.FromMinutes(10);
    private (DateTimeOffset At, UsualArrivals? Value)? _usual;

    /// <summary>Raised after something changed; on any thread.</summary>
    public event Action? Changed;

    /// <summary>Null until it was read, which is not the same as "nothing arrived".</summary>
    public DeliveryState? Now { get; private set; }

    public string Name => "delivery-watch";

    public TimeSpan Interval => TimeSpan.FromSeconds(3);

    /// <summary>Wakes it when this node has stored a refused delivery.</summary>
    public WakeSignal Signal { get; } = new();

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        await ReadAsync(stoppingToken);
        return null;
    }

    public async Task<DeliveryState> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var read = new DeliveryState(
            now,
            await ArrivalRows.LastAcceptedAtAsync(db, cancellationToken),
            await ArrivalRows
                .CountsSince(db, DeliveryCount.HourOf(now).AddHours(-24))
                .ToListAsync(cancellationToken),
            await db
                .RefusedDeliveries.OrderByDescending(d => d.Id)
                .Select(d => d.Id)
                .FirstOrDefaultAsync(cancellationToken),
            await ArrivalRows.LastLikelyAsync(db, cancellationToken),
            await db
                .WebhookAlarms.AsNoTracking()
                .Where(a => a.EndedAt == null)
                .OrderBy(a => a.Kind)
                .ToListAsync(cancellationToken),
            await db.NodePulses.CountAsync(p => p.SeenAt > now - NodePulse.IsGoneAfter, cancellationToken),
            await UsualAsync(db, now, cancellationToken)
        );
        var isSame = read.Shown == Now?.Shown;
        Now = read;
        if (!isSame)
            Changed?.Invoke();
        return read;
    }

    private async Task<UsualArrivals?> UsualAsync(
        DashboardDbContext db,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var hour = DeliveryCount.HourOf(now);
        if (_usual is not { } known || now - known.At >= UsualEvery || DeliveryCount.HourOf(known.At) != hour)
            _usual = (now, (await ArrivalRows.HistoryAsync(db, now, cancellationToken)).Usual(hour));
        return _usual.Value.Value;
    }
}
