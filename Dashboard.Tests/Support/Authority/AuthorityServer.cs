using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Dashboard.Tests.Support.Authority;

/// <summary>A person known to the authority.</summary>
public sealed record Person(
    string Subject,
    string Name,
    string? Email,
    bool EmailVerified,
    params string[] Roles
)
{
    /// <summary>The claim that the authority sends a reference for, because its values are too many.</summary>
    public string? LeftOut { get; init; }
}

/// <summary>
/// A real OpenID Connect server: OpenIddict on a Kestrel of its own, with a session, consent to nothing but
/// its one client, and people whom a test adds.
/// </summary>
public sealed class AuthorityServer : IAsyncDisposable
{
    public const string ClientId = "dashboard";
    public const string ClientSecret = "client-secret-canary-of-the-tests-51c7";
    private readonly SqliteConnection _database = new("Data Source=:memory:");
    private WebApplication? _app;

    /// <summary>By the name that they type to sign in.</summary>
    public ConcurrentDictionary<string, Person> People { get; } = new(StringComparer.Ordinal);
    public string Address { get; private set; } = "http://localhost:0";

    /// <summary>Starts a server that knows these people by their subjects.</summary>
    public static async Task<AuthorityServer> StartAsync(params Person[] people)
    {
        var server = new AuthorityServer();
        foreach (var person in people)
            server.People[person.Subject] = person;
        await server._database.OpenAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server.Add(builder.Services);
        server._app = builder.Build();
        server._app.UseAuthentication();
        server._app.MapAuthority(server);
        await server._app.StartAsync();
        server.Address = server
            ._app.Urls.Single()
            .Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        // It creates its keys at the first request, which takes long on a busy machine.
        using var client = new HttpClient();
        await client.GetStringAsync(new Uri($"{server.Address}/.well-known/jwks"));
        return server;
    }

    /// <summary>Registers a dashboard at this origin.</summary>
    public async Task RegisterAsync(Uri dashboard)
    {
        await using var scope = _app!.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthorityContext>();
        await db.Database.EnsureCreatedAsync();
        await scope
            .ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>()
            .CreateAsync(
                new OpenIddictApplicationDescriptor
                {
                    ClientId = ClientId,
                    ClientSecret = ClientSecret,
                    ConsentType = ConsentTypes.Implicit,
                    RedirectUris = { new Uri(dashboard, "/account/sso/callback") },
                    PostLogoutRedirectUris = { new Uri(dashboard, "/account/sso/signed-out") },
                    Permissions =
                    {
                        Permissions.Endpoints.Authorization,
                        Permissions.Endpoints.Token,
                        Permissions.Endpoints.EndSession,
                        Permissions.GrantTypes.AuthorizationCode,
                        Permissions.ResponseTypes.Code,
                        Permissions.Scopes.Email,
                        Permissions.Scopes.Profile,
                    },
                    Requirements = { Requirements.Features.ProofKeyForCodeExchange },
                }
            );
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    private void Add(IServiceCollection services)
    {
        services.AddDbContext<AuthorityContext>(o => o.UseSqlite(_database).UseOpenIddict());
        services.AddRouting();
        services
            .AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(o => o.Cookie.Name = "authority");
        services
            .AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<AuthorityContext>())
            .AddServer(server =>
            {
                server
                    .SetAuthorizationEndpointUris("connect/authorize")
                    .SetTokenEndpointUris("connect/token")
                    .SetUserInfoEndpointUris("connect/userinfo")
                    .SetEndSessionEndpointUris("connect/end-session")
                    .AllowAuthorizationCodeFlow()
                    .RequireProofKeyForCodeExchange()
                    .RegisterScopes(Scopes.Email, Scopes.Profile)
                    .AddEphemeralEncryptionKey()
                    .AddEphemeralSigningKey();
                server
                    .UseAspNetCore()
                    .EnableAuthorizationEndpointPassthrough()
                    .EnableUserInfoEndpointPassthrough()
                    .EnableEndSessionEndpointPassthrough()
                    .DisableTransportSecurityRequirement();
            });
    }
}

/// <summary>OpenIddict's own tables.</summary>
public sealed class AuthorityContext(DbContextOptions<AuthorityContext> options) : DbContext(options);
