// Follows the health of connections: says what is disabled, then every change as it happens.
//   DASHBOARD_URL=http://localhost:5080 DASHBOARD_API_KEY=… dotnet run --project docs/examples/health-follower
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading.Channels;
using HealthFollower;
using Microsoft.AspNetCore.SignalR.Client;

var dashboard = new Uri(Environment.GetEnvironmentVariable("DASHBOARD_URL") ?? "http://localhost:5080");
if (Environment.GetEnvironmentVariable("DASHBOARD_API_KEY") is not { Length: > 0 } key)
{
    await Console.Error.WriteLineAsync("Set DASHBOARD_API_KEY to an API key; the scope Read will do.");
    return 1;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

using var http = new HttpClient { BaseAddress = dashboard };
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

// One line of work: what is pushed while we read waits its turn, so that nothing overtakes anything.
var pushes = Channel.CreateUnbounded<JsonElement[]>();
await using var hub = new HubConnectionBuilder()
    .WithUrl(
        new Uri(dashboard, "/hubs/connection-health"),
        options => options.AccessTokenProvider = () => Task.FromResult<string?>(key)
    )
    .WithAutomaticReconnect(new KeepTrying())
    .Build();
hub.On<JsonElement[]>("ConnectionsChanged", changes => pushes.Writer.TryWrite(changes));

// While we were away, changes were missed; an empty push means the same.
hub.Reconnected += _ =>
{
    pushes.Writer.TryWrite([]);
    return Task.CompletedTask;
};

try
{
    // First listen, then read: a change between the two is heard rather than missed.
    await hub.StartAsync(stop.Token);
    pushes.Writer.TryWrite([]);
    var follower = new Follower(http, Console.Out);
    await foreach (var changes in pushes.Reader.ReadAllAsync(stop.Token))
    {
        if (changes.Length == 0)
            await follower.ReadAgainAsync(stop.Token);
        else
            follower.Hear(changes);
    }
}
catch (OperationCanceledException)
{
    // Ctrl+C.
}
return 0;
