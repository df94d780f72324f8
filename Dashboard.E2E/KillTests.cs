using Dashboard.E2E.Support;
using Microsoft.Data.Sqlite;

namespace Dashboard.E2E;

/// <summary>Checks that no acknowledged event is lost when the process is killed or told to stop.</summary>
public sealed class KillTests
{
    private const int Rounds = 3;
    private const int AcknowledgedBeforeTheKill = 300;
    private string _database = "";

    [Fact]
    public async Task A_server_killed_under_load_has_every_acknowledged_event_exactly_once()
    {
        var token = TestContext.Current.CancellationToken;
        await using var server = await DashboardProcess.StartLiveAsync(
            ("SnapTrade__ClientId", WebhookFire.ClientId),
            ("SnapTrade__ConsumerKey", WebhookFire.ConsumerKey),
            // Nothing listens on this port: the server must work without Redis.
            ("SnapTrade__BaseUrl", "http://127.0.0.1:9"),
            ("Logging__LogLevel__Default", "Error")
        );
        _database = server.DatabasePath;
        List<string> acknowledged = [];
        HashSet<string> sent = new(StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            var fire = new WebhookFire(round);
            var firing = fire.RunAsync(server.Origin, token);
            // A different moment in each round, always under load.
            var enough = AcknowledgedBeforeTheKill * (round + 1);
            await Eventually.BecomesTrueAsync(() => Task.FromResult(fire.Acknowledged.Count >= enough));
            Assert.False(firing.IsCompleted, "The deliveries ended before the kill.");
            await server.KillAsync();
            await firing;
            acknowledged.AddRange(fire.Acknowledged);
            sent.UnionWith(fire.Sent);
            // The restart uses the file as it was after the kill.
            await server.RestartAsync();
        }

        Assert.Equal(["ok"], Read("PRAGMA integrity_check"));
        var stored = Read("SELECT WebhookId FROM Events");
        Assert.Equal(stored.Count, stored.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(acknowledged.Except(stored, StringComparer.Ordinal));
        Assert.Empty(stored.Except(sent, StringComparer.Ordinal));
        AssertStateFitsEvents(stored.Count);
        SqliteConnection.ClearAllPools();
    }

    [Fact]
    public async Task A_server_told_to_stop_under_load_stores_what_it_acknowledges_and_hands_over_within_15_seconds()
    {
        var token = TestContext.Current.CancellationToken;
        await using var server = await DashboardProcess.StartLiveAsync(
            ("SnapTrade__ClientId", WebhookFire.ClientId),
            ("SnapTrade__ConsumerKey", WebhookFire.ConsumerKey),
            ("SnapTrade__BaseUrl", "http://127.0.0.1:9"),
            ("Logging__LogLevel__Default", "Error")
        );
        _database = server.DatabasePath;
        var fire = new WebhookFire(round: 0);
        var firing = fire.RunAsync(server.Origin, token);
        await Eventually.BecomesTrueAsync(() =>
            Task.FromResult(fire.Acknowledged.Count >= AcknowledgedBeforeTheKill)
        );

        await server.StopAsync().WaitAsync(TimeSpan.FromSeconds(15), token);
        await firing;

        Assert.All(fire.Refused, refused => Assert.Equal("503 30", refused));
        var stored = Read("SELECT WebhookId FROM Events");
        Assert.Empty(fire.Acknowledged.Except(stored, StringComparer.Ordinal));
        Assert.Equal(stored.Count, stored.Distinct(StringComparer.Ordinal).Count());
        AssertStateFitsEvents(stored.Count);
        // Another node need not wait for the leases to run out. The probe of commits leaves a row of its own.
        Assert.Empty(Read("SELECT Name FROM WorkLeases WHERE Name <> 'commit-probe'"));
        SqliteConnection.ClearAllPools();
    }

    /// <summary>Checks that an event, its receipt, its connection's health and the counts were committed together.</summary>
    private void AssertStateFitsEvents(int events)
    {
        Assert.Equal([$"{events}"], Read("SELECT COUNT(*) FROM EventReceipts"));
        Assert.Equal(
            Read("SELECT Health || ' ' || COUNT(*) FROM Connections GROUP BY Health ORDER BY Health"),
            Read(
                "SELECT Health || ' ' || SUM(Total) FROM HealthCounts GROUP BY Health HAVING SUM(Total) > 0 ORDER BY Health"
            )
        );
        Assert.Equal(
            Read("SELECT Id FROM Connections WHERE Health = 1 ORDER BY Id"),
            Read("SELECT ConnectionId FROM Episodes WHERE EndedAt IS NULL ORDER BY ConnectionId")
        );
    }

    private List<string> Read(string sql) => DatabaseFile.Read(_database, sql);
}
