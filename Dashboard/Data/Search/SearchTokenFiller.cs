using Dashboard.Domain;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Search;

/// <summary>
/// Makes the tokens of users that an earlier version stored, before the node is ready: until then a search would miss some.
/// Each step commits and remembers how far it came, so a start that is interrupted loses little, and nodes that start
/// together share the work.
/// </summary>
internal sealed partial class SearchTokenFiller(
    IDbContextFactory<DashboardDbContext> contexts,
    TimeProvider time,
    ILogger<SearchTokenFiller> logger
) : StartupWork
{
    private const int ToldEvery = 100;

    public override async Task StartingAsync(CancellationToken cancellationToken)
    {
        for (var steps = 1; await contexts.InTransactionAsync(StepAsync, cancellationToken); steps++)
        {
            if (steps % ToldEvery == 0)
                LogProgress(logger, steps * UserPages.Size);
        }
    }

    /// <returns>Whether another step follows.</returns>
    private async Task<bool> StepAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        var row = db.SearchTokenFills.Where(f => f.Version == SearchTokens.Version);
        // Written before it is read: another node waits here, and then continues where this one stopped.
        await row.ExecuteUpdateAsync(s => s.SetProperty(f => f.After, f => f.After), cancellationToken);
        var fill = await row.SingleOrDefaultAsync(cancellationToken);
        if (fill is null)
            db.Add(fill = new SearchTokenFill { Version = SearchTokens.Version });
        if (fill.CompletedAt is not null)
            return false;
        var users = await SearchTokenRepair.NextAsync(db, fill.After, cancellationToken);
        if (users is [.., var last])
        {
            await SearchTokenRepair.RunAsync(db, users.ConvertAll(u => u.Id), cancellationToken);
            fill.After = last.Id;
        }
        else
            fill.CompletedAt = time.GetUtcNow();
        await db.SaveChangesAsync(cancellationToken);
        return fill.CompletedAt is null;
    }

    [LoggerMessage(
        LogLevel.Information,
        "Created the search tokens of {Count} users; the node becomes ready after the last"
    )]
    private static partial void LogProgress(ILogger logger, int count);
}
