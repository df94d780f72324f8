using System.Collections.Concurrent;
using Dashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Work;

/// <summary>
/// Lets one node of several do a piece of work. A lease lasts for a short time, whatever the work, and is renewed while its
/// holder lives; so another node takes over within half a minute of a kill, and at once when the holder ends cleanly. Clocks
/// of nodes may differ by less than 10 seconds, since a holder relies on its lease for half the time that it lasts; one with a
/// later end than possible was taken with a wrong clock and counts as expired.
/// </summary>
public sealed class WorkLeases(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    /// <summary>How long a lease lasts without renewal. A node that stops completes its work within that time.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(20);

    /// <summary>How often leases are renewed, and how often a node that stands by looks whether one is free.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    // When the request began that took or renewed a lease, as a timestamp, because the clock may be set back.
    private readonly ConcurrentDictionary<string, long> _held = new(StringComparer.Ordinal);

    /// <summary>The unique name of this process.</summary>
    public string Node { get; } = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}";

    /// <summary>Takes the lease; false while another node holds it. Asks the database only when it has to.</summary>
    public async Task<bool> HoldAsync(string name, CancellationToken cancellationToken)
    {
        if (_held.TryGetValue(name, out var at) && time.GetElapsedTime(at) < Lasts / 2)
            return true;
        var began = time.GetTimestamp();
        var isHeld = await TakeAsync(name, cancellationToken);
        if (isHeld)
            _held[name] = began;
        else
            _held.TryRemove(name, out _);
        return isHeld;
    }

    /// <summary>Renews all leases of this node, and forgets those that another has taken.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        var held = _held.ToArray();
        if (held.Length == 0)
            return;
        var began = time.GetTimestamp();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var until = time.GetUtcNow() + Lasts;
        var latest = until + Lasts;
        var ours = db.WorkLeases.Where(l => l.Holder == Node);
        // One that was taken anew while this waited must not become shorter.
        await ours.Where(l => l.ExpiresAt < until || l.ExpiresAt > latest)
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.ExpiresAt, until), cancellationToken);
        var names = await ours.Select(l => l.Name).ToListAsync(cancellationToken);
        foreach (var lease in held)
        {
            // Unless it was taken anew or released meanwhile.
            if (names.Contains(lease.Key, StringComparer.Ordinal))
                _held.TryUpdate(lease.Key, began, lease.Value);
            else
                _held.TryRemove(lease);
        }
    }

    /// <summary>Releases the lease, so that another node need not wait for it to expire.</summary>
    public async Task ReleaseAsync(string name, CancellationToken cancellationToken)
    {
        // Whether or not it is known as held: the request that took it may have been cancelled after its commit.
        _held.TryRemove(name, out _);
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

    // A node that stands by only reads, and does not wait for writers.
    private async Task<bool> TakeAsync(string name, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var until = now + Lasts;
        var latest = until + Lasts;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await db
            .WorkLeases.Where(l => l.Name == name)
            .Select(l => new { IsFree = l.Holder == Node || l.ExpiresAt <= now || l.ExpiresAt > latest })
            .FirstOrDefaultAsync(cancellationToken);
        if (known is null)
            return await BeginAsync(db, name, until, cancellationToken);
        return known.IsFree
            && await db
                .WorkLeases.Where(l =>
                    l.Name == name && (l.Holder == Node || l.ExpiresAt <= now || l.ExpiresAt > latest)
                )
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(l => l.Report, l => l.Holder == Node ? l.Report : null)
                            .SetProperty(l => l.Holder, Node)
                            .SetProperty(l => l.ExpiresAt, until),
                    cancellationToken
                ) == 1;
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
