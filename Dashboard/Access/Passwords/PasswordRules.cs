using Dashboard.Data;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Access.Passwords;

/// <summary>
/// Refuses easily guessed passwords. In addition to the length, which Identity checks, this is the only rule. Used
/// for joining, resetting and changing passwords. (NIST SP 800-63B, 3.1.1.2.)
/// </summary>
public sealed class PasswordRules(IConfiguration configuration) : IPasswordValidator<Operator>
{
    public Task<IdentityResult> ValidateAsync(UserManager<Operator> manager, Operator user, string? password)
    {
        var problem = Problem(
            password ?? "",
            [user.Email, user.UserName, user.DisplayName, configuration["Dashboard:CompanyName"]]
        );
        return Task.FromResult(problem is null ? IdentityResult.Success : IdentityResult.Failed(problem));
    }

    /// <param name="password">As typed.</param>
    /// <param name="about">Words about the person and the product.</param>
    internal static IdentityError? Problem(string password, IReadOnlyList<string?> about)
    {
        if (password.Length > AccessOptions.MaxPasswordLength)
            return Error("TooLong", $"Use at most {AccessOptions.MaxPasswordLength} characters.");
        if (PasswordWords.IsRun(password))
            return Error(
                "Run",
                "This is a sequence of keys or one repeated character. Use a few words that only you would combine."
            );
        if (PasswordForms.Of(password).Any(CommonPasswords.Contains))
            return Error(
                "Common",
                "This password is on the list of common passwords, or is one of them with something added. Use a few words that only you would combine."
            );
        if (PasswordWords.IsMadeOf(password, about))
            return Error(
                "Known",
                "This consists of your name, your address or words of this product. Use a few unrelated words."
            );
        return null;
    }

    private static IdentityError Error(string code, string description) =>
        new() { Code = "Password" + code, Description = description };
}
