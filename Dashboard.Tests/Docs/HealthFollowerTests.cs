using System.Diagnostics;
using Dashboard.Live;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Docs;

/// <summary>Runs the example program in docs/examples.</summary>
public sealed class HealthFollowerTests
{
    [Fact]
    public async Task It_lists_broken_connections_follows_changes_and_reads_missed_ones()
    {
        await using var server = DashboardServer.Start();
        await server.Database.EventsAsync(Some.Broken(0, "c1", "u1"));
        using var follower = Start(server);
        try
        {
            Assert.Equal("2026-11-20T12:00:00Z Disabled c1 of u1", await LineAsync(follower));

            var at = TimeProvider.System.GetUtcNow();
            await server.DeliverAsync(Signed.Post(Signed.Event("CONNECTION_BROKEN", at, "c2", "u2")));
            Assert.EndsWith("Disabled c2 of u2", await LineAsync(follower));

            // Committed without a notification, as during a lost connection.
            await server.Database.EventsAsync(Some.Fixed(5, "c1", "u1"));
            await server
                .Services.GetRequiredService<IHubContext<ConnectionHealthHub, IConnectionHealthClient>>()
                .Clients.All.ConnectionsChanged([]);
            Assert.Equal("2026-11-20T12:05:00Z Healthy c1 of u1", await LineAsync(follower));
        }
        finally
        {
            follower.Kill();
        }
    }

    [Fact]
    public async Task Without_a_key_it_names_the_required_setting()
    {
        await using var server = DashboardServer.Start();
        using var follower = Start(server, key: "");
        await follower.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, follower.ExitCode);
        Assert.Contains(
            "Set DASHBOARD_API_KEY",
            await follower.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)
        );
    }

    private static async Task<string?> LineAsync(Process follower)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        return await follower.StandardOutput.ReadLineAsync(patience.Token);
    }

    private static Process Start(DashboardServer server, string key = DashboardServer.ApiKey)
    {
        // Built with the tests and as they are: bin/Debug/net10.0.
        var built = Path.GetRelativePath(
            Path.Combine(Repository.Root, "Dashboard.Tests"),
            AppContext.BaseDirectory
        );
        var program = Path.Combine(
            Repository.Root,
            "docs/examples/health-follower",
            built,
            "HealthFollower.dll"
        );
        var start = new ProcessStartInfo("dotnet", [program])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["DASHBOARD_URL"] = server.Address.GetLeftPart(UriPartial.Authority);
        start.Environment["DASHBOARD_API_KEY"] = key;
        return Process.Start(start)!;
    }
}
