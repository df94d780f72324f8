using Dashboard.Components;
using Dashboard.Features.Emails.Delivery;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Features.Emails.Sending;

internal static class SendingSetup
{
    /// <summary>Adds what operators and programs do to have e-mails sent.</summary>
    public static void AddSending(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton<EmailSignal>();
        services.AddScoped<SingleSender>();
        services.AddScoped<EmailLookup>();
        services.AddScoped<SendPlanner>();
        services.AddScoped<MessagePreviews>();
        services.AddScoped<BatchSender>();
        services.AddScoped<BatchQueries>();
        services.AddScoped<BatchCanceller>();
        services.AddScoped<IEmailActions, SendDialogs>();
    }
}
