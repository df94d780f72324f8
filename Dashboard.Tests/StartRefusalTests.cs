using System.Net;
using System.Net.Sockets;
using Dashboard.Api;
using Dashboard.Data;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Tests;

/// <summary>A server with an invalid configuration does not start and reports every error.</summary>
public sealed class StartRefusalTests
{
    private static readonly (string Key, string? Value)[] Right =
    [
        ("SnapTrade:Mode", "Live"),
        ("SnapTrade:ClientId", "EXAMPLE"),
        ("SnapTrade:ConsumerKey", "example-consumer-key"),
    ];

    public static TheoryData<string, string, string[]> OneWrong() =>
        new()
        {
            { "SnapTrade:ConsumerKey", "", ["SnapTrade__ConsumerKey"] },
            { "SnapTrade:ClientId", " ", ["SnapTrade__ClientId"] },
            { "SnapTrade:ConsumerKey", "key\n", ["SnapTrade__ConsumerKey", "white space"] },
            { "SnapTrade:PreviousConsumerKey", " key", ["SnapTrade__PreviousConsumerKey", "white space"] },
            { "SnapTrade:Mode", "Simulator", ["SnapTrade__Mode", "Production", "Live"] },
            { "SnapTrade:Mode", "Sandbox", ["SnapTrade__Mode", "Sandbox"] },
            { "SnapTrade:BaseUrl", "http://api.example.com", ["SnapTrade__BaseUrl", "https"] },
            { "SnapTrade:BaseUrl", "api", ["SnapTrade__BaseUrl"] },
            { "SnapTrade:PortalHosts", "", ["SnapTrade__PortalHosts"] },
            { "SnapTrade:Client", "Grpc", ["SnapTrade__Client", "Grpc"] },
            { "SnapTrade:RequestsPerMinute", "0", ["SnapTrade__RequestsPerMinute"] },
            { "Webhooks:MaxAge", "00:01:00", ["Webhooks__MaxAge"] },
            { "Webhooks:SilenceAfter", "00:00:01", ["Webhooks__SilenceAfter"] },
            { "Database:MaxBatchSize", "0", ["Database__MaxBatchSize"] },
            { "Database:Provider", "Postgres", ["Database__Provider"] },
            { "Database:Provider", "7", ["Database__Provider"] },
            { "ConnectionStrings:Dashboard", " ", ["ConnectionStrings__Dashboard"] },
            { "Access:BootstrapApiKey", "short", ["Access__BootstrapApiKey"] },
            { "Access:BootstrapAdmin:Email", "a@example.com", ["Access__BootstrapAdmin__Password"] },
            { "Access:SignInsPerMinute", "0", ["Access__SignInsPerMinute"] },
            { "Api:RequestsPerMinute", "0", ["Api__RequestsPerMinute"] },
            { "Api:AnonymousRequestsPerMinute", "-1", ["Api__AnonymousRequestsPerMinute"] },
            { "Access:Oidc:Authority", "https://login.example", ["Oidc__ClientId", "Oidc__ClientSecret"] },
            { "Access:Oidc:Authority", "http://login.example", ["Access__Oidc__Authority", "https"] },
            { "Access:Oidc:ClientId", "dashboard", ["Access__Oidc__Authority"] },
            { "Access:Oidc:LocalPasswords", "false", ["Access__Oidc__LocalPasswords", "Authority"] },
            { "DataProtection:Certificate:Path", "/none.pfx", ["DataProtection__Certificate__Path"] },
            { "ForwardedHeaders:KnownProxies", "proxy", ["ForwardedHeaders__KnownProxies"] },
            { "Access:SessionCheckEvery", "00:02:00", ["Access__SessionCheckEvery"] },
            { "Email:Mode", "Smtp", ["Email__From", "Email__Smtp__Host"] },
            { "Email:From", "nobody", ["Email__From"] },
            { "Shutdown:DrainFor", "00:01:00", ["Shutdown__DrainFor"] },
            { "Shutdown:DrainFor", "soon", ["Shutdown__DrainFor must be a time such as 00:00:30."] },
            { "Api:RequestsPerMinute", "many", ["Api__RequestsPerMinute must be a whole number."] },
            { "SnapTrade:TestKeys", "perhaps", ["SnapTrade__TestKeys must be true or false."] },
            { "Redis:Configuration", "127.0.0.1:9,nope=x", ["Redis__Configuration"] },
        };

    [Theory]
    [MemberData(nameof(OneWrong))]
    public async Task A_wrong_setting_is_named(string key, string value, string[] expected)
    {
        var message = await RefusalAsync((key, value));

        Assert.All(expected, part => Assert.Contains(part, message));
    }

    [Fact]
    public async Task Right_settings_are_accepted() => Assert.Empty(await RefusalAsync());

    [Fact]
    public async Task All_wrong_settings_are_named_at_once()
    {
        var message = await RefusalAsync(
            ("SnapTrade:ClientId", ""),
            ("SnapTrade:ConsumerKey", ""),
            ("Webhooks:MaxAge", "00:00:01"),
            ("Database:MaxBatchSize", "-1"),
            ("Access:BootstrapApiKey", "short")
        );

        Assert.Contains("SnapTrade__ClientId", message);
        Assert.Contains("SnapTrade__ConsumerKey", message);
        Assert.Contains("Webhooks__MaxAge", message);
        Assert.Contains("Database__MaxBatchSize", message);
        Assert.Contains("Access__BootstrapApiKey", message);
    }

    [Fact]
    public async Task Every_wrong_setting_of_single_sign_on_is_named()
    {
        var message = await RefusalAsync(
            ("Access:Oidc:Authority", "https://login.example/?tenant=1"),
            ("Access:Oidc:ClientSecret", "a-secret-of-the-client"),
            ("Access:Oidc:RoleClaim", " "),
            ("Access:Oidc:RoleMap:staff", "2"),
            ("Access:Oidc:Roles:0", "dash-admins:Admin"),
            ("Access:Oidc:Scope", "profile"),
            ("Access:Oidc:MaxAge", "00:00:01"),
            ("Access:Oidc:DisplayName", " ")
        );

        Assert.All(
            [
                "Authority",
                "ClientId",
                "RoleClaim",
                "RoleMap__staff",
                "Roles__0",
                "Scope",
                "MaxAge",
                "DisplayName",
            ],
            name => Assert.Contains($"Access__Oidc__{name}", message)
        );
        Assert.DoesNotContain("a-secret-of-the-client", message);
    }

    [Fact]
    public async Task A_refusal_shows_no_secret()
    {
        var message = await RefusalAsync(
            ("SnapTrade:ConsumerKey", " a-secret-key"),
            ("Access:BootstrapApiKey", "tiny")
        );

        Assert.DoesNotContain("a-secret-key", message);
        Assert.DoesNotContain("tiny", message);
    }

    [Fact]
    public async Task A_start_that_a_room_refuses_ends_with_exit_code_1()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddHostedService<Refusing>();
        await using var app = builder.Build();

        Assert.Equal(1, app.RunOrRefuse());
    }

    [Fact]
    public async Task A_start_on_an_address_that_is_taken_ends_with_exit_code_1()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://{other.LocalEndpoint}");
        await using var app = builder.Build();

        Assert.Equal(1, app.RunOrRefuse());
    }

    [Fact]
    public async Task A_stop_during_the_start_is_no_failure()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddHostedService<Stopped>();
        await using var app = builder.Build();

        Assert.Equal(0, app.RunOrRefuse());
    }

    private static async Task<string> RefusalAsync(params (string Key, string? Value)[] settings)
    {
        using var database = new TestDatabase();
        await using var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Production");
            foreach (var (key, value) in database.Settings.Concat(Right).Concat(settings))
                host.UseSetting(key, value);
        });
        return string.Join('\n', SettingsCheck.Problems(factory.Services));
    }

    private sealed class Stopped(IHostApplicationLifetime lifetime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.StopApplication();
            cancellationToken.ThrowIfCancellationRequested();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Refusing : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) =>
            throw new StartRefusedException("The room is closed.");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
