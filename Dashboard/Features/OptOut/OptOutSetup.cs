namespace Dashboard.Features.OptOut;

public static class OptOutSetup
{
    /// <summary>Adds the public pages where customers unsubscribe from reconnect e-mails.</summary>
    public static IHostApplicationBuilder AddOptOut(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OptOuts>();
        // This category logs the path of every request, which contains the token.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        return builder;
    }

    public static WebApplication MapOptOut(this WebApplication app)
    {
        OptOutEndpoints.Map(app);
        return app;
    }
}
