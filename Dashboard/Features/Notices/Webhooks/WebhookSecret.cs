using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Dashboard.Features.Notices.Webhooks;

/// <summary>Encrypts the webhook's address for the database: with the address anyone can post as the dashboard.</summary>
internal sealed class WebhookSecret(IDataProtectionProvider provider)
{
    private readonly IDataProtector _protector = provider.CreateProtector("Notices.Webhook");

    public string Protect(Uri address) => _protector.Protect(address.AbsoluteUri);

    /// <summary>The address; null when its key is lost.</summary>
    public Uri? Unprotect(string protectedAddress)
    {
        try
        {
            return new Uri(_protector.Unprotect(protectedAddress));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
