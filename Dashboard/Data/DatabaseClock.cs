using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data;

/// <summary>
/// Compares this machine's clock with that of the database server, by which nodes can be compared with each other. SQLite uses
/// this machine's own.
/// </summary>
internal sealed class DatabaseClock(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    internal const string Query = "SELECT SYSUTCDATETIME();";

    /// <returns>How far the server's clock is ahead of ours; null when there is no server or it does not tell.</returns>
    public async Task<TimeSpan?> AheadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!db.Database.IsSqlServer())
            return null;
        try
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = Query;
            var asked = time.GetUtcNow();
            var told = await command.ExecuteScalarAsync(cancellationToken);
            return told is DateTime theirs
                ? Difference(new(DateTime.SpecifyKind(theirs, DateTimeKind.Utc)), asked, time.GetUtcNow())
                : null;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // That the server does not answer is told by the commits.
            return null;
        }
    }

    /// <summary>The answer was given at some moment between the question and its arrival; only what lies outside differs.</summary>
    internal static TimeSpan Difference(DateTimeOffset told, DateTimeOffset asked, DateTimeOffset answered) =>
        told < asked ? told - asked
        : told > answered ? told - answered
        : TimeSpan.Zero;
}
