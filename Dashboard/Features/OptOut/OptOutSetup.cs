namespace Dashboard.Features.OptOut;

public static class OptOutSetup
{
    /// <summary>Adds the public pages where customers unsubscribe from reconnect e-mails.</summary>
    public static IHostApplicationBuilder AddOptOut(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OptOuts>();
        // The host writes the path of every request at this category, and the path holds the opt-out's token.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        return builder;
    }

    public static WebApplication MapOptOut(this WebApplication app)
    {
        OptOutEndpoints.Map(app);
        return app;
    }
}
