using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Access.Passkeys;

/// <summary>A passkey as its owner sees it.</summary>
/// <param name="Id">The credential's id, base64url.</param>
/// <param name="Name">The name that the owner gave it.</param>
/// <param name="IsSynced">Whether a password manager keeps it, rather than one device.</param>
public sealed record PasskeyRow(string Id, string Name, DateTimeOffset CreatedAt, bool IsSynced)
{
    internal static PasskeyRow Of(IdentityUserPasskey<string> stored, string defaultName) =>
        new(
            Base64Url.EncodeToString(stored.CredentialId),
            stored.Data.Name ?? defaultName,
            stored.Data.CreatedAt,
            stored.Data.IsBackedUp
        );

    internal static IdentityUserPasskey<string> ToStore(
        string operatorId,
        string name,
        UserPasskeyInfo passkey
    ) =>
        new()
        {
            UserId = operatorId,
            CredentialId = passkey.CredentialId,
            Data = new IdentityPasskeyData
            {
                Name = name,
                PublicKey = passkey.PublicKey,
                CreatedAt = passkey.CreatedAt,
                SignCount = passkey.SignCount,
                Transports = passkey.Transports,
                IsUserVerified = passkey.IsUserVerified,
                IsBackupEligible = passkey.IsBackupEligible,
                IsBackedUp = passkey.IsBackedUp,
                AttestationObject = passkey.AttestationObject,
                ClientDataJson = passkey.ClientDataJson,
            },
        };
}
