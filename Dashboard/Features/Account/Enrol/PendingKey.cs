using System.Globalization;
using System.Security.Cryptography;
using Dashboard.Access.SecondFactor;
using Microsoft.AspNetCore.DataProtection;

namespace Dashboard.Features.Account.Enrol;

/// <summary>
/// A key that is shown but not confirmed is kept in the form, encrypted and bound to one operator. It is not
/// stored, so that a key seen earlier can't be turned on.
/// </summary>
internal sealed class PendingKey(IDataProtectionProvider protection, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    public (byte[] Key, string Token) New(string operatorId)
    {
        var key = Totp.NewKey();
        var at = time.GetUtcNow().UtcTicks.ToString(CultureInfo.InvariantCulture);
        return (key, ProtectorFor(operatorId).Protect($"{at} {Convert.ToBase64String(key)}"));
    }

    /// <summary>Null when it is too old or invalid.</summary>
    public byte[]? Read(string operatorId, string? token)
    {
        if (string.IsNullOrEmpty(token))
            return null;
        try
        {
            var parts = ProtectorFor(operatorId).Unprotect(token).Split(' ');
            var madeAt = new DateTimeOffset(
                long.Parse(parts[0], CultureInfo.InvariantCulture),
                TimeSpan.Zero
            );
            return time.GetUtcNow() - madeAt < Lifetime ? Convert.FromBase64String(parts[1]) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector ProtectorFor(string operatorId) =>
        protection.CreateProtector("Account.PendingKey", operatorId);
}
