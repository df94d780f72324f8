using System.Net;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Dashboard.Tests.Features.Webhooks;

/// <summary>A node is ready only while it can commit.</summary>
public sealed class ReadinessTests : IAsyncLifetime
{
    private readonly DashboardServer _server = DashboardServer.Start();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_locked_database_makes_the_node_unready_until_it_is_free()
    {
        Assert.Equal(HttpStatusCode.OK, await ReadyAsync());
        await using (await LockAsync())
        {
            // The previous result may still be valid.
            await Eventually.TrueAsync(
                async () => await ReadyAsync() == HttpStatusCode.ServiceUnavailable,
                "the node was not ready"
            );
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await ReadyAsync());
        }
        await Eventually.TrueAsync(
            async () => await ReadyAsync() == HttpStatusCode.OK,
            "the node was ready again"
        );
    }

    [Fact]
    public async Task A_database_that_takes_no_row_makes_the_node_unready_until_it_does()
    {
        Assert.Equal(HttpStatusCode.OK, await ReadyAsync());
        await RunAsync(
            "CREATE TRIGGER Full BEFORE UPDATE ON WorkLeases BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        );
        await Eventually.TrueAsync(
            async () => await ReadyAsync() == HttpStatusCode.ServiceUnavailable,
            "the node was not ready"
        );
        await RunAsync("DROP TRIGGER Full");
        await Eventually.TrueAsync(
            async () => await ReadyAsync() == HttpStatusCode.OK,
            "the node was ready again"
        );
    }

    [Fact]
    public async Task Events_that_can_not_be_committed_make_the_node_unready_until_one_is()
    {
        await RunAsync("ALTER TABLE EventReceipts RENAME TO Elsewhere");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await DeliverAsync());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await ReadyAsync());

        await RunAsync("ALTER TABLE Elsewhere RENAME TO EventReceipts");
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync());
        Assert.Equal(HttpStatusCode.OK, await ReadyAsync());
    }

    [Fact]
    public async Task The_verdict_is_added_for_keys_that_may_see_it_and_for_nobody_else()
    {
        async Task<string> ReadAsync(string? key)
        {
            using var client = _server.Caller(key);
            return await client.GetStringAsync("/health/ready", TestContext.Current.CancellationToken);
        }

        Assert.DoesNotContain("verdict", await ReadAsync(key: null), StringComparison.Ordinal);
        Assert.DoesNotContain("verdict", await ReadAsync("a-key-that-nobody-has"), StringComparison.Ordinal);
        var told = await ReadAsync(DashboardServer.ApiKey);
        Assert.Contains("\nverdict: ", told, StringComparison.Ordinal);
        Assert.Contains("\nWebhooks: Unknown, none has arrived yet", told, StringComparison.Ordinal);
        Assert.Contains("\nWriting: Working", told, StringComparison.Ordinal);
    }

    private async Task<HttpStatusCode> DeliverAsync()
    {
        var at = TimeProvider.System.GetUtcNow();
        var (answer, _) = await _server.DeliverAsync(Signed.Post(Signed.Event("CONNECTION_BROKEN", at)));
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> ReadyAsync()
    {
        using var client = _server.Caller(key: null);
        using var answer = await client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await ExecuteAsync(connection, sql);
    }

    /// <summary>Keeps every writer out until it is disposed.</summary>
    private async Task<SqliteConnection> LockAsync()
    {
        var connection = await OpenAsync();
        await ExecuteAsync(connection, "BEGIN IMMEDIATE");
        return connection;
    }

    private async Task<SqliteConnection> OpenAsync()
    {
        var connection = new SqliteConnection($"{_server.Database.ConnectionString};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
