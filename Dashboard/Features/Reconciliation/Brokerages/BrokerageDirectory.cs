using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.SnapTrade;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Reconciliation.Brokerages;

/// <summary>Keeps names and states of brokerages, which webhooks name by id only.</summary>
internal sealed class BrokerageDirectory(
    IDbContextFactory<DashboardDbContext> contexts,
    ISnapTradeClient client,
    TimeProvider time
)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    /// <summary>Reads the list when it was not read for a quarter of an hour, by whichever node.</summary>
    /// <exception cref="SnapTradeException">It could not be read.</exception>
    public async Task RefreshIfDueAsync(CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - Every;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            if (await db.Brokerages.AnyAsync(b => b.RefreshedAt > since, cancellationToken))
                return;
        }
        await RefreshAsync(cancellationToken);
    }

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var found = await client.WithPriority(CallPriority.Background).ListBrokeragesAsync(cancellationToken);
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await db.Brokerages.ToDictionaryAsync(
            b => b.Id,
            StringComparer.Ordinal,
            cancellationToken
        );
        foreach (var info in found.Where(b => b.Id.Length <= Limits.Id && !b.Id.EndsWith(' ')))
        {
            if (!known.TryGetValue(info.Id, out var brokerage))
                db.Add(
                    brokerage = new Brokerage
                    {
                        Id = info.Id,
                        Slug = "",
                        Name = "",
                    }
                );
            brokerage.Slug = Limits.Cut(info.Slug, Limits.Id) ?? brokerage.Slug;
            brokerage.Name = Limits.Cut(info.DisplayName ?? info.Name ?? info.Slug, Limits.Id) ?? info.Id;
            brokerage.InMaintenance = info.MaintenanceMode ?? false;
            brokerage.IsDegraded = info.IsDegraded ?? false;
            brokerage.RefreshedAt = now;
        }
        await db.SaveChangesAsync(cancellationToken);
    }
}
