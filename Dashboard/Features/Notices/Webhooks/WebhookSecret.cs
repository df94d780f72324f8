using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Dashboard.Features.Notices.Webhooks;

/// <summary>Encrypts the webhook's address for the database: whoever has it can post as the dashboard.</summary>
internal sealed class WebhookSecret(IDataProtectionProvider provider)
{
    private readonly IDataProtector _protector = provider.CreateProtector("Notices.Webhook");

    public string Protect(Uri address) => _protector.Protect(address.AbsoluteUri);

    /// <summary>The address, or null when the key that encrypted it is gone.</summary>
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
