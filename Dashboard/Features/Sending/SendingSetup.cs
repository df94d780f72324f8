using Dashboard.Components;

namespace Dashboard.Features.Sending;

public static class SendingSetup
{
    /// <summary>Adds the dialog and the API operations that queue e-mails.</summary>
    public static IHostApplicationBuilder AddSending(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<SingleSender>();
        services.AddScoped<EmailLookup>();
        services.AddScoped<SendPlanner>();
        services.AddScoped<MessagePreviews>();
        services.AddScoped<BatchSender>();
        services.AddScoped<IEmailActions, SendDialogs>();
        return builder;
    }
}
