using System.Net.Mail;
using Dashboard.Components;
using Dashboard.Data.Work;
using Dashboard.Emails.Delivery;
using Dashboard.Emails.Messages;
using Dashboard.Emails.Policy;
using Dashboard.Mail;
using Microsoft.Extensions.Options;

namespace Dashboard.Emails;

public static class EmailsSetup
{
    /// <summary>Adds the e-mail engine: who gets a message, what it says, when it goes out, and its delivery.</summary>
    public static IHostApplicationBuilder AddEmails(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<Addressees>();
        services.AddSingleton<PolicyReader>();
        services.AddSingleton<Wordings>();
        services.AddSingleton<ReconnectMessageWriter>();
        services.AddSingleton<PolicyPass>();
        services.AddRecurringWork<PolicyEvaluator>();
        services
            .AddOptions<MailOptions>()
            .PostConfigure<IOptions<DashboardOptions>>(
                (mail, dashboard) => SetReplyTo(mail, dashboard.Value.SupportContact.Trim())
            );
        return builder.AddDelivery();
    }

    /// <summary>Answers reach the support when no other address is set. Words or a web address can't be written to.</summary>
    private static void SetReplyTo(MailOptions mail, string contact)
    {
        if (
            string.IsNullOrWhiteSpace(mail.ReplyTo)
            && MailAddress.TryCreate(contact, out var address)
            && (address.Address == contact || contact.EndsWith('>'))
        )
            mail.ReplyTo = contact;
    }
}
