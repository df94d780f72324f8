using Dashboard.Simulator;
using Dashboard.Simulator.State;
using Dashboard.Simulator.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Simulator;

/// <summary>A real server that hosts the simulator alone, with a small world, a stopped clock and no random events.</summary>
internal sealed class SimulatorHost : IAsyncDisposable
{
    /// <summary>The moment at which the vectors were recorded.</summary>
    public static readonly DateTimeOffset RecordedAt = DateTimeOffset.FromUnixTimeSeconds(1795381675);

    private readonly WebApplication _app;

    private SimulatorHost(WebApplication app, FakeTimeProvider time)
    {
        _app = app;
        Time = time;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(app.Urls.First()),
        };
    }

    public FakeTimeProvider Time { get; }

    public HttpClient Client { get; }

    public SimulatorWorld World => Get<SimulatorWorld>();

    public WebhookOutbox Outbox => Get<WebhookOutbox>();

    public static Task<SimulatorHost> StartAsync(params (string Key, string Value)[] settings) =>
        StartAsync(RecordedAt, settings);

    /// <param name="at">The time by its clock.</param>
    public static async Task<SimulatorHost> StartAsync(
        DateTimeOffset at,
        params (string Key, string Value)[] settings
    )
    {
        var time = new FakeTimeProvider(at);
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Simulator:Users"] = "20",
                ["Simulator:Connections"] = "30",
                ["Simulator:BreakEvery"] = "0",
                ["Simulator:StatePath"] = "",
            }
        );
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))
        );
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.AddSimulator();
        var app = builder.Build();
        app.MapSimulator();
        await app.StartAsync(Token);
        return new SimulatorHost(app, time);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Breaks a healthy connection and returns it with its user.</summary>
    public (SimulatedUser User, SimulatedAuthorization Connection) BreakConnection()
    {
        var connection = World.Authorizations.First(candidate => !candidate.IsDisabled);
        Assert.True(World.Break(connection.Id));
        return (World.FindUser(connection.UserId)!, World.Find(connection.Id)!);
    }

    /// <summary>Waits until the undelivered webhooks look as wanted.</summary>
    public async Task WaitForPendingAsync(Predicate<IReadOnlyList<PendingWebhook>> wanted)
    {
        while (true)
        {
            var changed = Outbox.Changed;
            if (wanted(Outbox.Pending))
                return;
            await changed.WaitAsync(Token);
        }
    }

    public async Task StopAsync() => await _app.StopAsync(Token);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
