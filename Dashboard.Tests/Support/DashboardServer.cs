using System.Net.Http.Headers;
using System.Text.Json;
using Dashboard.SnapTrade;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Dashboard.Tests.Support;

/// <summary>
/// The whole product, composed as in production, in Live mode, on a real Kestrel and a SQLite file of its
/// own. Only SnapTrade itself is a fake, and the clock if the test brings one.
/// </summary>
public sealed class DashboardServer : WebApplicationFactory<Program>
{
    public const string ApiKey = "bootstrap-key-of-the-tests-0001";

    private readonly TimeProvider _time;
    private readonly (string Key, string? Value)[] _settings;
    private readonly bool _ownsDatabase;

    private DashboardServer(
        TimeProvider? time,
        TestDatabase? database,
        (string Key, string? Value)[] settings
    )
    {
        _time = time ?? TimeProvider.System;
        _settings = settings;
        _ownsDatabase = database is null;
        Database = database ?? new TestDatabase(_time);
        SnapTrade = new FakeSnapTradeClient(_time);
    }

    public TestDatabase Database { get; }
    public FakeSnapTradeClient SnapTrade { get; }
    public Uri Address => ClientOptions.BaseAddress;

    /// <summary>Starts a server.</summary>
    /// <param name="time">Its clock; null is the machine's.</param>
    /// <param name="database">The file of another node; null makes one that ends with the server.</param>
    /// <param name="settings">Configuration over the defaults below.</param>
    public static DashboardServer Start(
        TimeProvider? time = null,
        TestDatabase? database = null,
        params (string Key, string? Value)[] settings
    )
    {
        var server = new DashboardServer(time, database, settings);
        server.UseKestrel(0);
        server.StartServer();
        return server;
    }

    /// <summary>A caller with the admin's API key, or with another, or with none.</summary>
    public HttpClient Caller(string? key = ApiKey)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = Address,
        };
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>Delivers an event and returns the answer's status and body.</summary>
    public async Task<(HttpResponseMessage Answer, JsonElement Body)> DeliverAsync(HttpRequestMessage request)
    {
        using var client = Caller(key: null);
        var answer = await client.SendAsync(request, Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        return (answer, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        // As settings, which reach Program before it composes anything; configuration added later does not.
        (string Key, string? Value)[] defaults =
        [
            .. Database.Settings,
            ("SnapTrade:Mode", "Live"),
            ("SnapTrade:ClientId", Signed.ClientId),
            ("SnapTrade:ConsumerKey", Signed.ConsumerKey),
            ("Access:BootstrapApiKey", ApiKey),
            ("Dashboard:PublicUrl", "https://dashboard.example"),
        ];
        builder.UseEnvironment(Environments.Production);
        foreach (var (key, value) in defaults.Concat(_settings))
            builder.UseSetting(key, value);
        builder.ConfigureLogging(logging => logging.AddFilter<ConsoleLoggerProvider>(_ => false));
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton(_time).AddSingleton<ISnapTradeClient>(SnapTrade);
            // A clock that a test advances runs timers on the test's thread. Automatic messages to customers
            // and the team have their own tests.
            if (_time != TimeProvider.System)
                foreach (var service in services.Where(ReachesPeople).ToList())
                    services.Remove(service);
        });
    }

    private static bool ReachesPeople(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && WorkOf(service)?.Namespace is { } room
        && (
            room.StartsWith("Dashboard.Emails", StringComparison.Ordinal)
            || room.StartsWith("Dashboard.Features.Incidents", StringComparison.Ordinal)
            || room.StartsWith("Dashboard.Features.Notices", StringComparison.Ordinal)
            // VerificationQueue stays: tests of the whole server rely on it.
            || room.StartsWith("Dashboard.Features.Reconciliation.", StringComparison.Ordinal)
            || room.StartsWith("Dashboard.Features.Users", StringComparison.Ordinal)
        );

    private static Type? WorkOf(ServiceDescriptor service) =>
        service.ImplementationType is { IsGenericType: true } loop
            ? loop.GetGenericArguments()[0]
            : service.ImplementationType ?? service.ImplementationFactory?.Method.DeclaringType;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_ownsDatabase)
            Database.Dispose();
    }
}
