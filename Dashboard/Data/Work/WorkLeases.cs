using Dashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Work;

/// <summary>
/// Lets one node of several do a piece of work. Another takes over when the lease has run out, which it does
/// when its holder ends. Clocks of nodes may differ by less than the duration of the lease; a lease with a later end
/// was taken with a wrong clock and counts as expired.
/// </summary>
public sealed class WorkLeases(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    /// <summary>The unique name of this process.</summary>
    public string Node { get; } = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}";

    /// <summary>Takes the lease, or renews it; false while another node holds it.</summary>
    public async Task<bool> HoldAsync(string name, TimeSpan duration, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var until = now + duration;
        var latest = until + duration;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var taken = await db
            .WorkLeases.Where(l =>
                l.Name == name && (l.Holder == Node || l.ExpiresAt <= now || l.ExpiresAt > latest)
            )
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(l => l.Report, l => l.Holder == Node ? l.Report : null)
                        .SetProperty(l => l.Holder, Node)
                        .SetProperty(l => l.ExpiresAt, until),
                cancellationToken
            );
        return taken == 1
            || (
                !await db.WorkLeases.AnyAsync(l => l.Name == name, cancellationToken)
                && await BeginAsync(db, name, until, cancellationToken)
            );
    }

    /// <summary>Releases the lease, so that another node need not wait for it to expire.</summary>
    public async Task ReleaseAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .WorkLeases.Where(l => l.Name == name && l.Holder == Node)
            .ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Stores what this node reports of work whose lease it holds.</summary>
    public async Task ReportAsync(string name, string report, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .WorkLeases.Where(l => l.Name == name && l.Holder == Node)
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.Report, report), cancellationToken);
    }

    /// <summary>What the present holder reported of the work; null: nobody holds the lease, or nothing was reported yet.</summary>
    public async Task<string?> ReportOfHolderAsync(string name, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .WorkLeases.Where(l => l.Name == name && l.ExpiresAt > now)
            .Select(l => l.Report)
            .SingleOrDefaultAsync(cancellationToken);
    }

    private async Task<bool> BeginAsync(
        DashboardDbContext db,
        string name,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        db.Add(
            new WorkLease
            {
                Name = name,
                Holder = Node,
                ExpiresAt = until,
            }
        );
        return await db.TrySaveAsync(cancellationToken);
    }
}
