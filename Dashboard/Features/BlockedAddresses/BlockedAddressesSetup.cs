using Dashboard.Components.Palette;
using Dashboard.Domain.Operators;
using Dashboard.Emails;

namespace Dashboard.Features.BlockedAddresses;

public static class BlockedAddressesSetup
{
    /// <summary>Adds the list of blocked addresses and the intake of bounces and complaints that fills it.</summary>
    public static IHostApplicationBuilder AddBlockedAddresses(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<ProviderNoticeWriter>();
        builder.Services.AddScoped<SuppressedAddresses>();
        builder.Services.AddSingleton(
            new PaletteAction(
                "Unblock an e-mail address",
                EmailPaths.Suppressed,
                "mail",
                nameof(Permission.SendEmails),
                "suppressed bounced complaint"
            )
        );
        return builder;
    }
}
