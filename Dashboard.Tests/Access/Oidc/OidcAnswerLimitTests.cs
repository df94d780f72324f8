using Dashboard.Access.Oidc;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Tests.Access.Oidc;

public sealed class OidcAnswerLimitTests
{
    [Theory]
    [InlineData(1000, true)]
    [InlineData(2 * 1024 * 1024, false)]
    public async Task A_discovery_document_is_read_within_a_limit(int padding, bool isTaken)
    {
        await using var authority = await StartAsync(padding);
        await using var server = DashboardServer.Start(
            null,
            null,
            ("Access:Oidc:Authority", authority.Urls.Single()),
            ("Access:Oidc:ClientId", "dashboard"),
            ("Access:Oidc:ClientSecret", "secret")
        );

        var answers = await server
            .Services.GetRequiredService<OidcAuthority>()
            .AnswersAsync(TestContext.Current.CancellationToken);

        Assert.Equal(isTaken, answers);
    }

    private static async Task<WebApplication> StartAsync(int padding)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet(
            "/.well-known/openid-configuration",
            (HttpRequest request) =>
            {
                var origin = $"http://{request.Host}";
                return Results.Json(
                    new
                    {
                        issuer = origin,
                        authorization_endpoint = $"{origin}/authorize",
                        token_endpoint = $"{origin}/token",
                        jwks_uri = $"{origin}/jwks",
                        padding = new string('x', padding),
                    }
                );
            }
        );
        app.MapGet("/jwks", () => Results.Json(new { keys = Array.Empty<object>() }));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
