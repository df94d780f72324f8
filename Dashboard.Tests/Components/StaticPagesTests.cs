using System.Net;
using Dashboard.Components;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Tests.Components;

/// <summary>The room alone in a host: what a browser and what a machine get when something is wrong.</summary>
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
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        builder.Services.AddAuthorization();
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
        Assert.Contains("There is no such page", body, StringComparison.Ordinal);
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

    private async Task<(HttpStatusCode Status, string Body)> GetAsync(string path, string accept)
    {
        using var client = _app.GetTestClient();
        client.DefaultRequestHeaders.Add("Accept", accept);
        using var response = await client.GetAsync(path, Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }
}
