using Microsoft.AspNetCore.Antiforgery;

namespace Dashboard.Features.Account;

public static class AccountSetup
{
    public static IHostApplicationBuilder AddAccount(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SignInThrottle>();
        builder.Services.AddScoped<SignInRecord>();
        builder.Services.AddScoped<SignInService>();
        return builder;
    }

    /// <summary>Signing out; the pages map themselves.</summary>
    public static WebApplication MapAccount(this WebApplication app)
    {
        app.MapPost("/account/sign-out", SignOutAsync).AllowAnonymous().ExcludeFromDescription();
        return app;
    }

    private static async Task<IResult> SignOutAsync(
        HttpContext context,
        IAntiforgery antiforgery,
        SignInService signIn
    )
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return TypedResults.Problem(
                "The page was too old to sign out with. Reload it and try again.",
                statusCode: StatusCodes.Status400BadRequest
            );
        await signIn.SignOutAsync(context.RequestAborted);
        return TypedResults.LocalRedirect("/account/sign-in");
    }
}
