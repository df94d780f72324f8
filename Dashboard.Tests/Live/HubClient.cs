using System.Text.Json;
using System.Threading.Channels;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.SignalR.Client;

namespace Dashboard.Tests.Live;

/// <summary>A wallboard or script: SignalR's own client with an API key.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private readonly HubConnection connection;
    private readonly Channel<JsonElement> changes = Channel.CreateUnbounded<JsonElement>();
    private readonly Channel<bool> gaps = Channel.CreateUnbounded<bool>();

    private HubClient(DashboardServer server, string? key)
    {
        connection = new HubConnectionBuilder()
            .WithUrl(
                new Uri(server.Address, "/hubs/connection-health"),
                options => options.AccessTokenProvider = () => Task.FromResult(key)
            )
            .Build();
        connection.On<JsonElement[]>(
            "ConnectionsChanged",
            pushed =>
            {
                if (pushed.Length == 0)
                    gaps.Writer.TryWrite(true);
                foreach (var change in pushed)
                    changes.Writer.TryWrite(change.Clone());
            }
        );
    }

    public bool IsConnected => connection.State == HubConnectionState.Connected;

    public static async Task<HubClient> ConnectAsync(
        DashboardServer server,
        string? key = DashboardServer.ApiKey
    )
    {
        var client = new HubClient(server, key);
        try
        {
            await client.connection.StartAsync(TestContext.Current.CancellationToken);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>The next pushed change of that connection.</summary>
    public async Task<JsonElement> NextAsync(string connectionId)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            var change = await changes.Reader.ReadAsync(patience.Token);
            if (change.GetProperty("id").GetString() == connectionId)
                return change;
        }
    }

    /// <summary>Waits until it is told that it may have missed something.</summary>
    public async Task HearsOfGapAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        await gaps.Reader.ReadAsync(patience.Token);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
