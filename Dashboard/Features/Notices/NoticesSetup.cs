using Dashboard.Components;
using Dashboard.Components.Navigation;
using Dashboard.Data.Work;
using Dashboard.Domain.Operators;
using Dashboard.Features.Notices.Messages;
using Dashboard.Features.Notices.Sending;
using Dashboard.Features.Notices.Settings;
using Dashboard.Features.Notices.Webhooks;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Features.Notices;

public static class NoticesSetup
{
    public const string Path = "/settings/notices";

    /// <summary>Adds notices to the team by e-mail and webhook, and their settings screen.</summary>
    public static IHostApplicationBuilder AddNotices(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services
            .AddOptions<NoticeOptions>()
            .Bind(builder.Configuration.GetSection(NoticeOptions.Section))
            .ValidateOnStart();
        services.TryAddSingleton<PublicOrigin>();
        services.AddSingleton<WebhookSecret>();
        services.AddSingleton<WebhookClient>();
        services.AddSingleton<NoticeWriter>();
        services.AddSingleton<NoticeDelivery>();
        services.AddSingleton<NoticeSender>();
        services.AddSingleton<DigestWriter>();
        services.AddSingleton<ThresholdWatch>();
        services.AddRecurringWork<NoticeWork>();
        services.AddScoped<NoticeDesk>();
        services.AddScoped<NoticeTests>();
        services.AddSingleton(
            new NavEntry(
                "Notices",
                Path,
                "bell",
                nameof(Permission.ManageSettings),
                Group: NavGroup.Settings,
                Order: 40
            )
        );
        return builder;
    }
}
