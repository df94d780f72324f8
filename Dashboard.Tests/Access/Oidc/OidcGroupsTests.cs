using System.Security.Claims;
using Dashboard.Access.Oidc;

namespace Dashboard.Tests.Access.Oidc;

/// <summary>The claims by which Microsoft Entra reports too many groups for a token.</summary>
public sealed class OidcGroupsTests
{
    [Theory]
    [InlineData("_claim_names", """{"groups":"src1"}""", true)]
    [InlineData("_claim_names", """{"email":"src1"}""", false)]
    [InlineData("_claim_names", "[]", false)]
    [InlineData("_claim_names", "{", false)]
    [InlineData("hasgroups", "true", true)]
    [InlineData("hasgroups", "false", false)]
    [InlineData("other", "true", false)]
    public void Left_out_groups_are_noticed(string claim, string value, bool expected) =>
        Assert.Equal(expected, Subject("groups", new Claim(claim, value)).LacksGroups);

    [Fact]
    public void Omitted_groups_do_not_matter_when_another_claim_holds_the_role() =>
        Assert.False(Subject("roles", new Claim("hasgroups", "true")).LacksGroups);

    private static OidcSubject Subject(string roleClaim, Claim claim) =>
        OidcSubject.Of(
            new ClaimsPrincipal(
                new ClaimsIdentity([new Claim("iss", "https://login.example"), new Claim("sub", "1"), claim])
            ),
            new OidcOptions { RoleClaim = roleClaim }
        )!;
}
