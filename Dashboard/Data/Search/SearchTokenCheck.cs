using Dashboard.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Search;

/// <summary>
/// Compares the tokens of all users with the rule once a day, and corrects them: nodes of an earlier version write users
/// without tokens while an upgrade is under way.
/// </summary>
internal sealed partial class SearchTokenCheck(
    IDbContextFactory<DashboardDbContext> contexts,
    ILogger<SearchTokenCheck> logger
) : IRecurringWork
{
    public string Name => "search-tokens";

    public TimeSpan Interval => TimeSpan.FromDays(1);

    public bool WaitsFirst => true;

    public bool OnOneNode => true;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        var corrected = 0;
        string? after = null;
        do
        {
            var (stale, last) = await FindAsync(after, stoppingToken);
            if (stale.Count > 0)
                corrected += await contexts.InTransactionAsync(
                    (db, token) => SearchTokenRepair.RunAsync(db, stale, token),
                    stoppingToken
                );
            after = last;
        } while (after is not null && await lease.HoldAsync(stoppingToken));
        if (corrected > 0)
            LogCorrected(logger, corrected);
        return null;
    }

    private async Task<(List<string> Stale, string? Last)> FindAsync(
        string? after,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var users = await SearchTokenRepair.NextAsync(db, after, cancellationToken);
        var (gone, missing) = await SearchTokenRepair.DifferenceAsync(db, users, cancellationToken);
        List<string> stale = [.. gone.Concat(missing).Select(t => t.UserId).Distinct(StringComparer.Ordinal)];
        return (stale, users.Count == UserPages.Size ? users[^1].Id : null);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Count} search tokens of users were wrong or missing, and are corrected"
    )]
    private static partial void LogCorrected(ILogger logger, int count);
}
