using Dashboard.Simulator.Control;
using Dashboard.Simulator.Generation;
using Dashboard.Simulator.Http;
using Dashboard.Simulator.Life;
using Dashboard.Simulator.Portal;
using Dashboard.Simulator.State;
using Dashboard.Simulator.Webhooks;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Dashboard.Simulator;

/// <summary>Puts the simulated SnapTrade under <c>/simulator</c>. Not for production.</summary>
public static class SimulatorRoom
{
    private static readonly TimeSpan WebhookTimeout = TimeSpan.FromSeconds(15);

    public static IHostApplicationBuilder AddSimulator(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        AddOptions(builder);
        services.AddRazorComponents();
        // SnapTrade's contract puts userSecret into the query, and the host logs queries at this level.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        // A webhook every few seconds would fill the log with four lines each.
        services
            .AddHttpClient(
                WebhookDelivery.ClientName,
                client => (client.Timeout, client.MaxResponseContentBufferSize) = (WebhookTimeout, 64 * 1024)
            )
            .RemoveAllLoggers();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SnapshotFile>();
        services.AddSingleton<WebhookOutbox>();
        services.AddSingleton<WebhookTarget>();
        services.AddSingleton<WebhookDelivery>();
        services.AddSingleton<SimulatorFaults>();
        services.AddSingleton<RequestQuota>();
        services.AddSingleton<PortalSessions>();
        services.AddSingleton<PortalVisit>();
        services.AddSingleton<CustomerBehaviour>();
        services.AddSingleton(CreateWorld);
        // The writer comes first because hosted services stop in reverse: it saves what the others leave.
        services.AddHostedService<SnapshotWriter>();
        services.AddHostedService<WebhookSender>();
        services.AddHostedService<SimulatorLife>();
        return builder;
    }

    public static WebApplication MapSimulator(this WebApplication app)
    {
        var root = app.MapGroup(SimulatorDefaults.PathPrefix).AllowAnonymous().ExcludeFromDescription();
        root.MapControl();
        root.MapPortal();
        MapApi(root.MapGroup(""));
        MapApi(root.MapGroup("/api/v1"));
        return app;
    }

    private static void MapApi(RouteGroupBuilder routes)
    {
        var api = routes.AddEndpointFilter<RequestGate>();
        api.MapStatus();
        api.Map("/{**rest}", () => SimulatorError.NotFound("There is no such operation."));
        var signed = api.MapGroup("").AddEndpointFilter<SignedRequestFilter>();
        signed.MapUsers();
        signed.MapLogin();
        signed.MapConnections();
        signed.MapReference();
    }

    private static void AddOptions(IHostApplicationBuilder builder)
    {
        var snapTrade = builder.Configuration.GetSection("SnapTrade");
        builder.Services.AddSingleton<IValidateOptions<SimulatorOptions>, SimulatorOptionsValidator>();
        builder
            .Services.AddOptions<SimulatorOptions>()
            .BindConfiguration(SimulatorOptions.Section)
            .PostConfigure(options =>
            {
                options.ClientId = OrDefault(snapTrade["ClientId"], SimulatorDefaults.ClientId);
                options.ConsumerKey = OrDefault(snapTrade["ConsumerKey"], SimulatorDefaults.ConsumerKey);
            })
            .ValidateOnStart();
    }

    private static SimulatorWorld CreateWorld(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<SimulatorOptions>>().Value;
        var time = services.GetRequiredService<TimeProvider>();
        var outbox = services.GetRequiredService<WebhookOutbox>();
        if (services.GetRequiredService<SnapshotFile>().Load() is { } snapshot)
            return new SimulatorWorld(snapshot, outbox, time);
        var settings = new GenerationSettings(
            options.Seed,
            options.Users,
            options.Connections,
            options.HistoryDays,
            time.Now()
        );
        var generated = WorldGenerator.Generate(settings);
        return new SimulatorWorld(WorldSnapshot.Of(settings, generated), outbox, time, generated);
    }

    private static string OrDefault(string? value, string otherwise) =>
        string.IsNullOrEmpty(value) ? otherwise : value;
}
