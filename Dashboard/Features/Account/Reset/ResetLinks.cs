using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Data;
using Microsoft.AspNetCore.DataProtection;

namespace Dashboard.Features.Account.Reset;

/// <summary>
/// Tokens of password resets. Nothing is stored: a token identifies the operator and the replaced password, so
/// that it works until the password changes, and for an hour at most.
/// </summary>
internal sealed class ResetLinks(IDataProtectionProvider protection, TimeProvider time)
{
    public const string Page = "/account/reset";
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly IDataProtector _protector = protection.CreateProtector("Account.PasswordReset");

    public string TokenFor(Operator who) =>
        _protector.Protect(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{time.GetUtcNow().UtcTicks} {Fingerprint(who)} {who.Id}"
            )
        );

    /// <summary>The operator that a token names, if it is young enough; whether it was used, see <see cref="IsFor"/>.</summary>
    public string? OperatorIn(string? token) => Read(token)?.OperatorId;

    /// <summary>Whether the token matches the operator's current password: a used token is for an earlier one.</summary>
    public bool IsFor(string? token, Operator who) =>
        Read(token) is { } read
        && string.Equals(read.OperatorId, who.Id, StringComparison.Ordinal)
        && string.Equals(read.Fingerprint, Fingerprint(who), StringComparison.Ordinal);

    private (string OperatorId, string Fingerprint)? Read(string? token)
    {
        if (string.IsNullOrEmpty(token))
            return null;
        try
        {
            var parts = _protector.Unprotect(token).Split(' ', 3);
            var madeAt = new DateTimeOffset(
                long.Parse(parts[0], CultureInfo.InvariantCulture),
                TimeSpan.Zero
            );
            return time.GetUtcNow() - madeAt < Lifetime ? (parts[2], parts[1]) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string Fingerprint(Operator who) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{who.Id} {who.Email} {who.PasswordHash}"))
        );
}
