using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Dashboard.Access.Passkeys;

/// <summary>
/// The site for which passkeys are created and accepted: the host of <c>Dashboard__PublicUrl</c>, and
/// <c>localhost</c> for operators on the server itself. Without a public address it is the request's own.
/// </summary>
internal static class RelyingParty
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static IOptions<IdentityPasskeyOptions> OptionsFor(HttpRequest request, string? publicUrl) =>
        Options.Create(
            new IdentityPasskeyOptions
            {
                ServerDomain = HostFor(request, publicUrl),
                AuthenticatorTimeout = Patience,
                // Both are required to treat a passkey as two factors and to sign in without a user name.
                UserVerificationRequirement = "required",
                ResidentKeyRequirement = "required",
                AttestationConveyancePreference = "none",
                ValidateOrigin = context =>
                    ValueTask.FromResult(!context.CrossOrigin && IsOurs(context.Origin, request, publicUrl)),
            }
        );

    public static string HostFor(HttpRequest request, string? publicUrl)
    {
        var host = request.Host.Host;
        return IsLocal(host) || PublicUrl(publicUrl) is not { } url ? host : url.IdnHost;
    }

    public static bool IsOurs(string? origin, HttpRequest request, string? publicUrl)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var from))
            return false;
        if (PublicUrl(publicUrl) is { } url && !IsLocal(request.Host.Host))
            return BrowserOrigin.AreSame(from, url);
        return Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var own)
            && BrowserOrigin.AreSame(from, own);
    }

    private static bool IsLocal(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    private static Uri? PublicUrl(string? configured) =>
        Uri.TryCreate(configured, UriKind.Absolute, out var url) ? url : null;
}
