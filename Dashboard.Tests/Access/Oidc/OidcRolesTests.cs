using Dashboard.Access.Oidc;
using Dashboard.Domain.Operators;

namespace Dashboard.Tests.Access.Oidc;

public sealed class OidcRolesTests
{
    private static readonly OidcOptions Mapped = new()
    {
        RoleMap = new(StringComparer.OrdinalIgnoreCase)
        {
            ["7c1e-admins"] = "Admin",
            ["helpers"] = "support",
        },
    };

    [Theory]
    [InlineData("admin", Role.Admin)]
    [InlineData("Support,Manager", Role.Manager)]
    [InlineData("Support,Manager,ADMIN", Role.Admin)]
    [InlineData("2", null)]
    [InlineData("Root", null)]
    [InlineData("Support Admin", null)]
    [InlineData("", null)]
    public void Without_a_map_the_values_are_names_of_roles_and_the_strongest_counts(
        string values,
        Role? expected
    ) => Assert.Equal(expected, OidcRoles.Of(values.Split(','), new OidcOptions()));

    [Theory]
    [InlineData("7C1E-ADMINS", Role.Admin)]
    [InlineData("helpers,everybody", Role.Support)]
    [InlineData("Admin", null)]
    public void With_a_map_other_values_are_ignored(string values, Role? expected) =>
        Assert.Equal(expected, OidcRoles.Of(values.Split(','), Mapped));

    [Theory]
    [InlineData("DASH-ADMINS", Role.Admin)]
    [InlineData("cn=helpers;dc=acme", Role.Support)]
    [InlineData("Admin", null)]
    public void Pairs_are_equivalent_to_the_map(string value, Role? expected)
    {
        var options = new OidcOptions { Roles = { "dash-admins=Admin", "cn=helpers;dc=acme = support" } };
        Assert.Equal(expected, OidcRoles.Of([value], options));
    }
}
