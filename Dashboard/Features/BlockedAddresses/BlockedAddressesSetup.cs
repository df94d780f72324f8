namespace Dashboard.Features.BlockedAddresses;

public static class BlockedAddressesSetup
{
    /// <summary>Adds the list of blocked addresses and the intake of bounces and complaints that fills it.</summary>
    public static IHostApplicationBuilder AddBlockedAddresses(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<ProviderNoticeWriter>();
        builder.Services.AddScoped<SuppressedAddresses>();
        return builder;
    }
}
