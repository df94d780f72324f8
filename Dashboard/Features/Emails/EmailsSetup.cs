using Dashboard.Features.Emails.Bounces;
using Dashboard.Features.Emails.Delivery;
using Dashboard.Features.Emails.Messages;
using Dashboard.Features.Emails.OptOut;
using Dashboard.Features.Emails.Outbox;
using Dashboard.Features.Emails.Policy;
using Dashboard.Features.Emails.Sending;

namespace Dashboard.Features.Emails;

public static class EmailsSetup
{
    /// <summary>Adds reconnect e-mails: who gets one, what it says, and how it goes out.</summary>
    public static IHostApplicationBuilder AddEmails(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Addressees>();
        builder.Services.AddSingleton<PolicyReader>();
        return builder
            .AddMessages()
            .AddDelivery()
            .AddSending()
            .AddPolicy()
            .AddOutbox()
            .AddBounces()
            .AddOptOut();
    }

    /// <summary>Maps the public pages at which customers opt out.</summary>
    public static WebApplication MapEmails(this WebApplication app)
    {
        OptOutEndpoints.Map(app);
        return app;
    }
}
