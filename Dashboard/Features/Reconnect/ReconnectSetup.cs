using Dashboard.Components;
using Dashboard.Domain.Reconnect;
using Dashboard.Features.Reconnect.CopyLink;
using Dashboard.Features.Reconnect.Customer;
using Dashboard.SnapTrade;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Reconnect;

public static partial class ReconnectSetup
{
    /// <summary>Adds reconnect links, and the name and contact that customers see.</summary>
    public static IHostApplicationBuilder AddReconnect(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        AddOptions(services);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<PublicOrigin>();
        services.AddSingleton<LinkLookup>();
        services.AddSingleton<PortalDoor>();
        services.AddScoped<OperatorJournal>();
        services.AddScoped<ReconnectLinkService>();
        services.AddScoped<PortalLinkService>();
        services.AddScoped<IReconnectActions, ReconnectDialogs>();

        services.AddSingleton<LinkJournal>();
        services.AddSingleton<BoundedCheck>();
        services.AddSingleton<CustomerVisits>();
        // The host logs the path of every request in this category, and the path contains the token.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        return builder;
    }

    /// <summary>Maps the public pages behind <c>/r/{token}</c>.</summary>
    public static WebApplication MapReconnect(this WebApplication app)
    {
        CustomerEndpoints.Map(app);
        // Reads the configuration: reading the options here would report the errors of this part before all others.
        var key = $"{DashboardOptions.Section}:{nameof(DashboardOptions.PublicUrl)}";
        if (string.IsNullOrEmpty(app.Configuration[key]) && !app.Environment.IsDevelopment())
            LogNoPublicUrl(app.Logger);
        var company = app.Configuration.GetSection(DashboardOptions.Section).Get<DashboardOptions>() ?? new();
        if (!IsSimulated(app.Configuration, app.Environment) && company.Missing is { Count: > 0 } missing)
            LogUnnamed(app.Logger, string.Join(" and ", missing));
        return app;
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Dashboard__PublicUrl is empty: reconnect links begin with this server's own address, which customers probably can't reach"
    )]
    private static partial void LogNoPublicUrl(ILogger logger);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Settings} not set: e-mails and reconnect pages don't show your company's name and a contact"
    )]
    private static partial void LogUnnamed(ILogger logger, string settings);

    private static void AddOptions(IServiceCollection services)
    {
        services
            .AddOptions<ReconnectOptions>()
            .BindConfiguration(ReconnectOptions.Section)
            .Validate(
                o => o.LinkLifetime >= TimeSpan.FromMinutes(10) && o.LinkLifetime <= TimeSpan.FromDays(90),
                "Reconnect__LinkLifetime must be between 00:10:00 and 90.00:00:00."
            )
            .ValidateOnStart();
        services
            .AddOptions<DashboardOptions>()
            .BindConfiguration(DashboardOptions.Section)
            .PostConfigure<IConfiguration, IHostEnvironment>(NameCompany)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<DashboardOptions>, DashboardOptionsValidator>();
    }

    // The demo shows an invented company, which no real customer must see.
    private static void NameCompany(
        DashboardOptions options,
        IConfiguration configuration,
        IHostEnvironment environment
    )
    {
        var isDemo = IsSimulated(configuration, environment);
        if (options.CompanyName.Length == 0)
            options.CompanyName = isDemo ? "Acme Wealth" : DashboardOptions.UnnamedCompany;
        if (options.SupportContact.Length == 0 && isDemo)
            options.SupportContact = "support@acme.example";
        if (options.PostalAddress.Length == 0 && isDemo)
            options.PostalAddress = "1 Example Street, Toronto";
    }

    // Reading SnapTradeOptions here would report their errors twice.
    private static bool IsSimulated(IConfiguration configuration, IHostEnvironment environment) =>
        configuration[$"{SnapTradeOptions.Section}:{nameof(SnapTradeOptions.Mode)}"] is { Length: > 0 } mode
            ? string.Equals(mode, SnapTradeOptions.SimulatorMode, StringComparison.OrdinalIgnoreCase)
            : environment.IsDevelopment();
}
