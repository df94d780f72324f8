using Dashboard.Components;

namespace Dashboard.Features.Sending;

public static class SendingSetup
{
    /// <summary>Adds what operators and programs do to have e-mails sent.</summary>
    public static IHostApplicationBuilder AddSending(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<SingleSender>();
        services.AddScoped<EmailLookup>();
        services.AddScoped<SendPlanner>();
        services.AddScoped<MessagePreviews>();
        services.AddScoped<BatchSender>();
        services.AddScoped<BatchQueries>();
        services.AddScoped<BatchCanceller>();
        services.AddScoped<IEmailActions, SendDialogs>();
        return builder;
    }
}
