using Dashboard.Components.Navigation;
using Dashboard.Data.Deliveries;
using Dashboard.Data.Work;
using Dashboard.Features.Webhooks.Deliveries;
using Dashboard.Features.Webhooks.Diagnosis;
using Dashboard.Features.Webhooks.Refusals;
using Dashboard.Features.Webhooks.Silence;

namespace Dashboard.Features.Webhooks;

public static class WebhooksSetup
{
    public static IHostApplicationBuilder AddWebhooks(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddOptions<WebhookOptions>()
            .Bind(builder.Configuration.GetSection(WebhookOptions.Section))
            .Validate(
                o => o.MaxAge >= TimeSpan.FromMinutes(5) && o.MaxAge <= TimeSpan.FromDays(30),
                "Webhooks__MaxAge must be between 00:05:00 and 30.00:00:00."
            )
            .Validate(
                o => o.SilenceAfter >= TimeSpan.FromSeconds(5) && o.SilenceAfter <= TimeSpan.FromDays(1),
                "Webhooks__SilenceAfter must be between 00:00:05 and 1.00:00:00."
            )
            .ValidateOnStart();
        builder.Services.AddSingleton<WebhookMetrics>();
        builder.Services.AddSingleton<DeliveryInspector>();
        builder.Services.AddSingleton<BodyBudget>();
        builder.Services.AddSingleton<DeliveryBody>();
        builder.Services.AddSingleton<RefusalLog>();
        builder.Services.AddSingleton<WebhookEndpoint>();
        builder.Services.AddSingleton<EventWriter>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<EventWriter>());
        builder.Services.AddRecurringWork<ReceiptPruner>();
        AddRefusals(builder.Services);
        builder
            .Services.AddHealthChecks()
            .AddCheck<WriterHealthCheck>("event-writer", tags: ["ready"])
            .AddCheck<BodiesHealthCheck>("webhook-bodies", tags: ["ready"]);
        return builder;
    }

    private static void AddRefusals(IServiceCollection services)
    {
        services.AddSingleton<RefusalSampler>();
        services.AddSingleton<RefusalSamples>();
        services.AddSingleton<DeliveryTally>();
        services.AddSingleton<RecentAccepted>();
        services.AddSingleton<KnownKeys>();
        services.AddSingleton<SampleStore>();
        services.AddRecurringWork<DeliveryRecorder>();
        services.AddHostedService<LastDeliveries>();
        services.AddRecurringWork<DeliveryCountPruner>();
        services.AddRecurringWork<SilenceWatch>();
        services.AddScoped<DeliveryQueries>();
    }

    /// <summary>
    /// Short-circuits the pipeline: the signature is the only authentication, and no page, cookie or form is
    /// involved.
    /// </summary>
    public static void MapWebhooks(this WebApplication app) =>
        app.MapPost("/webhooks/snaptrade", app.Services.GetRequiredService<WebhookEndpoint>().HandleAsync)
            .AllowAnonymous()
            // The endpoint has metrics of its own, which say more and cost less.
            .DisableHttpMetrics()
            .ShortCircuit();
}
