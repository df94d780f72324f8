using Dashboard.Domain.Operators;
using Microsoft.Extensions.Options;

namespace Dashboard.Access.Oidc;

/// <summary>Reports every invalid setting at once, without secrets.</summary>
internal sealed class OidcOptionsValidator : IValidateOptions<OidcOptions>
{
    private static readonly TimeSpan MinMaxAge = TimeSpan.FromMinutes(5);
    private const int MaxNameLength = 60;

    public ValidateOptionsResult Validate(string? name, OidcOptions options)
    {
        List<string> problems = options.IsGiven ? [.. Problems(options)] : [.. WithoutAuthority(options)];
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> WithoutAuthority(OidcOptions options)
    {
        if (!string.IsNullOrWhiteSpace(options.ClientId) || !string.IsNullOrWhiteSpace(options.ClientSecret))
            yield return "Access__Oidc__Authority must be set when Access__Oidc__ClientId or Access__Oidc__ClientSecret is.";
        if (!options.LocalPasswords)
            yield return "Access__Oidc__LocalPasswords can be false only with Access__Oidc__Authority set, because otherwise nobody could sign in.";
    }

    private static IEnumerable<string> Problems(OidcOptions options)
    {
        if (!IsAuthority(options.Authority!))
            yield return "Access__Oidc__Authority must be an absolute https address without query; http is for loopback only.";
        if (string.IsNullOrWhiteSpace(options.ClientId))
            yield return "Access__Oidc__ClientId must be set.";
        if (string.IsNullOrWhiteSpace(options.ClientSecret))
            yield return "Access__Oidc__ClientSecret must be set.";
        if (string.IsNullOrWhiteSpace(options.RoleClaim))
            yield return "Access__Oidc__RoleClaim must name a claim.";
        if (!options.Scope.Split(' ').Contains("openid", StringComparer.Ordinal))
            yield return "Access__Oidc__Scope must contain openid.";
        if (string.IsNullOrWhiteSpace(options.DisplayName) || options.DisplayName.Length > MaxNameLength)
            yield return $"Access__Oidc__DisplayName must have 1 to {MaxNameLength} characters.";
        if (options.MaxAge is { } age && (age < MinMaxAge || age > TimeSpan.FromDays(30)))
            yield return "Access__Oidc__MaxAge must be between 00:05:00 and 30.00:00:00.";
        foreach (var (value, role) in options.RoleMap)
        {
            if (OidcRoles.Named(role) is null)
                yield return $"Access__Oidc__RoleMap__{value} must be one of {string.Join(", ", Enum.GetNames<Role>())}.";
        }
        for (var i = 0; i < options.Roles.Count; i++)
        {
            var at = options.Roles[i].LastIndexOf('=');
            if (at <= 0 || OidcRoles.Named(options.Roles[i][(at + 1)..].Trim()) is null)
                yield return $"Access__Oidc__Roles__{i} must be a value and one of {string.Join(", ", Enum.GetNames<Role>())}, such as dash-admins=Admin.";
        }
    }

    private static bool IsAuthority(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url is { Query.Length: 0, Fragment.Length: 0, UserInfo.Length: 0 };
}
