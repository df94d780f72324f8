using Dashboard.Data;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Features.Account;

/// <summary>Compares a password with the stored hash, and takes the same time without one.</summary>
internal sealed class PasswordCheck(IPasswordHasher<Operator> hasher)
{
    private static readonly Lazy<string> NobodysHash = new(() =>
        new PasswordHasher<Operator>().HashPassword(null!, Guid.NewGuid().ToString())
    );

    /// <param name="who">Null for an account that can't sign in, whatever the password.</param>
    /// <param name="password">As typed.</param>
    public bool IsRight(Operator? who, string password)
    {
        var hash = who?.PasswordHash;
        var result = hasher.VerifyHashedPassword(null!, hash ?? NobodysHash.Value, password);
        return hash is not null && result != PasswordVerificationResult.Failed;
    }
}
