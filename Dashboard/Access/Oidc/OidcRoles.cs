using Dashboard.Domain.Operators;

namespace Dashboard.Access.Oidc;

/// <summary>Which role the authority's word makes.</summary>
internal static class OidcRoles
{
    // Of several roles the one that may most; a manager sees more than support does.
    private static readonly Role[] Strongest = [Role.Admin, Role.Manager, Role.Support];

    /// <summary>The role, or null when none of the values stands for one.</summary>
    public static Role? Of(IEnumerable<string> values, OidcOptions options)
    {
        var map = options.RoleOfValue;
        var roles = values
            .Select(value => map.Count == 0 ? Named(value) : Named(map.GetValueOrDefault(value) ?? ""))
            .ToHashSet();
        return Strongest.Where(role => roles.Contains(role)).Select(role => (Role?)role).FirstOrDefault();
    }

    /// <summary>A role by its name in any case; numbers are no names.</summary>
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
