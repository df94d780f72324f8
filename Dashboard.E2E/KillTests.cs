using Microsoft.Data.Sqlite;

namespace Dashboard.E2E;

/// <summary>Runs by itself: it takes the whole machine for its load.</summary>
[CollectionDefinition(nameof(UnderLoad), DisableParallelization = true)]
public sealed class UnderLoad;

/// <summary>Nothing acknowledged is ever lost, whenever the process dies.</summary>
[Collection(nameof(UnderLoad))]
public sealed class KillTests : IDisposable
{
    private const int Rounds = 3;
    private const int AcknowledgedBeforeTheKill = 300;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("dashboard-kill-");

    [Fact]
    public async Task A_server_killed_under_load_has_every_acknowledged_event_exactly_once()
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        bound.CancelAfter(Longest);
        var token = bound.Token;
        List<string> acknowledged = [];
        HashSet<string> sent = new(StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            var fire = new WebhookFire(round);
            await using (var server = await ServerProcess.StartAsync(folder.FullName, token))
            {
                var firing = fire.RunAsync(server.Address, token);
                // Another moment each round, always under load.
                await UntilAsync(
                    () => fire.Acknowledged.Count >= AcknowledgedBeforeTheKill * (round + 1),
                    firing,
                    token
                );
                await server.KillAsync();
                await firing;
            }
            acknowledged.AddRange(fire.Acknowledged);
            sent.UnionWith(fire.Sent);
        }
        // The restart takes the file as the last kill left it.
        await using (await ServerProcess.StartAsync(folder.FullName, token))
            Assert.Equal(["ok"], Read("PRAGMA integrity_check"));

        var stored = Read("SELECT WebhookId FROM Events");
        Assert.Equal(stored.Count, stored.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(acknowledged.Except(stored, StringComparer.Ordinal));
        Assert.Empty(stored.Except(sent, StringComparer.Ordinal));
        AssertStateFitsEvents(stored.Count);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }

    /// <summary>An event, its receipt, its connection's health and the counts were committed together.</summary>
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

    private List<string> Read(string sql)
    {
        using var connection = new SqliteConnection(
            $"Data Source={ServerProcess.DatabaseIn(folder.FullName)}"
        );
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
            rows.Add(reader.GetString(0));
        return rows;
    }

    private static async Task UntilAsync(
        Func<bool> condition,
        Task firing,
        CancellationToken cancellationToken
    )
    {
        while (!condition())
        {
            Assert.False(firing.IsCompleted, "The deliveries ended before the kill.");
            await Task.Delay(5, cancellationToken);
        }
    }
}
