using Dashboard.SnapTrade;
using Microsoft.AspNetCore.Hosting.Server;

namespace Dashboard.Simulator.Demo;

/// <summary>Points the dashboard's own SnapTrade client at the simulator, by configuration alone.</summary>
internal static class ClientSetup
{
    private static readonly string[] OwnHosts = ["localhost", "127.0.0.1"];

    public static void PointClientHere(this IHostApplicationBuilder builder)
    {
        var publicUrl = builder.Configuration["Dashboard:PublicUrl"];
        builder.Services.PostConfigure<SnapTradeOptions>(options =>
        {
            if (options.ClientId.Length == 0)
                options.ClientId = SimulatorDefaults.ClientId;
            if (options.ConsumerKey.Length == 0)
                options.ConsumerKey = SimulatorDefaults.ConsumerKey;
            options.PortalHosts = string.Join(' ', [options.PortalHosts, .. OwnHosts, .. HostOf(publicUrl)]);
        });
        // The portal has the same origin as the customer's page.
        builder.Services.PostConfigure<SimulatorOptions>(options =>
        {
            if (options.PortalOrigin.Length == 0)
                options.PortalOrigin = publicUrl?.TrimEnd('/') ?? "";
        });
        builder.Services.AddHostedService<EndpointAnnouncer>();
    }

    private static string[] HostOf(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) ? [uri.IdnHost] : [];

    /// <summary>Tells the client the API root as soon as the server listens.</summary>
    private sealed class EndpointAnnouncer(SnapTradeEndpoint endpoint, IServer server)
        : IHostedLifecycleService
    {
        public Task StartedAsync(CancellationToken cancellationToken)
        {
            if (OwnOrigin.Find(server) is { } origin)
                endpoint.BaseUrl = new Uri(origin, SimulatorDefaults.PathPrefix).ToString();
            return Task.CompletedTask;
        }

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
