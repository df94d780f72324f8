using Dashboard.Data;
using Dashboard.Data.Work;
using Dashboard.Domain;
using Dashboard.Domain.Connections;
using Dashboard.SnapTrade;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Reconciliation.Brokerages;

/// <summary>Reads names and states of brokerages from SnapTrade; webhooks contain only their ids.</summary>
internal sealed partial class BrokerageDirectory(
    IDbContextFactory<DashboardDbContext> contexts,
    ISnapTradeClient client,
    TimeProvider time,
    ILogger<BrokerageDirectory> logger
) : IRecurringWork
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(15);

    public string Name => "brokerages";

    // When the list was last read is in the database, so checking is cheap, and a failed reading is repeated soon.
    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    public bool OnOneNode => true;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        try
        {
            if (await IsDueAsync(stoppingToken))
                await RefreshAsync(stoppingToken);
        }
        catch (SnapTradeException exception)
        {
            LogFailed(logger, exception.Message);
        }
        return null;
    }

    /// <summary>Reads the list and stores it.</summary>
    /// <exception cref="SnapTradeException">The list could not be read.</exception>
    internal async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var found = await client.WithPriority(CallPriority.Background).ListBrokeragesAsync(cancellationToken);
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await db.Brokerages.ToDictionaryAsync(
            b => b.Id,
            StringComparer.Ordinal,
            cancellationToken
        );
        foreach (var info in found.Where(b => InputText.IsId(b.Id, Limits.Id)))
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

    private async Task<bool> IsDueAsync(CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - MaxAge;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return !await db.Brokerages.AnyAsync(b => b.RefreshedAt > since, cancellationToken);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The list of brokerages could not be read: {Reason}. The next attempt is in a minute"
    )]
    private static partial void LogFailed(ILogger logger, string reason);
}
