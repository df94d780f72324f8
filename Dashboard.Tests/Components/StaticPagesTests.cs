using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Dashboard.Components;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Components;

/// <summary>Tests the error responses to browsers and programs.</summary>
public sealed class StaticPagesTests : IAsyncLifetime
{
    private readonly WebApplication _app;

    public StaticPagesTests()
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ApplicationName = "Dashboard", EnvironmentName = "Production" }
        );
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.AddComponents();
        builder
            .Services.AddAuthentication(nameof(SignedIn))
            .AddScheme<AuthenticationSchemeOptions, SignedIn>(nameof(SignedIn), null);
        builder.Services.AddAuthorization(o =>
            o.AddPolicy(nameof(Permission.ViewConnections), policy => policy.RequireAuthenticatedUser())
        );
        _app = builder.Build();
        _app.UseErrorPages().MapComponents();
        _app.MapGet("/boom", string () => throw new InvalidOperationException("a secret"));
    }

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task An_unknown_address_is_a_friendly_404_for_people()
    {
        var (status, body) = await GetAsync("/nowhere", "text/html");

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("Page not found", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere", "application/json")]
    [InlineData("/api/v1/nowhere", "text/html")]
    public async Task An_unknown_address_is_a_bare_404_for_machines(string path, string accept)
    {
        var (status, body) = await GetAsync(path, accept);

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Empty(body);
    }

    [Fact]
    public async Task A_failure_gives_a_reference_and_never_the_exception()
    {
        var (status, body) = await GetAsync("/boom", "text/html");

        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Contains("Reference", body, StringComparison.Ordinal);
        Assert.DoesNotContain("a secret", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_theme_is_set_before_anything_is_painted()
    {
        var (_, body) = await GetAsync("/not-found", "text/html");

        var script = body.IndexOf("js/theme", StringComparison.Ordinal);
        Assert.InRange(script, 0, body.IndexOf("<link", StringComparison.Ordinal));
    }

    /// <summary>Browsers' translators replace text nodes, and a circuit ends when it finds its nodes gone.</summary>
    [Theory]
    [InlineData("/", true)]
    [InlineData("/not-found", false)]
    public async Task Only_pages_without_a_circuit_may_be_translated(string path, bool isInteractive)
    {
        var (status, body) = await GetAsync(path, "text/html");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            isInteractive,
            body.Contains("<html lang=\"en\" translate=\"no\">", StringComparison.Ordinal)
        );
        Assert.Equal(isInteractive, body.Contains("content=\"notranslate\"", StringComparison.Ordinal));
    }

    private async Task<(HttpStatusCode Status, string Body)> GetAsync(string path, string accept)
    {
        using var client = _app.GetTestClient();
        client.DefaultRequestHeaders.Add("Accept", accept);
        using var response = await client.GetAsync(path, Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    private sealed class SignedIn(
        IOptionsMonitor<AuthenticationSchemeOptions> options,
        ILoggerFactory loggers,
        UrlEncoder encoder
    ) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var who = new ClaimsPrincipal(
                new ClaimsIdentity([new Claim(ClaimTypes.Name, "Mia")], nameof(SignedIn))
            );
            return Task.FromResult(
                AuthenticateResult.Success(new AuthenticationTicket(who, nameof(SignedIn)))
            );
        }
    }
}
