namespace Dashboard.Features.Emails.OptOut;

internal static class OptOutSetup
{
    /// <summary>Adds the way for customers to say that they want no more e-mails.</summary>
    public static IHostApplicationBuilder AddOptOut(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OptOuts>();
        // The host writes the path of every request at this category, and the path holds the opt-out's token.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        return builder;
    }
}
