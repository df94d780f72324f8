using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Dashboard.Data;

/// <summary>Encrypts <c>userSecret</c>s for the database; the keys are stored in a separate table.</summary>
public sealed class UserSecrets(IDataProtectionProvider provider)
{
    private readonly IDataProtector _protector = provider.CreateProtector("SnapTrade.UserSecret");

    public string Protect(string userSecret) => _protector.Protect(userSecret);

    /// <summary>The secret, or null when the key that encrypted it is lost.</summary>
    public string? Unprotect(string protectedSecret)
    {
        try
        {
            return _protector.Unprotect(protectedSecret);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
