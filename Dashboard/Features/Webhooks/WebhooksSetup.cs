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
            .ValidateOnStart();
        builder.Services.AddSingleton<WebhookMetrics>();
        builder.Services.AddSingleton<DeliveryInspector>();
        builder.Services.AddSingleton<BodyBudget>();
        builder.Services.AddSingleton<DeliveryBody>();
        builder.Services.AddSingleton<WebhookEndpoint>();
        builder.Services.AddSingleton<EventWriter>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<EventWriter>());
        builder.Services.AddHostedService<ReceiptPruner>();
        builder.Services.AddHealthChecks().AddCheck<WriterHealthCheck>("event-writer", tags: ["ready"]);
        return builder;
    }

    /// <summary>
    /// Straight from routing: the signature is all the authentication there is, and no page, cookie or form
    /// has a part in it.
    /// </summary>
    public static void MapWebhooks(this WebApplication app) =>
        app.MapPost("/webhooks/snaptrade", app.Services.GetRequiredService<WebhookEndpoint>().HandleAsync)
            .AllowAnonymous()
            // Its own metrics say more, and each delivery pays for being measured.
            .DisableHttpMetrics()
            .ShortCircuit();
}
