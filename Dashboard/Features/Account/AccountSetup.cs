using Dashboard.Access.Oidc;
using Dashboard.Access.Sessions;
using Dashboard.Components;
using Dashboard.Features.Account.Enrol;
using Dashboard.Features.Account.Own;
using Dashboard.Features.Account.Reset;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Features.Account;

public static class AccountSetup
{
    /// <summary>
    /// The largest body of a form: the fields, percent-encoded, and the token. Limited because forms don't require sign-in.
    /// </summary>
    internal const int MaxBytes = 16 * 1024;

    public static IHostApplicationBuilder AddAccount(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SignInThrottle>();
        builder.Services.AddScoped<SignInRecord>();
        builder.Services.AddScoped<SignInEntry>();
        builder.Services.AddScoped<SignInService>();
        builder.Services.AddScoped<SecondStep>();
        builder.Services.AddScoped<PasswordCheck>();
        builder.Services.AddScoped<NewPassword>();
        builder.Services.AddScoped<OwnAccount>();
        builder.Services.AddScoped<ProofOfSelf>();
        builder.Services.AddScoped<EnrolmentPermission>();
        builder.Services.AddSingleton<PendingKey>();
        builder.Services.TryAddSingleton<PublicOrigin>();
        builder.Services.AddSingleton<ResetThrottle>();
        builder.Services.AddSingleton<ResetLinks>();
        builder.Services.AddSingleton<ResetOutbox>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ResetOutbox>());
        builder.Services.AddScoped<PasswordReset>();
        builder.Services.AddSso();
        return builder;
    }

    /// <summary>Maps signing out and the passkey dialogs; pages are mapped by their routes.</summary>
    public static WebApplication MapAccount(this WebApplication app)
    {
        app.MapPost("/account/sign-out", SignOutAsync)
            .AllowAnonymous()
            .WithMetadata(new RequestSizeLimitAttribute(MaxBytes))
            .ExcludeFromDescription();
        PasskeyEndpoints.Map(app);
        app.MapSso();
        return app;
    }

    private static async Task<IResult> SignOutAsync(
        HttpContext context,
        IAntiforgery antiforgery,
        OperatorSessions sessions,
        OidcAuthority authority
    )
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return TypedResults.Problem(
                "The page has expired. Reload it and sign out again.",
                statusCode: StatusCodes.Status400BadRequest
            );
        await sessions.SignOutAsync(context.RequestAborted);
        const string next = "/account/sign-in";
        return await authority.SignOutAsync(context, next) ?? TypedResults.LocalRedirect(next);
    }
}
