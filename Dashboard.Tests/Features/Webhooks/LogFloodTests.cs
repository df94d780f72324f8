using System.Net;
using Dashboard.Data;
using Dashboard.Domain;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Webhooks;

/// <summary>Requests of strangers and expected conflicts don't flood the log.</summary>
public sealed class LogFloodTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(Some.Noon);
    private readonly RecordingLog _log = new();
    private readonly DashboardServer _server;

    public LogFloodTests()
    {
        _server = DashboardServer.Start(_time);
        _server.Services.GetRequiredService<ILoggerFactory>().AddProvider(_log);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Of_many_refused_webhooks_one_is_logged_with_the_number_of_the_others()
    {
        for (var i = 0; i < 30; i++)
            await RefusedAsync(Signed.Post([], signature: null));
        await RefusedAsync(Signed.Post("{}", "another key"));
        Assert.Equal(["unsigned", "forged"], Refusals().Select(ReasonOf));

        _time.Advance(TimeSpan.FromSeconds(10));
        await RefusedAsync(Signed.Post([], signature: null));

        var last = Refusals().Last();
        Assert.Equal("unsigned", ReasonOf(last));
        Assert.Contains("and 29 more for the same reason", last, StringComparison.Ordinal);
        using var client = _server.Caller(key: null);
        var metrics = await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        Assert.Matches("webhooks_refused_total\\{[^}]*reason=\"unsigned\"", metrics);
    }

    [Fact]
    public async Task A_conflict_that_is_handled_is_no_error()
    {
        var contexts = _server.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>();
        for (var i = 0; i < 2; i++)
        {
            await using var db = await contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
            db.Add(
                new WorkLease
                {
                    Name = "same",
                    Holder = "a",
                    ExpiresAt = Some.Noon,
                }
            );
            try
            {
                await db.SaveChangesAsync(TestContext.Current.CancellationToken);
                Assert.Equal(0, i);
            }
            catch (DbUpdateException exception)
            {
                Assert.True(db.IsUniqueViolation(exception));
            }
        }
        Assert.DoesNotContain(_log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    private IEnumerable<string> Refusals() =>
        _log.Lines.Where(line => line.Contains("Refused a webhook", StringComparison.Ordinal));

    private static string ReasonOf(string line) => line.Split('(', ')')[1];

    private async Task RefusedAsync(HttpRequestMessage request)
    {
        var (answer, _) = await _server.DeliverAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }
}
