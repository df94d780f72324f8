using Dashboard.Data.Work;
using Microsoft.Extensions.Options;

namespace Dashboard.Emails.Delivery;

internal static class DeliverySetup
{
    /// <summary>Adds the dispatcher, its state and its metrics.</summary>
    public static IHostApplicationBuilder AddDelivery(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services
            .AddOptions<DeliveryOptions>()
            .Bind(builder.Configuration.GetSection(DeliveryOptions.Section))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<DeliveryOptions>, DeliveryOptionsValidator>();
        services.AddSingleton<EmailSignal>();
        services.AddSingleton<DispatcherState>();
        services.AddSingleton<DispatcherReports>();
        services.AddSingleton<PauseNotices>();
        services.AddSingleton<Refusals>();
        services.AddSingleton<DialogueBounces>();
        services.AddScoped<SendingPause>();
        services.AddSingleton<DeliveryMetrics>();
        services.AddSingleton<DueEmails>();
        services.AddSingleton<EmailJudge>();
        services.AddSingleton<EmailPreparation>();
        services.AddSingleton<EmailOutcomes>();
        services.AddSingleton<EmailDelivery>();
        services.AddSingleton<DeliveriesInProgress>();
        services.AddRecurringWork<EmailDispatcher>();
        return builder;
    }
}
