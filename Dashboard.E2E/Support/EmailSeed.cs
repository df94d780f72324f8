using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.E2E.Support;

/// <summary>Adds customers with a broken connection and a queued e-mail each to a SQLite file.</summary>
internal sealed class EmailSeed(string databasePath)
    : IDbContextFactory<DashboardDbContext>,
        IConnectionChangePublisher
{
    private const int AtOnce = 500;

    public DashboardDbContext CreateDbContext()
    {
        var options = new DbContextOptionsBuilder<SqliteDashboardDbContext>();
        DataSetup.UseSqlite(
            options,
            new DatabaseOptions { ConnectionString = $"Data Source={databasePath}" }
        );
        return new SqliteDashboardDbContext(options.WithIdentity().Options);
    }

    public async Task QueueAsync(int count)
    {
        var log = new EventLog(this, this, TimeProvider.System);
        var now = TimeProvider.System.GetUtcNow();
        foreach (var some in Enumerable.Range(0, count).Chunk(AtOnce))
        {
            await log.AppendAsync([.. some.Select(i => BreakOf(i, now))]);
            await using var db = CreateDbContext();
            List<string> ids = [.. some.Select(UserId)];
            await foreach (var user in db.SnapTradeUsers.Where(u => ids.Contains(u.Id)).AsAsyncEnumerable())
            {
                user.SetContact("Ana Lima", $"{user.Id}@customer.example", locale: null, now);
                user.SetSecret("protected", now);
            }
            db.AddRange(ids.Select(id => Email.Create(id, EmailTrigger.Operator, "Ana Admin", now)));
            await db.SaveChangesAsync();
        }
    }

    /// <summary>The number of e-mails in each state.</summary>
    public async Task<Dictionary<EmailState, int>> CountAsync()
    {
        await using var db = CreateDbContext();
        return await db
            .Emails.GroupBy(e => e.State)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count);
    }

    public ValueTask PublishAsync(
        IReadOnlyList<ConnectionChange> changes,
        CancellationToken cancellationToken
    ) => ValueTask.CompletedTask;

    private static string UserId(int i) => $"user-{i}";

    private static IncomingEvent BreakOf(int i, DateTimeOffset now) =>
        new()
        {
            Type = EventTypes.ConnectionBroken,
            Source = EventSource.Webhook,
            Key = $"seeded-{i}",
            UserId = UserId(i),
            ConnectionId = $"connection-{i}",
            OccurredAt = now,
            ReceivedAt = now,
        };
}
