using Dashboard.Access.Oidc;
using Dashboard.Access.Passkeys;
using Dashboard.Access.Proxies;
using Dashboard.Access.SecondFactor;
using Dashboard.Access.Sessions;
using Dashboard.Access.SignIn;
using Dashboard.Data.Work;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Dashboard.Access;

public static class AccessSetup
{
    // Chooses the scheme by the request's credentials: a key or a cookie.
    private const string EitherScheme = "OperatorOrApiKey";

    /// <summary>Requires the Data room and must be added after it: the first operators are stored after the migrations.</summary>
    public static IHostApplicationBuilder AddAccess(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        var isDemo = IsSimulated(builder);
        services
            .AddOptions<AccessOptions>()
            .Bind(builder.Configuration.GetSection(AccessOptions.Section))
            .Configure(options => options.IsDemo = isDemo)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>();
        services.AddHttpContextAccessor();
        services.TryAddSingleton(TimeProvider.System);

        AddSchemes(services);
        // Behind a proxy that terminates TLS without a forwarded header, the request's scheme is HTTP.
        var secure = IsPublishedOverHttps(builder)
            ? CookieSecurePolicy.Always
            : CookieSecurePolicy.SameAsRequest;
        services.Configure<CookiePolicyOptions>(options => CookieRules.Configure(options, secure));
        OperatorIdentity.Add(services);
        OidcSetup.Add(builder);
        services.PostConfigure<LoggerFilterOptions>(LogFloor.SuppressSensitiveCategories);
        ForwardedRequests.Add(builder);
        services.AddAuthorization(AccessPolicies.Add);
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, OperatorStateProvider>();
        services.AddScoped<CurrentOperator>();
        services.AddScoped<AuditWriter>();
        services.AddScoped<ExportJournal>();
        services.AddSingleton<SignInAttempts>();
        services.AddSingleton<CustomerRateLimit>();
        services.AddScoped<SecondFactors>();
        services.AddScoped<SecondFactorEnrolment>();
        services.AddSingleton<IClaimsTransformation, SecondFactorRule>();
        services.AddScoped<SessionRenewal>();
        services.AddScoped<PasskeyChallenges>();
        services.AddScoped<PasskeyCeremonies>();
        services.AddScoped<OperatorPasskeys>();
        services.AddSingleton<SessionStore>();
        services.AddScoped<SessionStart>();
        services.AddScoped<OperatorSessions>();
        services.AddRecurringWork<SessionPruner>();
        services.AddSingleton<ApiKeys>();
        services.AddRecurringWork<ApiKeyUse>();
        ApiRateLimit.Add(builder);
        services.AddSingleton<BootstrapKey>();
        services.AddHostedService<AccessBootstrap>();
        services.AddSingleton<HubSessions>();
        services.Configure<HubOptions>(options => options.AddFilter<HubSessions>());
        services.AddRecurringWork<HubSessionCheck>();
        return builder;
    }

    /// <summary>Goes after forwarded headers and static files, before antiforgery and everything that needs the signed-in operator.</summary>
    public static WebApplication UseAccess(this WebApplication app)
    {
        app.UseCookiePolicy();
        app.UseMiddleware<BrowserOriginCheck>();
        app.UseAuthentication();
        app.UseMiddleware<ApiRateLimit>();
        LocalPasswordsGate.Use(app);
        app.UseAuthorization();
        app.Use(
            async (context, next) =>
            {
                try
                {
                    await next(context);
                }
                catch (AccessDeniedException) when (!context.Response.HasStarted)
                {
                    await context.ForbidAsync();
                }
            }
        );
        return app;
    }

    private static void AddSchemes(IServiceCollection services)
    {
        services
            .AddAuthentication(EitherScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthenticationHandler>(
                ApiKeyAuthenticationHandler.SchemeName,
                configureOptions: null
            )
            .AddPolicyScheme(
                EitherScheme,
                displayName: null,
                options =>
                    options.ForwardDefaultSelector = context =>
                        ApiKeyAuthenticationHandler.KeyOf(context.Request) is null
                            ? IdentityConstants.ApplicationScheme
                            : ApiKeyAuthenticationHandler.SchemeName
            )
            .AddIdentityCookies();
        services.ConfigureApplicationCookie(OperatorCookie.Configure);
        services.Configure<CookieAuthenticationOptions>(
            IdentityConstants.TwoFactorUserIdScheme,
            OperatorCookie.ConfigureBetweenSteps
        );
    }

    private static bool IsPublishedOverHttps(IHostApplicationBuilder builder) =>
        Uri.TryCreate(builder.Configuration["Dashboard:PublicUrl"], UriKind.Absolute, out var url)
        && url.Scheme == Uri.UriSchemeHttps;

    private static bool IsSimulated(IHostApplicationBuilder builder) =>
        builder.Configuration["SnapTrade:Mode"] is { Length: > 0 } mode
            ? string.Equals(mode, "Simulator", StringComparison.OrdinalIgnoreCase)
            : builder.Environment.IsDevelopment();
}
