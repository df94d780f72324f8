using System.Globalization;
using System.Net.Mail;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dashboard.Domain.Operators;

namespace Dashboard.Access.Oidc;

/// <summary>The person that the authority identified, from the validated ID token and user info.</summary>
/// <param name="Key">Identifies issuer and subject. Names and addresses are not an identity, because they can be reassigned.</param>
/// <param name="Email">Null when there is no valid address.</param>
/// <param name="Role">Null when the claim maps to no role.</param>
/// <param name="LacksGroups">Whether the authority indicates that it omitted the role's claim.</param>
/// <param name="AuthenticatedAt">When the person last authenticated; null when unknown.</param>
internal sealed record OidcSubject(
    string Key,
    string? Email,
    bool EmailVerified,
    string Name,
    Role? Role,
    IReadOnlyList<string> RoleValues,
    bool LacksGroups,
    DateTimeOffset? AuthenticatedAt
)
{
    private const int MaxNameLength = 200;
    private const int MaxShownValues = 10;

    // The end of the year 9999.
    private const long LatestTime = 253_402_300_799;

    /// <summary>Null when issuer or subject are missing, which a validated token always has.</summary>
    public static OidcSubject? Of(ClaimsPrincipal principal, OidcOptions options)
    {
        if (
            principal.FindFirstValue("iss") is not { } issuer
            || principal.FindFirstValue("sub") is not { } subject
        )
            return null;
        var email = EmailOf(principal.FindFirstValue("email"));
        var values = principal
            .FindAll(options.RoleClaim)
            .Select(c => c.Value)
            .Distinct(StringComparer.Ordinal);
        var shown = values.Take(MaxShownValues).ToList();
        var name = principal.FindFirstValue("name") ?? email?.Split('@')[0] ?? "No name";
        return new OidcSubject(
            KeyOf(issuer, subject),
            email,
            "true".Equals(principal.FindFirstValue("email_verified"), StringComparison.OrdinalIgnoreCase),
            name.Length > MaxNameLength ? name[..MaxNameLength] : name,
            OidcRoles.Of(values, options),
            shown,
            LeavesOut(principal, options.RoleClaim),
            TimeOf(principal.FindFirstValue("auth_time"))
        );
    }

    // Microsoft Entra sends at most 200 groups in a token, and says so in one of two ways if there are more: a reference
    // by claim (OpenID Connect Core 5.6.2), which only an access token for Microsoft Graph could follow, or a flag.
    private static bool LeavesOut(ClaimsPrincipal principal, string claim) =>
        principal.FindAll("_claim_names").Any(names => Names(names.Value, claim))
        || (
            claim.Equals("groups", StringComparison.Ordinal)
            && "true".Equals(principal.FindFirstValue("hasgroups"), StringComparison.OrdinalIgnoreCase)
        );

    private static bool Names(string json, string claim)
    {
        try
        {
            using var names = JsonDocument.Parse(json);
            return names.RootElement.ValueKind == JsonValueKind.Object
                && names.RootElement.TryGetProperty(claim, out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static DateTimeOffset? TimeOf(string? seconds) =>
        long.TryParse(seconds, CultureInfo.InvariantCulture, out var since1970)
        && since1970 is >= 0 and <= LatestTime
            ? DateTimeOffset.FromUnixTimeSeconds(since1970)
            : null;

    // Hashed, because both may be longer than the key column.
    private static string KeyOf(string issuer, string subject) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer}\n{subject}")));

    private static string? EmailOf(string? claimed) =>
        claimed is { Length: > 0 and <= AccessOptions.MaxEmailLength }
        && MailAddress.TryCreate(claimed, out var address)
        && address.Address == claimed
            ? claimed
            : null;
}
