using System.Net.Http.Headers;
using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Api;

/// <summary>The API's conventions around one operation, <c>POST /api/v1/probe</c>, that a test implements.</summary>
internal sealed class ProbeHost : IAsyncDisposable
{
    public const string Key = "bootstrap-key-of-the-tests-0001";
    public const string OtherKey = "another-key-of-the-tests-000002";
    private readonly WebApplication _app;

    private ProbeHost(WebApplication app, TestDatabase database, FakeTimeProvider time) =>
        (_app, Database, Time) = (app, database, time);

    public TestDatabase Database { get; }
    public FakeTimeProvider Time { get; }
    public IServiceProvider Services => _app.Services;

    /// <summary>The implementation of the operation.</summary>
    public Func<HttpContext, Task<IResult>> Work { get; set; } =
        _ => Task.FromResult<IResult>(TypedResults.Created("/made", new { number = 1 }));

    /// <summary>The number of calls.</summary>
    public int Times { get; private set; }

    public static async Task<ProbeHost> StartAsync()
    {
        var time = new FakeTimeProvider(Some.Noon);
        var database = new TestDatabase(time);
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { EnvironmentName = Environments.Production }
        );
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        foreach (var (key, value) in database.Settings)
            builder.Configuration[key] = value;
        builder.Configuration["SnapTrade:Mode"] = "Live";
        builder.Configuration["Access:BootstrapApiKey"] = Key;
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<IConnectionChangePublisher>(database.Changes);
        builder.AddData();
        builder.AddAccess();
        builder.AddApi();
        var server = builder.Build();
        server.UseApiErrors().UseAccess();
        var host = new ProbeHost(server, database, time);
        server.MapApi().MapPost("/probe", (Delegate)host.WorkAsync);
        await using (var db = database.CreateDbContext())
        {
            db.ApiKeys.Add(
                new ApiKey
                {
                    Id = "other",
                    Name = "other",
                    KeyHash = ApiKeys.Hash(OtherKey),
                    Scope = ApiScope.Admin,
                    CreatedAt = Some.Noon,
                }
            );
            await db.SaveChangesAsync(Token);
        }
        await server.StartAsync(Token);
        return host;
    }

    /// <summary>Sends a request; the answer's body has been read.</summary>
    public async Task<HttpResponseMessage> PostAsync(
        string? idempotencyKey,
        string body = "{}",
        string key = Key
    )
    {
        using var client = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/probe");
        request.Content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        if (idempotencyKey is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        return await client.SendAsync(request, Token);
    }

    private Task<IResult> WorkAsync(HttpContext context)
    {
        Times++;
        return Work(context);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.EndAsync();
        Database.Dispose();
    }
}
