using Dashboard.Components;
using Dashboard.Components.Navigation;
using Dashboard.Components.Palette;
using Dashboard.Data.Work;
using Dashboard.Domain.Operators;
using Dashboard.Features.Users.Discovery;
using Dashboard.Features.Users.Erasing;
using Dashboard.Features.Users.Import;
using Dashboard.Features.Users.List;
using Dashboard.Features.Users.Person;

namespace Dashboard.Features.Users;

public static class UsersSetup
{
    public static IHostApplicationBuilder AddUsers(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<UserDirectory>();
        services.AddScoped<UserQueries>();
        services.AddScoped<UserDetails>();
        services.AddScoped<IUserChecks, UserChecks>();
        services.AddScoped<PersonEraser>();
        services.AddScoped<UserDiscoverer>();
        services.AddScoped<UserDialogs>();
        services.AddPaletteSource<UserPalette>();
        services.AddSingleton(
            new PaletteAction(
                "Import users",
                UserAddress.Imports,
                "arrow-up",
                nameof(Permission.ManageUsers),
                "csv upload file secrets"
            )
        );
        services.AddSingleton(
            new NavEntry("Users", UserAddress.List, "users", nameof(Permission.ViewConnections), Order: 15)
        );
        return builder.AddImports();
    }

    /// <summary>Maps how files of users come in, and their reports go out.</summary>
    public static WebApplication MapUsers(this WebApplication app)
    {
        ImportUpload.Map(app);
        ImportReport.Map(app);
        UserExport.Map(app);
        return app;
    }

    private static IHostApplicationBuilder AddImports(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<StagedFile>();
        services.AddSingleton<ImportSignal>();
        services.AddScoped<ImportPass>();
        services.AddScoped<UserImports>();
        services.AddScoped<ImportQueries>();
        services.AddRecurringWork<ImportRunner>();
        return builder;
    }
}
