using Dashboard.Simulator.Control;
using Dashboard.Simulator.State;
using Dashboard.Simulator.Webhooks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Tests.Support;

/// <summary>
/// The whole demo on a real Kestrel: the dashboard and a small simulated SnapTrade without random
/// events.
/// </summary>
internal sealed class SimulatedDashboard : WebApplicationFactory<Program>
{
    public TestDatabase Database { get; } = new();
    public SimulatorWorld World => Services.GetRequiredService<SimulatorWorld>();

    public static SimulatedDashboard Start()
    {
        var server = new SimulatedDashboard();
        server.UseKestrel(0);
        server.StartServer();
        return server;
    }

    /// <summary>Makes a change whose webhook is delivered or lost.</summary>
    public async Task HappenAsync(bool isTold, Action<SimulatorWorld> change)
    {
        Services.GetRequiredService<SimulatorFaults>().Change(f => f with { DropWebhooks = !isTold });
        change(World);
        var outbox = Services.GetRequiredService<WebhookOutbox>();
        await Eventually.TrueAsync(() => outbox.Pending.Count == 0, "the webhook was sent");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Database.Dispose();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(Environments.Development);
        (string Key, string? Value)[] settings =
        [
            .. Database.Settings,
            ("Email:PickupFolder", Database.MailFolder),
            ("Simulator:Enabled", "false"),
            ("Simulator:Users", "40"),
            ("Simulator:Connections", "60"),
            ("Simulator:HistoryDays", "3"),
            ("Simulator:RequestsPerMinute", "0"),
            ("Simulator:StatePath", ""),
            ("SnapTrade:RequestsPerMinute", "100000"),
            ("Reconciliation:Every", "00:00:00"),
        ];
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);
        builder.ConfigureLogging(logging => logging.ClearProviders());
    }
}
