using Dashboard.Access;
using Dashboard.Access.Oidc;
using Dashboard.Access.Passkeys;
using Dashboard.Features.Account.Own;
using Microsoft.AspNetCore.Antiforgery;

namespace Dashboard.Features.Account;

/// <summary>Returns options for the browser's passkey dialog. Its responses are posted as fields of the pages' forms.</summary>
internal static class PasskeyEndpoints
{
    public const string ForUse = "/account/passkeys/use-options";
    public const string ForNew = "/account/passkeys/new-options";

    public static void Map(WebApplication app)
    {
        app.MapPost(ForUse, UseOptionsAsync)
            .AllowAnonymous()
            .WithMetadata(new NeedsLocalPasswordsAttribute())
            .ExcludeFromDescription();
        app.MapPost(ForNew, NewOptionsAsync)
            .RequireAuthorization()
            .WithMetadata(new WhileSettingUpAttribute(), new NeedsLocalPasswordsAttribute())
            .ExcludeFromDescription();
    }

    private static async Task<IResult> UseOptionsAsync(
        HttpContext context,
        IAntiforgery antiforgery,
        SecondStep secondStep,
        PasskeyCeremonies passkeys
    )
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return TooOld();
        // In the second step only the operator's own passkeys are valid, so the browser need not offer others.
        var who = await secondStep.PendingAsync();
        return Json(await passkeys.AskForUseAsync(who));
    }

    private static async Task<IResult> NewOptionsAsync(
        HttpContext context,
        IAntiforgery antiforgery,
        OwnAccount account,
        EnrolmentPermission permission,
        PasskeyCeremonies passkeys
    )
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return TooOld();
        if (!await permission.IsGivenAsync(context.RequestAborted))
            return TypedResults.Problem(
                "Confirm your identity first: reload the page.",
                statusCode: StatusCodes.Status403Forbidden
            );
        return Json(await passkeys.AskForNewAsync(await account.FindAsync(context.RequestAborted)));
    }

    private static IResult Json(string options) => TypedResults.Text(options, "application/json");

    private static IResult TooOld() =>
        TypedResults.Problem(
            "The page has expired. Reload it and try again.",
            statusCode: StatusCodes.Status400BadRequest
        );
}
