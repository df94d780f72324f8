using Dashboard.Components.Navigation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Components.Palette;

/// <summary>The registration of the command palette and of what features add to it.</summary>
public static class PaletteSetup
{
    /// <summary>Adds a source of the palette.</summary>
    public static IServiceCollection AddPaletteSource<TSource>(this IServiceCollection services)
        where TSource : class, IPaletteSource => services.AddScoped<IPaletteSource, TSource>();

    internal static IServiceCollection AddPalette(this IServiceCollection services)
    {
        services.AddScoped<PaletteSearch>();
        services.AddScoped<IPaletteSource>(s =>
            Places(
                s,
                "Screens",
                40,
                s.GetRequiredService<INavigationCatalog>()
                    .Entries.Select(e => new PaletteAction(e.Title, e.Href, e.Icon, e.Policy))
                    .Append(
                        new PaletteAction(
                            "Your account",
                            "/account",
                            "key",
                            Keywords: "password profile passkeys"
                        )
                    )
            )
        );
        services.AddScoped<IPaletteSource>(s => Places(s, "Actions", 50, s.GetServices<PaletteAction>()));
        return services;
    }

    private static PalettePlaces Places(
        IServiceProvider services,
        string title,
        int order,
        IEnumerable<PaletteAction> places
    ) =>
        new(
            title,
            order,
            places,
            services.GetRequiredService<IAuthorizationService>(),
            services.GetRequiredService<AuthenticationStateProvider>()
        );
}
