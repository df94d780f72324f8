using System.Security.Claims;
using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Dashboard.Features.Reconnect;
using Dashboard.SnapTrade;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace Dashboard.Tests.Features.Reconnect;

/// <summary>
/// The room on a real database, with a SnapTrade of the test's own. Zoë has a disabled connection at Questrade.
/// </summary>
internal sealed class ReconnectHost : IAsyncDisposable
{
    public const string Connection = "connection-1";
    public const string Origin = "https://reconnect.acme.example";
    public const string UserSecret = "secret-of-zoe";
    public const string ApiKey = "bootstrap-key-of-the-tests-0001";
    public const string Browser = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1";
    private readonly WebApplication _app;

    private ReconnectHost(
        WebApplication app,
        TestDatabase database,
        FakeTimeProvider time,
        FakeSnapTrade fake
    ) => (_app, Database, Time, SnapTrade) = (app, database, time, fake);

    public TestDatabase Database { get; }
    public FakeTimeProvider Time { get; }
    public FakeSnapTrade SnapTrade { get; }
    public required ListLoggerProvider Log { get; init; }
    public IServiceProvider Services => _app.Services;

    public static async Task<ReconnectHost> StartAsync(params (string Key, string? Value)[] settings)
    {
        var time = new FakeTimeProvider(Some.Noon.AddHours(1));
        var database = new TestDatabase(time);
        var fake = new FakeSnapTrade(time);
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                EnvironmentName = Environments.Development,
                ApplicationName = "Dashboard",
            }
        );
        builder.WebHost.UseTestServer();
        foreach (var (key, value) in database.Settings)
            builder.Configuration[key] = value;
        builder.Configuration["SnapTrade:Mode"] = SnapTradeOptions.LiveMode;
        builder.Configuration["SnapTrade:ClientId"] = builder.Configuration["SnapTrade:ConsumerKey"] = "test";
        builder.Configuration["Dashboard:PublicUrl"] = Origin;
        builder.Configuration["Dashboard:CompanyName"] = "Acme Wealth";
        builder.Configuration["Dashboard:SupportContact"] = "support@acme.example";
        builder.Configuration["Access:BootstrapApiKey"] = ApiKey;
        foreach (var (key, value) in settings)
            builder.Configuration[key] = value;
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<IConnectionChangePublisher>(database.Changes);
        builder.Services.AddRazorComponents();
        builder.Services.AddMudServices();
        builder.AddData();
        builder.AddSnapTrade();
        builder.Services.AddSingleton<ISnapTradeClient>(fake);
        builder.AddAccess().AddApi().AddReconnect();
        builder.Logging.ClearProviders();
        var log = new ListLoggerProvider();
        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        var server = builder.Build();
        server.UseAccess();
        server.UseAntiforgery();
        server.MapReconnect();
        server.MapApi().MapReconnectApi();
        var host = new ReconnectHost(server, database, time, fake) { Log = log };
        await server.StartAsync(Token);
        await host.SeedAsync();
        return host;
    }

    /// <summary>A browser that does not follow redirects.</summary>
    public HttpClient Customer()
    {
        var client = _app.GetTestClient();
        client.DefaultRequestHeaders.UserAgent.ParseAdd(Browser);
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return client;
    }

    public HttpClient Api(string key = ApiKey)
    {
        var client = _app.GetTestClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }

    /// <summary>The services as a request of an operator of this role sees them.</summary>
    public IServiceScope As(Role role) => As(new Claim(ClaimTypes.Role, role.ToString()));

    public IServiceScope As(ApiScope apiScope) => As(new Claim(Actor.ScopeClaim, apiScope.ToString()));

    /// <summary>Makes a link as support does.</summary>
    public async Task<CreatedLink> MakeLinkAsync(string connectionId = Connection)
    {
        using var scope = As(Role.Support);
        var links = scope.ServiceProvider.GetRequiredService<ReconnectLinkService>();
        var (link, refusal) = await links.CreateAsync(connectionId, LinkOrigin.Copy, Token);
        Assert.Null(refusal);
        return link!;
    }

    public async Task<ReconnectLink> StoredLinkAsync(string id)
    {
        await using var db = Database.CreateDbContext();
        return await db.ReconnectLinks.SingleAsync(l => l.Id == id, Token);
    }

    /// <summary>Events of a type, oldest first.</summary>
    public async Task<List<ConnectionEvent>> EventsAsync(string type)
    {
        await using var db = Database.CreateDbContext();
        return await db.Events.Where(e => e.Type == type).OrderBy(e => e.Id).ToListAsync(Token);
    }

    public async Task ChangeAsync(Action<DashboardDbContext> change)
    {
        await using var db = Database.CreateDbContext();
        change(db);
        await db.SaveChangesAsync(Token);
    }

    /// <summary>A webhook about the connection, of now.</summary>
    public Task HappensAsync(string type) =>
        Database.EventsAsync(Some.Event(type, (Time.GetUtcNow() - Some.Noon).TotalMinutes));

    public async ValueTask DisposeAsync()
    {
        await _app.EndAsync();
        Database.Dispose();
    }

    private IServiceScope As(Claim claim)
    {
        Services.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext
        {
            User = ActorScope.Principal(claim),
        };
        return Services.CreateScope();
    }

    private async Task SeedAsync()
    {
        await Database.BrokerageAsync("questrade-id", "QUESTRADE", "Questrade");
        await Database.EventsAsync(Some.Added(-60), Some.Broken(0));
        var secret = Services.GetRequiredService<UserSecrets>().Protect(UserSecret);
        await ChangeAsync(db =>
        {
            var zoe = db.SnapTradeUsers.Single();
            zoe.SetContact("Zoë Übermut", "zoe@example.com", "en", Some.Noon);
            zoe.SetSecret(secret, Some.Noon);
        });
    }
}

/// <summary>Keeps every line that is logged.</summary>
internal sealed class ListLoggerProvider : ILoggerProvider
{
    private readonly List<string> _lines = [];

    public string Text
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    public ILogger CreateLogger(string categoryName) => new ListLogger(this, categoryName);

    public void Dispose() { }

    private sealed class ListLogger(ListLoggerProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            lock (provider._lines)
                provider._lines.Add($"{logLevel} {category}: {formatter(state, exception)} {exception}");
        }
    }
}
