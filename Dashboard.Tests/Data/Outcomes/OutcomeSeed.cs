using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Outcomes;
using Dashboard.Domain.Reconnect;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Data.Outcomes;

/// <summary>Puts breaks with their steps into a database.</summary>
internal static class OutcomeSeed
{
    /// <summary>A link of the connection, and the event that it was made.</summary>
    public static async Task<string> LinkAsync(
        this TestDatabase database,
        string connectionId,
        double minute,
        LinkOrigin origin = LinkOrigin.Copy,
        string by = "Ana"
    )
    {
        await using var db = database.CreateDbContext();
        var connection = await db.Connections.SingleAsync(c => c.Id == connectionId, Token);
        var link = ReconnectLink.Create(
            Guid.NewGuid().ToString("N"),
            connection,
            origin,
            by,
            Some.Noon.AddMinutes(minute),
            TimeSpan.FromDays(7)
        );
        db.ReconnectLinks.Add(link);
        await db.SaveChangesAsync(Token);
        var type = origin == LinkOrigin.Email ? EventTypes.EmailSent : EventTypes.LinkCreated;
        await database.StepAsync(type, connection, minute, link.Id);
        return link.Id;
    }

    /// <summary>A step of a customer with a link.</summary>
    public static async Task StepAsync(
        this TestDatabase database,
        string type,
        string connectionId,
        double minute,
        string? linkId = null,
        string? result = null
    )
    {
        await using var db = database.CreateDbContext();
        var connection = await db.Connections.SingleAsync(c => c.Id == connectionId, Token);
        await database.StepAsync(type, connection, minute, linkId, result);
    }

    /// <summary>The breaks of a worked example, whose noon is at another moment.</summary>
    public static Task ExampleAsync(
        this TestDatabase database,
        IEnumerable<EpisodeFacts> cohort,
        DateTimeOffset asOf
    )
    {
        IncomingEvent At(EpisodeFacts episode, string type, TimeSpan ago) =>
            Some.Event(type, 0, episode.ConnectionId, "user of " + episode.ConnectionId) with
            {
                OccurredAt = asOf - ago,
                ReceivedAt = asOf - ago,
            };
        return database.EventsAsync([
            .. cohort.Select(e => At(e, EventTypes.ConnectionBroken, TimeSpan.FromSeconds(e.Lasted))),
            .. cohort
                .Where(e => !e.IsOpen)
                .Select(e =>
                    At(
                        e,
                        e.IsRepaired ? EventTypes.ConnectionFixed : EventTypes.ConnectionDeleted,
                        TimeSpan.Zero
                    )
                ),
        ]);
    }

    /// <summary>Breaks that nobody repaired, so many that figures are kept.</summary>
    public static async Task ManyBreaksAsync(this TestDatabase database, int count, DateTimeOffset lastAt)
    {
        await using var db = database.CreateDbContext();
        db.Database.OnlySqlite();
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
            INSERT INTO Episodes (ConnectionId, StartedAt) SELECT 'many-' || i, {lastAt.UtcTicks} - i * 10000000 FROM n
            """,
            Token
        );
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
            INSERT INTO Connections (Id, UserId, Health, Since, AwaitingVerification, FirstEventAt, LastEventAt, DataEvents, VerifyFailures, UnsettledChecks, IsTied, Version)
            SELECT 'many-' || i, 'user-' || i, {(int)
                Health.Disabled}, {lastAt.UtcTicks} - i * 10000000, 0, 0, 0, 0, 0, 0, 0, 1 FROM n
            """,
            Token
        );
    }

    private static Task StepAsync(
        this TestDatabase database,
        string type,
        Connection connection,
        double minute,
        string? linkId = null,
        string? result = null
    ) =>
        database.EventsAsync(
            Some.Event(type, minute, connection.Id, connection.UserId, attemptResult: result) with
            {
                Source = EventSource.Portal,
                LinkId = linkId,
                ReceivedAt = Some.Noon.AddMinutes(minute),
            }
        );
}
