using Dashboard.Data;
using Dashboard.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Access;

/// <summary>Stores once a minute, and when the process ends, when each API key was last used.</summary>
internal sealed class ApiKeyUse(
    ApiKeys keys,
    IDbContextFactory<DashboardDbContext> contexts,
    TimeProvider time
) : IRecurringWork
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    public string Name => "api-key-use";
    public TimeSpan Interval => TimeSpan.FromMinutes(1);
    public bool WaitsFirst => true;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        await WriteAsync(stoppingToken);
        return null;
    }

    public async Task StopAsync()
    {
        using var timeout = new CancellationTokenSource(StopTimeout, time);
        await WriteAsync(timeout.Token);
    }

    internal async Task WriteAsync(CancellationToken cancellationToken)
    {
        var uses = keys.TakeUses();
        if (uses.Count == 0)
            return;
        try
        {
            await contexts.InTransactionAsync((db, token) => SaveAsync(db, uses, token), cancellationToken);
        }
        catch
        {
            foreach (var (id, at) in uses)
                keys.ReturnUse(id, at);
            throw;
        }
    }

    private static async Task SaveAsync(
        DashboardDbContext db,
        IReadOnlyList<(string Id, DateTimeOffset At)> uses,
        CancellationToken cancellationToken
    )
    {
        foreach (var (id, at) in uses)
        {
            // Another node may have seen a later use.
            await db
                .ApiKeys.Where(k => k.Id == id && (k.LastUsedAt == null || k.LastUsedAt < at))
                .ExecuteUpdateAsync(s => s.SetProperty(k => k.LastUsedAt, at), cancellationToken);
        }
    }
}
