using System.Net.Http.Headers;
using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Dashboard.Features.Account;
using Dashboard.Features.Connections;
using Dashboard.Features.Exports;
using Dashboard.Features.History;
using Dashboard.Features.Outbox;
using Dashboard.Features.Outcomes;
using Dashboard.Features.Team.Audit;
using Dashboard.Features.Users;
using Dashboard.Live;
using Dashboard.Mail;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Support;

/// <summary>The rooms for access and the API, on a real Kestrel and a real database.</summary>
public sealed class RoomsHost : IAsyncDisposable
{
    public const string BootstrapKey = "bootstrap-key-of-the-tests-0001";
    private readonly WebApplication _app;

    private RoomsHost(WebApplication app, TestDatabase database, FakeTimeProvider time) =>
        (_app, Database, Time) = (app, database, time);

    public TestDatabase Database { get; }
    public FakeTimeProvider Time { get; }
    public IServiceProvider Services => _app.Services;
    public Uri Address => new(_app.Urls.Single());

    public static async Task<RoomsHost> StartAsync(params (string Key, string? Value)[] settings)
    {
        var time = new FakeTimeProvider(Some.Noon.AddDays(1));
        var database = new TestDatabase(time);
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { EnvironmentName = Environments.Production }
        );
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["SnapTrade:Mode"] = "Simulator";
        builder.Configuration["Access:BootstrapApiKey"] = BootstrapKey;
        builder.Configuration["Email:PickupFolder"] = database.MailFolder;
        builder.Configuration["Exports:Folder"] = database.ExportFolder;
        foreach (var (key, value) in database.Settings.Concat(settings))
            builder.Configuration[key] = value;
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.AddLive();
        // In place of the bus.
        builder.Services.AddSingleton<IConnectionChangePublisher>(database.Changes);
        builder.AddData();
        builder.AddAccess();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.AddMail().AddApi().AddAccount().AddConnections().AddHistory().AddUsers().AddAudit();
        builder.AddOutbox().AddOutcomes().AddExports();
        var server = builder.Build();
        server.UseAccess();
        server.UseAntiforgery();
        server.MapRazorComponents<TestRoot>().AddAdditionalAssemblies(typeof(Program).Assembly);
        server.MapAccount();
        server.MapAudit();
        server.MapConnections();
        server.MapUsers();
        server.MapHistory();
        server.MapOutbox();
        server.MapOutcomes();
        server.MapExports();
        server.MapApi().MapConnectionsApi().MapHistoryApi().MapOutcomesApi().MapUsersApi();
        server.MapGet("/operators-only", () => "hello");
        server.MapGet("/managers-only", () => "hello").Require(Permission.ViewHistory);
        server.MapGet(
            "/checked-by-a-service",
            async (CurrentOperator current) => (await current.DemandAsync(Permission.ViewHistory)).Name
        );
        server.MapGet("/hubs/probe", () => "hello").Require(Permission.ViewConnections);
        server.MapHub<ListeningHub>("/hubs/listen").Require(Permission.ViewConnections);
        var host = new RoomsHost(server, database, time);
        try
        {
            await server.StartAsync(Token);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>A caller of the REST API.</summary>
    public HttpClient Api(string? key = BootstrapKey)
    {
        var client = Browser();
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>A client with cookies that shows redirects instead of following them.</summary>
    public HttpClient Browser() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };

    public async Task AddKeyAsync(
        string key,
        ApiScope scope,
        DateTimeOffset? expiresAt = null,
        DateTimeOffset? revokedAt = null
    )
    {
        await using var db = Database.CreateDbContext();
        db.ApiKeys.Add(
            new ApiKey
            {
                Id = Guid.NewGuid().ToString("N"),
                Name = $"key {scope}",
                KeyHash = ApiKeys.Hash(key),
                Scope = scope,
                CreatedAt = Time.GetUtcNow(),
                ExpiresAt = expiresAt,
                RevokedAt = revokedAt,
            }
        );
        await db.SaveChangesAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.EndAsync();
        Database.Dispose();
    }

    private sealed class ListeningHub : Hub;
}
