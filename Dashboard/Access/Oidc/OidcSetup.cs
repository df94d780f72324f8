using Dashboard.Data.Work;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace Dashboard.Access.Oidc;

public static class OidcSetup
{
    public const string Scheme = "Oidc";

    internal static void Add(IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        var section = builder.Configuration.GetSection(OidcOptions.Section);
        services.AddOptions<OidcOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OidcOptions>, OidcOptionsValidator>();
        services.AddSingleton<OidcLogins>();
        if (string.IsNullOrWhiteSpace(section[nameof(OidcOptions.Authority)]))
        {
            services.AddSingleton<OidcAuthority>();
            return;
        }
        services.AddScoped<OidcSignIn>();
        services.AddScoped<OidcRecord>();
        services.AddRecurringWork<OidcAuthority>();
        services.AddAuthentication().AddOpenIdConnect(Scheme, _ => { });
        // The framework creates the back channel's client later; by default it reads up to 10 MB into memory.
        services.PostConfigure<OpenIdConnectOptions>(
            Scheme,
            handler => handler.Backchannel.MaxResponseContentBufferSize = OidcHandler.MaxAnswer
        );
        services
            .AddOptions<OpenIdConnectOptions>(Scheme)
            .Configure<IOptions<OidcOptions>>(
                (handler, options) =>
                    OidcHandler.Configure(
                        handler,
                        options.Value,
                        builder.Configuration["Dashboard:PublicUrl"]
                    )
            );
    }
}
