using System.Security.Claims;
using Dashboard.Access;
using Dashboard.Access.Sessions;
using Dashboard.Data;
using Dashboard.Domain.Operators;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Access;

public sealed class CurrentOperatorTests
{
    private static readonly ClaimsPrincipal Manager = ActorScope.Principal(
        new Claim(ClaimTypes.Role, nameof(Role.Manager))
    );

    private static readonly ClaimsPrincipal Support = ActorScope.Principal(
        new Claim(ClaimTypes.Role, nameof(Role.Support))
    );

    [Fact]
    public async Task A_circuit_uses_the_revalidated_user()
    {
        var opened = new DefaultHttpContext { User = Manager };
        opened.Request.Path = "/_blazor";
        var current = Of(opened, Support);
        Assert.Equal(Role.Support, current.Role);
        Assert.False(current.Can(Permission.ViewHistory));
        await Assert.ThrowsAsync<AccessDeniedException>(() => current.DemandAsync(Permission.ViewHistory));
    }

    [Fact]
    public async Task Without_a_request_the_circuit_user_counts()
    {
        var current = Of(request: null, Manager);
        Assert.Equal("Test person", current.DisplayName);
        Assert.Equal("id-1", (await current.DemandAsync(Permission.ViewHistory)).Id);
    }

    [Fact]
    public void In_a_request_its_user_counts()
    {
        var current = Of(new DefaultHttpContext { User = Support }, Manager);
        Assert.Equal(Role.Support, current.Role);
    }

    [Fact]
    public async Task A_circuit_ends_with_a_new_stamp_a_new_role_or_a_removed_operator()
    {
        await using var host = await RoomsHost.StartAsync();
        var principal = await PrincipalAsync(host);
        Assert.True(await IsStillTrueAsync(host, principal));
        await ChangeAsync(host, o => o.Role = Role.Support);
        Assert.False(await IsStillTrueAsync(host, principal));
        await ChangeAsync(host, o => (o.Role, o.SecurityStamp) = (Role.Admin, "another"));
        Assert.False(await IsStillTrueAsync(host, principal));
        await using var db = host.Database.CreateDbContext();
        await db.Users.ExecuteDeleteAsync(Token);
        Assert.False(await IsStillTrueAsync(host, principal));
    }

    [Fact]
    public async Task Circuits_get_the_provider_that_looks_again()
    {
        await using var host = await RoomsHost.StartAsync();
        await using var scope = host.Services.CreateAsyncScope();
        Assert.IsType<OperatorStateProvider>(
            scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>()
        );
    }

    private static CurrentOperator Of(HttpContext? request, ClaimsPrincipal circuit) =>
        new(new HttpContextAccessor { HttpContext = request }, new FixedState(circuit));

    private static async Task<ClaimsPrincipal> PrincipalAsync(RoomsHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var signIn = scope.ServiceProvider.GetRequiredService<SignInManager<Operator>>();
        var ana = await signIn.UserManager.FindByNameAsync("admin@demo.example");
        var start = scope.ServiceProvider.GetRequiredService<SessionStart>();
        var session = await start.OpenAsync(ana!, "password", Token);
        var principal = await signIn.CreateUserPrincipalAsync(ana!);
        principal.Identities.First().AddClaim(new Claim(Actor.SessionClaim, session));
        return principal;
    }

    private static async Task<bool> IsStillTrueAsync(RoomsHost host, ClaimsPrincipal principal)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var signIn = scope.ServiceProvider.GetRequiredService<SignInManager<Operator>>();
        return await signIn.ValidateSecurityStampAsync(principal) is not null;
    }

    private static async Task ChangeAsync(RoomsHost host, Action<Operator> change)
    {
        await using var db = host.Database.CreateDbContext();
        change(await db.Users.SingleAsync(o => o.Email == "admin@demo.example", Token));
        await db.SaveChangesAsync(Token);
    }

    private sealed class FixedState(ClaimsPrincipal user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(user));
    }
}
