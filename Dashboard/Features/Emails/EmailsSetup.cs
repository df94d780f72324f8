using Dashboard.Features.Emails.Messages;
using Dashboard.Features.Emails.Messages.Editor;
using Dashboard.Features.Emails.OptOut;

namespace Dashboard.Features.Emails;

public static class EmailsSetup
{
    /// <summary>Adds reconnect e-mails: who gets one, what it says, and how it goes out.</summary>
    public static IHostApplicationBuilder AddEmails(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Addressees>();
        builder.Services.AddSingleton<Wordings>();
        builder.Services.AddSingleton<ReconnectMessageWriter>();
        builder.Services.AddScoped<WordingEditor>();
        builder.Services.AddSingleton<OptOuts>();
        // The host writes the path of every request at this category, and the path holds the opt-out's token.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        return builder;
    }

    /// <summary>Maps the public pages at which customers opt out.</summary>
    public static WebApplication MapEmails(this WebApplication app)
    {
        OptOutEndpoints.Map(app);
        return app;
    }
}
