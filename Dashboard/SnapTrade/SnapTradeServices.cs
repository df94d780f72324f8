using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Dashboard.SnapTrade;

public static class SnapTradeServices
{
    /// <summary>Registers <see cref="ISnapTradeClient"/> and its options, checked at start.</summary>
    public static IHostApplicationBuilder AddSnapTrade(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services
            .AddOptions<SnapTradeOptions>()
            .BindConfiguration(SnapTradeOptions.Section)
            .PostConfigure<IHostEnvironment>(ChooseMode)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<SnapTradeOptions>, SnapTradeOptionsValidator>();

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SnapTradeEndpoint>();
        services.AddSingleton<SnapTradeRateBudget>();
        services.AddSingleton<SnapTradeClock>();
        services.AddSingleton<SnapTradeMetrics>();
        services.AddSingleton<SnapTradeOffer>();
        services.AddHealthChecks().AddCheck<SnapTradeOffer>("snaptrade", tags: ["ready"]);
        services.AddSingleton<SnapTradeExchange>();
        services.AddSingleton<SnapTradeTransport>();
        services.AddSingleton<SecretRefusals>();
        services.AddSingleton<ConnectionVerifier>();
        services.AddSingleton<UserChecker>();
        services.AddKeyedSingleton<ISnapTradeClient, HttpSnapTradeClient>(SnapTradeOptions.HttpClient);
        services.AddSingleton(Client);

        // The factory's loggers write URLs; ours write paths. Redirects are not followed: the next host
        // would get the user's secret.
        services
            .AddHttpClient(SnapTradeTransport.ClientName)
            .RemoveAllLoggers()
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                }
            );
        return builder;
    }

    /// <summary>Whether the simulated SnapTrade is required; available before the options.</summary>
    public static bool UsesSimulator(this IHostApplicationBuilder builder)
    {
        var options = new SnapTradeOptions { Mode = builder.Configuration["SnapTrade:Mode"] };
        ChooseMode(options, builder.Environment);
        return options.IsSimulator;
    }

    // The options accept a client only if it is registered under its name.
    private static ISnapTradeClient Client(IServiceProvider services) =>
        services.GetRequiredKeyedService<ISnapTradeClient>(
            services.GetRequiredService<IOptions<SnapTradeOptions>>().Value.UsesSdk
                ? SnapTradeOptions.SdkClient
                : SnapTradeOptions.HttpClient
        );

    private static void ChooseMode(SnapTradeOptions options, IHostEnvironment environment)
    {
        if (string.IsNullOrWhiteSpace(options.Mode))
            options.Mode = environment.IsDevelopment()
                ? SnapTradeOptions.SimulatorMode
                : SnapTradeOptions.LiveMode;
    }
}
