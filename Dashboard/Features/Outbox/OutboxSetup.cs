using Dashboard.Components.Navigation;
using Dashboard.Components.Palette;
using Dashboard.Domain.Operators;
using Dashboard.Emails;

namespace Dashboard.Features.Outbox;

public static class OutboxSetup
{
    public static IHostApplicationBuilder AddOutbox(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<OutboxQueries>();
        builder.Services.AddSingleton<FunnelKeeper>();
        builder.Services.AddScoped<ReconnectFunnel>();
        builder.Services.AddScoped<EmailDetails>();
        builder.Services.AddScoped<EmailChanges>();
        builder.Services.AddPaletteSource<EmailPalette>();
        builder.Services.AddSingleton(
            new NavEntry("E-mails", EmailPaths.Outbox, "mail", nameof(Permission.ViewEmails), Order: 30)
        );
        return builder;
    }

    /// <summary>Maps the list as a file.</summary>
    public static WebApplication MapOutbox(this WebApplication app)
    {
        EmailExport.Map(app);
        return app;
    }
}
