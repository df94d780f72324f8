using Dashboard.Features.Emails.Bounces;
using Dashboard.Features.Emails.Delivery;
using Dashboard.Features.Emails.Messages;
using Dashboard.Features.Emails.Outbox;

namespace Dashboard.Features.Emails;

public static class EmailsSetup
{
    /// <summary>Adds reconnect e-mails: who gets one, what it says, and how it goes out.</summary>
    public static IHostApplicationBuilder AddEmails(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Addressees>();
        builder.Services.AddSingleton<ReconnectMessageWriter>();
        builder.Services.AddSingleton<DispatcherState>();
        builder.AddOutbox().AddBounces();
        return builder;
    }
}
