using Dashboard.SnapTrade;
using Dashboard.SnapTradeSdk;

[assembly: HostingStartup(typeof(SnapTradeSdkStartup))]

namespace Dashboard.SnapTradeSdk;

/// <summary>Adds the client that <c>SnapTrade__Client=Sdk</c> selects to the dashboard's services.</summary>
public sealed class SnapTradeSdkStartup : IHostingStartup
{
    public void Configure(IWebHostBuilder builder) =>
        builder.ConfigureServices(services => AddSnapTradeSdk(services));

    internal static IServiceCollection AddSnapTradeSdk(IServiceCollection services) =>
        services
            .AddSingleton<SdkTransport>()
            .AddKeyedSingleton<ISnapTradeClient, SdkSnapTradeClient>(SnapTradeOptions.SdkClient);
}
