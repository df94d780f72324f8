using System.Security.Claims;
using System.Text;
using Dashboard.Access;
using Dashboard.Access.Sessions;
using Dashboard.Data;
using Dashboard.Domain.Operators;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Access.Walk;

/// <summary>The whole application with a caller of each kind.</summary>
public sealed class WalkHost : IAsyncLifetime
{
    private readonly Dictionary<Who, (string Name, string Value)> _proofs = [];

    internal DashboardServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = DashboardServer.Start(
            null,
            null,
            ("Access:Oidc:Authority", "http://localhost:9"),
            ("Access:Oidc:ClientId", "dashboard"),
            ("Access:Oidc:ClientSecret", "secret"),
            // All callers have the same address.
            ("Api:RequestsPerMinute", "1000000"),
            ("Api:AnonymousRequestsPerMinute", "1000000"),
            ("Access:SignInsPerMinute", "1000000")
        );
        await using var scope = Server.Services.CreateAsyncScope();
        foreach (var who in Walkers.All)
        {
            if (who.RoleOf() is { } role)
                _proofs[who] = ("Cookie", $"dashboard={await CookieAsync(scope.ServiceProvider, role)}");
            if (who.ScopeOf() is { } scopeOfKey)
                _proofs[who] = ("Authorization", $"Bearer {await KeyAsync(scopeOfKey)}");
        }
    }

    /// <summary>The cookie of an operator's session, as a browser sends it.</summary>
    internal string CookieOf(Who who) => _proofs[who].Value;

    internal async Task<HttpResponseMessage> SendAsync(
        Who who,
        HttpMethod method,
        string path,
        HttpContent? content = null
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(Server.Address, path))
        {
            Content = content,
        };
        return await SendAsync(who, request);
    }

    internal async Task<HttpResponseMessage> SendAsync(Who who, HttpRequestMessage request)
    {
        using var client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
                ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1,
            }
        );
        if (_proofs.TryGetValue(who, out var proof))
            request.Headers.TryAddWithoutValidation(proof.Name, proof.Value);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static async Task<string> CookieAsync(IServiceProvider services, Role role)
    {
        var who = new Operator
        {
            UserName = $"{role}@walk.example",
            Email = $"{role}@walk.example",
            DisplayName = role.ToString(),
            Role = role,
        };
        await services.GetRequiredService<UserManager<Operator>>().CreateAsync(who);
        var session = await services
            .GetRequiredService<SessionStart>()
            .OpenAsync(who, SessionMethods.Password, Token);
        var principal = await services
            .GetRequiredService<IUserClaimsPrincipalFactory<Operator>>()
            .CreateAsync(who);
        principal.Identities.First().AddClaim(new Claim(Actor.SessionClaim, session));
        var now = TimeProvider.System.GetUtcNow();
        var properties = new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddHours(1) };
        return services
            .GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(IdentityConstants.ApplicationScheme)
            .TicketDataFormat.Protect(
                new AuthenticationTicket(principal, properties, IdentityConstants.ApplicationScheme)
            );
    }

    private async Task<string> KeyAsync(ApiScope scope)
    {
        var key = $"walk-key-of-the-scope-{scope}";
        await using var db = Server.Database.CreateDbContext();
        db.ApiKeys.Add(
            new ApiKey
            {
                Id = Guid.NewGuid().ToString("N"),
                Name = key,
                KeyHash = ApiKeys.Hash(key),
                Scope = scope,
                CreatedAt = TimeProvider.System.GetUtcNow(),
            }
        );
        await db.SaveChangesAsync(Token);
        return key;
    }
}
