using System.Text.Json;
using System.Threading.Channels;
using Dashboard.Live;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Live;

/// <summary>A wallboard or script: SignalR's own client with an API key.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private readonly HubConnection _connection;
    private readonly Channel<JsonElement> _changes = Channel.CreateUnbounded<JsonElement>();
    private readonly Channel<bool> _gaps = Channel.CreateUnbounded<bool>();

    private HubClient(DashboardServer server, string? key)
    {
        _connection = new HubConnectionBuilder()
            .WithUrl(
                new Uri(server.Address, "/hubs/connection-health"),
                options => options.AccessTokenProvider = () => Task.FromResult(key)
            )
            .Build();
        _connection.On<JsonElement[]>(
            "ConnectionsChanged",
            pushed =>
            {
                if (pushed.Length == 0)
                    _gaps.Writer.TryWrite(true);
                foreach (var change in pushed)
                    _changes.Writer.TryWrite(change.Clone());
            }
        );
    }

    public bool IsConnected => _connection.State == HubConnectionState.Connected;

    public static async Task<HubClient> ConnectAsync(
        DashboardServer server,
        string? key = DashboardServer.ApiKey
    )
    {
        var client = new HubClient(server, key);
        try
        {
            await SubscribedAsync(server, () => client._connection.StartAsync(Token));
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Connects and waits until the hub listens for the client; a client counts as connected as soon as its handshake was
    /// answered, which is before.
    /// </summary>
    public static async Task SubscribedAsync(DashboardServer server, Func<Task> connect)
    {
        var feed = server.Services.GetRequiredService<ConnectionFeed>();
        var before = feed.ListenerCount;
        await connect();
        await Eventually.TrueAsync(() => feed.ListenerCount > before, "the hub listens for the new client");
    }

    /// <summary>The next pushed change of that connection.</summary>
    public async Task<JsonElement> NextAsync(string connectionId)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            var change = await _changes.Reader.ReadAsync(patience.Token);
            if (change.GetProperty("id").GetString() == connectionId)
                return change;
        }
    }

    /// <summary>Waits until it is told that it may have missed something.</summary>
    public async Task HearsOfGapAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        await _gaps.Reader.ReadAsync(patience.Token);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
