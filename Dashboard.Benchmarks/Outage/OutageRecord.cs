using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Benchmarks.Outage;

/// <summary>What the database says after an outage.</summary>
/// <param name="Stored">Events of the outage.</param>
/// <param name="StoredTwice">Events of the outage that are in the history more than once.</param>
/// <param name="Lost">Events that were acknowledged and are not stored.</param>
/// <param name="Disabled">Connections of the brokerage that broke in the outage.</param>
/// <param name="IncidentAfter">From the start until the incident was detected; null: none was.</param>
/// <param name="Reachable">Customers who would have been written to without the incident.</param>
/// <param name="Written">E-mails to customers of the outage that were sent, may have been, or were attempted.</param>
/// <param name="Queued">E-mails to customers of the outage that wait.</param>
/// <param name="ControlsWritten">E-mails to the control customers.</param>
internal sealed record OutageRecord(
    int Stored,
    int StoredTwice,
    int Lost,
    int Disabled,
    TimeSpan? IncidentAfter,
    int Reachable,
    int Written,
    int Queued,
    int ControlsWritten
);

/// <summary>Remembers where the history ended, and reads what followed.</summary>
internal sealed class OutageLedger
{
    private static readonly EmailState[] NotWritten =
    [
        EmailState.Queued,
        EmailState.Skipped,
        EmailState.Cancelled,
    ];

    private readonly string _path;
    private readonly DateTimeOffset _start = TimeProvider.System.GetUtcNow();
    private readonly long _lastReceipt;
    private readonly long _lastEvent;

    private OutageLedger(string path, long lastReceipt, long lastEvent) =>
        (_path, _lastReceipt, _lastEvent) = (path, lastReceipt, lastEvent);

    public static async Task<OutageLedger> OpenAsync(string path)
    {
        await using var db = new SqliteContexts(path).CreateDbContext();
        return new OutageLedger(
            path,
            await db.Receipts.MaxAsync(r => (long?)r.Id) ?? 0,
            await db.Events.MaxAsync(e => (long?)e.Id) ?? 0
        );
    }

    /// <param name="plan">What was sent.</param>
    /// <param name="acknowledged">The ids of the acknowledged events.</param>
    public async Task<OutageRecord> ReadAsync(OutagePlan plan, IEnumerable<string> acknowledged)
    {
        await using var db = new SqliteContexts(_path).CreateDbContext();
        var ids = acknowledged.ToHashSet(StringComparer.Ordinal);
        var receipts = await db
            .Receipts.Where(r => r.Id > _lastReceipt)
            .Select(r => r.Key)
            .ToHashSetAsync(StringComparer.Ordinal);
        var stored = await db
            .Events.Where(e => e.Id > _lastEvent && e.Source == EventSource.Webhook)
            .Select(e => e.WebhookId!)
            .ToListAsync();
        var ofOutage = stored.Where(ids.Contains).CountBy(id => id, StringComparer.Ordinal).ToList();
        var events = ofOutage.Select(e => e.Key).ToHashSet(StringComparer.Ordinal);
        var incident = await db
            .Incidents.Where(i => i.BrokerageId == plan.Brokerage && i.DetectedAt >= _start)
            .OrderBy(i => i.DetectedAt)
            .FirstOrDefaultAsync();
        var emails = await db
            .Emails.Where(e => e.CreatedAt >= _start)
            .Select(e => new
            {
                e.UserId,
                e.State,
                Connections = db
                    .EmailItems.Where(i => i.EmailId == e.Id)
                    .Select(i => i.ConnectionId)
                    .ToList(),
            })
            .ToListAsync();
        var connections = plan.Connections.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        // The watched rows break too, one at a time, so that their users are written to.
        var users = plan
            .Connections.Select(c => c.UserId)
            .Except(plan.Watched.Select(w => w.UserId), StringComparer.Ordinal)
            .ToHashSet(StringComparer.Ordinal);
        var controls = plan.Controls.Select(c => c.UserId).ToHashSet(StringComparer.Ordinal);
        var written = emails.Where(e => !NotWritten.Contains(e.State)).ToList();
        return new OutageRecord(
            Stored: ofOutage.Count,
            StoredTwice: ofOutage.Count(e => e.Value > 1),
            Lost: ids.Count(id => !receipts.Contains(id) || !events.Contains(id)),
            Disabled: (await Broken(db, plan).Select(c => c.Id).ToListAsync()).Count(connections.Contains),
            IncidentAfter: incident?.DetectedAt - _start,
            Reachable: await ReachableAsync(db, plan),
            Written: written.Count(e =>
                users.Contains(e.UserId) || e.Connections.Exists(connections.Contains)
            ),
            Queued: emails.Count(e => users.Contains(e.UserId) && e.State == EmailState.Queued),
            ControlsWritten: written.Count(e => controls.Contains(e.UserId))
        );
    }

    private IQueryable<Connection> Broken(DashboardDbContext db, OutagePlan plan) =>
        db.Connections.Where(c =>
            c.BrokerageId == plan.Brokerage && c.Health == Health.Disabled && c.Since >= _start
        );

    private Task<int> ReachableAsync(DashboardDbContext db, OutagePlan plan) =>
        (
            from connection in Broken(db, plan)
            join user in OutageFile.Reachable(db) on connection.UserId equals user.Id
            select user.Id
        )
            .Distinct()
            .CountAsync();
}
