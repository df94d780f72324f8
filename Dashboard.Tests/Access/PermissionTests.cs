using System.Security.Claims;
using Dashboard.Access;
using Dashboard.Domain.Operators;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Access;

/// <summary>Checks the whole permission table through the authorization policies.</summary>
public sealed class PermissionTests
{
    public static TheoryData<Role, Permission> EveryRole() =>
        [.. Enum.GetValues<Role>().SelectMany(r => Enum.GetValues<Permission>().Select(p => (r, p)))];

    public static TheoryData<ApiScope, Permission> EveryScope() =>
        [.. Enum.GetValues<ApiScope>().SelectMany(s => Enum.GetValues<Permission>().Select(p => (s, p)))];

    [Theory]
    [MemberData(nameof(EveryRole))]
    public async Task A_role_has_the_permissions_of_the_table(Role role, Permission permission)
    {
        var allowed = Permissions.Of(role).Contains(permission);
        var user = ActorScope.Principal(new Claim(ClaimTypes.Role, role.ToString()));
        Assert.Equal(allowed, await PassesAsync(user, permission.ToString()));
        await DemandsAsync(ActorScope.Of(role), permission, allowed);
    }

    [Theory]
    [MemberData(nameof(EveryScope))]
    public async Task A_scope_has_the_permissions_of_the_table(ApiScope scope, Permission permission)
    {
        var allowed = Permissions.Of(scope).Contains(permission);
        var user = ActorScope.Principal(new Claim(Actor.ScopeClaim, scope.ToString()));
        Assert.Equal(allowed, await PassesAsync(user, permission.ToString()));
        await DemandsAsync(ActorScope.Of(scope), permission, allowed);
    }

    [Fact]
    public async Task Support_can_make_links_and_no_more()
    {
        var user = ActorScope.Principal(new Claim(ClaimTypes.Role, nameof(Role.Support)));
        Assert.True(await PassesAsync(user, nameof(Permission.ManageLinks)));
        Assert.False(await PassesAsync(user, nameof(Permission.ViewHistory)));
        Assert.False(await PassesAsync(user, nameof(Permission.ManageTeam)));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("99")]
    [InlineData("Root")]
    [InlineData("")]
    public async Task An_unknown_role_has_no_permission(string role)
    {
        var user = ActorScope.Principal(new Claim(ClaimTypes.Role, role));
        Assert.Null(Actor.Of(user));
        foreach (var permission in Enum.GetNames<Permission>())
            Assert.False(await PassesAsync(user, permission));
    }

    [Fact]
    public async Task Endpoints_without_a_policy_require_an_operator()
    {
        var options = new AuthorizationOptions();
        AccessPolicies.Add(options);
        var key = ActorScope.Principal(new Claim(Actor.ScopeClaim, nameof(ApiScope.Admin)));
        var person = ActorScope.Principal(new Claim(ClaimTypes.Role, nameof(Role.Support)));
        Assert.True(await PassesAsync(person, options.FallbackPolicy!));
        Assert.False(await PassesAsync(key, options.FallbackPolicy!));
        Assert.False(await PassesAsync(new ClaimsPrincipal(), options.FallbackPolicy!));
    }

    [Fact]
    public Task A_service_refuses_an_anonymous_caller() =>
        DemandsAsync(ActorScope.Nobody(), Permission.ViewConnections, allowed: false);

    private static async Task DemandsAsync(CurrentOperator current, Permission permission, bool allowed)
    {
        Assert.Equal(allowed, current.Can(permission));
        if (allowed)
            Assert.Equal("Test person", (await current.DemandAsync(permission)).Name);
        else
            await Assert.ThrowsAsync<AccessDeniedException>(() => current.DemandAsync(permission));
    }

    private static Task<bool> PassesAsync(ClaimsPrincipal user, string policy)
    {
        var options = new AuthorizationOptions();
        AccessPolicies.Add(options);
        return PassesAsync(user, options.GetPolicy(policy)!);
    }

    private static async Task<bool> PassesAsync(ClaimsPrincipal user, AuthorizationPolicy policy)
    {
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddAuthorizationCore()
            .BuildServiceProvider();
        var authorization = services.GetRequiredService<IAuthorizationService>();
        return (await authorization.AuthorizeAsync(user, resource: null, policy)).Succeeded;
    }
}
