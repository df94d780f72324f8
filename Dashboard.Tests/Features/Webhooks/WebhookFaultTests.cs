using System.Net;
using Dashboard.Domain.Events;
using Dashboard.Features.Webhooks;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Webhooks;

/// <summary>Events that can't be committed are refused with 503 and accepted when they are sent again.</summary>
public sealed class WebhookFaultTests
{
    private static readonly DateTimeOffset Now = Some.Noon.AddMinutes(10);

    [Fact]
    public async Task A_failing_database_answers_503_and_the_event_is_accepted_afterwards()
    {
        await using var server = DashboardServer.Start(new FakeTimeProvider(Now));
        var payload = Signed.Event("CONNECTION_BROKEN", Some.Noon);
        await RunAsync(server, "ALTER TABLE EventReceipts RENAME TO Elsewhere");

        await NotCommittedAsync(server, payload);

        await using (var db = server.Database.CreateDbContext())
            Assert.False(await db.Connections.AnyAsync(TestContext.Current.CancellationToken));
        await RunAsync(server, "ALTER TABLE Elsewhere RENAME TO EventReceipts");
        await AcceptedAsync(server, payload, duplicate: false);
    }

    [Fact]
    public async Task A_locked_database_answers_503_in_time_and_the_event_is_accepted_afterwards()
    {
        var time = new FakeTimeProvider(Now);
        await using var server = DashboardServer.Start(time);
        var payload = Signed.Event("CONNECTION_BROKEN", Some.Noon, webhookId: "while-locked");
        await using (await LockAsync(server))
        {
            var delivery = NotCommittedAsync(server, payload);
            await Eventually.TrueAsync(
                () =>
                {
                    time.Advance(TimeSpan.FromSeconds(1));
                    return delivery.IsCompleted;
                },
                "the endpoint stopped waiting for the commit"
            );
            await delivery;
        }

        // It may have been written before or now, but not twice.
        var (answer, _) = await server.DeliverAsync(
            Signed.Post(Signed.Event("CONNECTION_FIXED", time.GetUtcNow()))
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        (answer, _) = await server.DeliverAsync(Signed.Post(payload));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await using var db = server.Database.CreateDbContext();
        Assert.Equal(
            1,
            await db.Events.CountAsync(
                e => e.WebhookId == "while-locked",
                TestContext.Current.CancellationToken
            )
        );
    }

    [Fact]
    public async Task A_full_queue_answers_503_at_once_and_loses_no_accepted_event()
    {
        await using var server = DashboardServer.Start(new FakeTimeProvider(Now));
        var writer = server.Services.GetRequiredService<EventWriter>();
        var taken = new List<Task>();
        await using (await LockAsync(server))
        {
            Assert.Throws<NotCommittedException>(() => Fill(writer, taken, "{}"));

            await NotCommittedAsync(server, Signed.Event("CONNECTION_BROKEN", Some.Noon));
        }

        await Task.WhenAll(taken).WaitAsync(TestContext.Current.CancellationToken);
        await using var db = server.Database.CreateDbContext();
        Assert.Equal(taken.Count, await db.Events.CountAsync(TestContext.Current.CancellationToken));
        await AcceptedAsync(server, Signed.Event("CONNECTION_FIXED", Now), duplicate: false);
    }

    [Fact]
    public async Task Large_events_fill_the_queue_by_their_size()
    {
        await using var server = DashboardServer.Start(new FakeTimeProvider(Now));
        var writer = server.Services.GetRequiredService<EventWriter>();
        var taken = new List<Task>();
        var large = $"\"{new string('x', 4 * 1024 * 1024)}\"";
        await using (await LockAsync(server))
            Assert.Throws<NotCommittedException>(() => Fill(writer, taken, large));

        Assert.InRange(taken.Count, 1, 8);
        await Task.WhenAll(taken).WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Stopping_commits_accepted_events_and_refuses_others()
    {
        using var database = new TestDatabase();
        var taken = new List<Task>();
        EventWriter writer;
        await using (var server = DashboardServer.Start(new FakeTimeProvider(Now), database))
        {
            writer = server.Services.GetRequiredService<EventWriter>();
            for (var i = 0; i < 2000; i++)
                taken.Add(writer.WriteAsync(Some.Broken(0, $"connection-{i}", $"user-{i}")));
        }

        await Task.WhenAll(taken).WaitAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<NotCommittedException>(() => writer.WriteAsync(Some.Broken()));
        await using var db = database.CreateDbContext();
        Assert.Equal(2000, await db.Events.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_event_that_the_database_refuses_does_not_affect_others()
    {
        await using var server = DashboardServer.Start(new FakeTimeProvider(Now));
        await RunAsync(
            server,
            "CREATE TRIGGER Poison BEFORE INSERT ON Events WHEN NEW.UserId = 'poison' BEGIN SELECT RAISE(FAIL, 'poison'); END"
        );
        var writer = server.Services.GetRequiredService<EventWriter>();
        List<Task> good = [];
        Task poison;
        await using (await LockAsync(server))
        {
            // Behind the lock they queue up and are written together.
            good.Add(writer.WriteAsync(Some.Broken(0, "c0", "u0")));
            good.Add(writer.WriteAsync(Some.Broken(1, "c1", "u1")));
            poison = writer.WriteAsync(Some.Broken(2, "c2", "poison"));
            good.Add(writer.WriteAsync(Some.Broken(3, "c3", "u3")));
        }

        await Task.WhenAll(good).WaitAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<NotCommittedException>(() => poison);
        await using var db = server.Database.CreateDbContext();
        Assert.Equal(
            ["c0", "c1", "c3"],
            await db
                .Connections.OrderBy(c => c.Id)
                .Select(c => c.Id)
                .ToListAsync(TestContext.Current.CancellationToken)
        );
    }

    private static void Fill(EventWriter writer, List<Task> taken, string payload)
    {
        for (var i = 0; i < 10_000; i++)
            taken.Add(
                writer.WriteAsync(
                    Some.Event(EventTypes.NewAccountAvailable, i % 5, $"c{i % 50}") with
                    {
                        Payload = payload,
                    }
                )
            );
    }

    private static async Task NotCommittedAsync(DashboardServer server, Dictionary<string, object?> payload)
    {
        var (answer, body) = await server.DeliverAsync(Signed.Post(payload));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(30), answer.Headers.RetryAfter?.Delta);
        Assert.Equal("not-committed", body.GetProperty("reason").GetString());
    }

    private static async Task AcceptedAsync(
        DashboardServer server,
        Dictionary<string, object?> payload,
        bool duplicate
    )
    {
        var (answer, body) = await server.DeliverAsync(Signed.Post(payload));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(duplicate, body.GetProperty("duplicate").GetBoolean());
    }

    private static async Task RunAsync(DashboardServer server, string sql)
    {
        await using var connection = new SqliteConnection(
            $"{server.Database.ConnectionString};Pooling=False"
        );
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Keeps every writer out until it is disposed.</summary>
    private static async Task<SqliteConnection> LockAsync(DashboardServer server)
    {
        var connection = new SqliteConnection($"{server.Database.ConnectionString};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}
