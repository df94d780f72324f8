using Dashboard.Data.Work;
using Dashboard.Emails.Delivery;
using Dashboard.Emails.Messages;
using Dashboard.Emails.Policy;

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
        return builder.AddDelivery();
    }
}
