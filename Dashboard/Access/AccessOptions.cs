using System.ComponentModel;
using System.Net.Mail;
using Dashboard.Domain.Operators;
using Microsoft.Extensions.Options;

namespace Dashboard.Access;

/// <summary>Section <c>Access</c>.</summary>
public sealed class AccessOptions
{
    public const string Section = "Access";
    public const int MinPasswordLength = 12;
    public const int MinApiKeyLength = 24;

    /// <summary>In characters; the length of the database column.</summary>
    public const int MaxEmailLength = 256;

    /// <summary>In characters. Hashing takes longer the longer the password is.</summary>
    public const int MaxPasswordLength = 1000;

    public BootstrapAdminOptions BootstrapAdmin { get; set; } = new();

    /// <summary>An API key with the scope Admin, for automated set-up. Removing the setting removes the key.</summary>
    [Description("The first API key, for automated set-up.")]
    [PasswordPropertyText(true)]
    public string? BootstrapApiKey { get; set; }

    /// <summary>Sign-in attempts per network address and minute.</summary>
    [Description("Attempts to sign in per address and minute.")]
    public int SignInsPerMinute { get; set; } = 10;

    /// <summary>The roles that need a second factor, separated by commas; empty: no role.</summary>
    [Description("Roles that need a second factor.")]
    public string RequireSecondFactor { get; set; } = "";

    /// <summary>The roles in <see cref="RequireSecondFactor"/>; invalid names are ignored.</summary>
    public IReadOnlySet<Role> RolesWithSecondFactor =>
        RoleNames
            .Where(name => Enum.TryParse<Role>(name, ignoreCase: true, out _))
            .Select(name => Enum.Parse<Role>(name, ignoreCase: true))
            .Where(Enum.IsDefined)
            .ToHashSet();

    internal string[] RoleNames =>
        RequireSecondFactor.Split(
            ',',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );

    /// <summary>How long an ended session, a changed role or a disabled operator can go unnoticed.</summary>
    [Description("How long an ended session or a changed role stays effective.")]
    public TimeSpan SessionCheckEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether the demo operators exist: only while SnapTrade is simulated.</summary>
    public bool IsDemo { get; internal set; }
}

/// <summary>The first operator, created while there is none.</summary>
public sealed class BootstrapAdminOptions
{
    [Description("The e-mail address of the first admin, created while there is no operator.")]
    public string? Email { get; set; }

    [Description("The password of the first admin.")]
    [PasswordPropertyText(true)]
    public string? Password { get; set; }

    public bool IsGiven => !string.IsNullOrEmpty(Email) && !string.IsNullOrEmpty(Password);
}

/// <summary>Reports every wrong setting at once.</summary>
internal sealed class AccessOptionsValidator : IValidateOptions<AccessOptions>
{
    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(AccessOptions options)
    {
        var (email, password) = (options.BootstrapAdmin.Email, options.BootstrapAdmin.Password);
        if (string.IsNullOrEmpty(email) != string.IsNullOrEmpty(password))
            yield return "Access__BootstrapAdmin__Email and Access__BootstrapAdmin__Password must be set together.";
        if (!string.IsNullOrEmpty(email) && !MailAddress.TryCreate(email, out _))
            yield return "Access__BootstrapAdmin__Email must be an e-mail address.";
        if (password is { Length: > 0 and < AccessOptions.MinPasswordLength })
            yield return $"Access__BootstrapAdmin__Password must have at least {AccessOptions.MinPasswordLength} characters.";
        if (
            email?.Length > AccessOptions.MaxEmailLength
            || password?.Length > AccessOptions.MaxPasswordLength
        )
            yield return $"Access__BootstrapAdmin__Email may have {AccessOptions.MaxEmailLength} characters and Access__BootstrapAdmin__Password {AccessOptions.MaxPasswordLength}.";
        if (!options.IsDemo && DemoOperators.Has(email))
            yield return "Access__BootstrapAdmin__Email belongs to the simulator's demo. With real data, use your own address.";
        if (options.BootstrapApiKey is { Length: > 0 and < AccessOptions.MinApiKeyLength })
            yield return $"Access__BootstrapApiKey must have at least {AccessOptions.MinApiKeyLength} characters.";
        if (options.SignInsPerMinute < 1)
            yield return "Access__SignInsPerMinute must be a whole number from 1.";
        if (
            options.RolesWithSecondFactor.Count
            != options.RoleNames.Distinct(StringComparer.OrdinalIgnoreCase).Count()
        )
            yield return $"Access__RequireSecondFactor may name these roles, with commas between them: {string.Join(", ", Enum.GetNames<Role>())}.";
        if (
            options.SessionCheckEvery < TimeSpan.FromSeconds(1)
            || options.SessionCheckEvery > TimeSpan.FromMinutes(1)
        )
            yield return "Access__SessionCheckEvery must be between 00:00:01 and 00:01:00.";
    }
}
