using Dashboard.Domain.Operators;

namespace Dashboard.Access.Oidc;

/// <summary>Maps the authority's claims to a role.</summary>
internal static class OidcRoles
{
    // The most privileged of several roles; a manager sees more than support.
    private static readonly Role[] Strongest = [Role.Admin, Role.Manager, Role.Support];

    /// <summary>The role, or null when no value maps to one.</summary>
    public static Role? Of(IEnumerable<string> values, OidcOptions options)
    {
        var map = options.RoleOfValue;
        var roles = values
            .Select(value => map.Count == 0 ? Named(value) : Named(map.GetValueOrDefault(value) ?? ""))
            .ToHashSet();
        return Strongest.Where(role => roles.Contains(role)).Select(role => (Role?)role).FirstOrDefault();
    }

    /// <summary>A role by its name, ignoring case; numbers are invalid.</summary>
    public static Role? Named(string name)
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            if (role.ToString().Equals(name, StringComparison.OrdinalIgnoreCase))
                return role;
        }
        return null;
    }
}
