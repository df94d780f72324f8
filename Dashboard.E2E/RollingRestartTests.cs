using System.Collections.Concurrent;
using System.Net;
using Dashboard.E2E.Support;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using static Microsoft.Playwright.Assertions;
using Eventually = Dashboard.E2E.Support.Eventually;

namespace Dashboard.E2E;

/// <summary>Two nodes behind a documented proxy are stopped and started one after the other, as an upgrade does.</summary>
public sealed class RollingRestartTests(Browsers browsers) : BrowserTest(browsers)
{
    private const int AcknowledgedBetween = 300;

    [Fact]
    public async Task Both_nodes_are_restarted_under_load_and_nobody_gets_an_error()
    {
        var port = DashboardProcess.FreePort();
        await using var redis = await RedisServer.StartAsync();
        await using var a = await NodeAsync(port, redis);
        await using var b = await NodeAsync(
            port,
            redis,
            ("ConnectionStrings__Dashboard", $"Data Source={a.DatabasePath}")
        );
        await using var proxy = await DocumentedProxy.HaproxyAsync(port, a.Origin.Port, b.Origin.Port);
        var page = await NewPageAsync(new Uri($"https://localhost:{port}"));
        await page.SignInAsync(ProxiedNode.Admin, ProxiedNode.Password);
        await page.GotoAsync("/connections?health=All");
        await Expect(page.Locator(".live-on")).ToBeVisibleAsync();

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        var fire = new WebhookFire(round: 0);
        var answers = new ConcurrentBag<HttpStatusCode>();
        var load = Task.WhenAll(
            fire.RunAsync(() => ProxiedNode.Connect(port), enough.Token),
            VisitAsync(port, answers, enough.Token)
        );
        foreach (var (node, name) in ((DashboardProcess, string)[])[(a, "1"), (b, "2")])
        {
            await AcknowledgedMoreAsync(fire);
            await node.StopAsync();
            await AcknowledgedMoreAsync(fire);
            await node.RestartAsync();
            await TakesVisitorsAsync(port, name);
        }
        await AcknowledgedMoreAsync(fire);
        await enough.CancelAsync();
        await load;

        Assert.Empty(fire.Cut);
        Assert.All(fire.Refused, refused => Assert.Equal("503 30", refused));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
        var stored = DatabaseFile.Read(a.DatabasePath, "SELECT WebhookId FROM Events");
        Assert.Equal(stored.Count, stored.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(fire.Acknowledged.Except(stored, StringComparer.Ordinal));
        // The screen has moved twice at most, and is live without a hand.
        await Expect(page.Locator(".live-on")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        Assert.EndsWith("/connections?health=All", page.Url, StringComparison.Ordinal);
        SqliteConnection.ClearAllPools();
    }

    private static Task<DashboardProcess> NodeAsync(
        int proxy,
        RedisServer redis,
        params (string Key, string Value)[] more
    ) =>
        ProxiedNode.StartAsync(
            proxy,
            [
                ("Redis__Configuration", redis.Configuration),
                // The proxy looks twice within it, also on a busy machine.
                ("Shutdown__DrainFor", "00:00:06"),
                .. more,
            ]
        );

    private static async Task VisitAsync(
        int port,
        ConcurrentBag<HttpStatusCode> answers,
        CancellationToken cancellationToken
    )
    {
        using var client = ProxiedNode.Connect(port);
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                using var answer = await client.GetAsync(
                    new Uri("/account/sign-in", UriKind.Relative),
                    cancellationToken
                );
                answers.Add(answer.StatusCode);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The test has seen enough.
        }
    }

    /// <summary>Waits until the proxy sends new visitors to a node.</summary>
    private static Task TakesVisitorsAsync(int port, string name) =>
        Eventually.BecomesTrueAsync(async () =>
        {
            using var visitor = ProxiedNode.Connect(port);
            using var answer = await visitor.GetAsync(new Uri("/account/sign-in", UriKind.Relative));
            return answer.Headers.TryGetValues("Set-Cookie", out var cookies)
                && cookies.Any(c => c.StartsWith($"dashboard_node={name}", StringComparison.Ordinal));
        });

    private static Task AcknowledgedMoreAsync(WebhookFire fire)
    {
        var count = fire.Acknowledged.Count + AcknowledgedBetween;
        return Eventually.BecomesTrueAsync(() =>
        {
            Assert.Empty(fire.Cut);
            return Task.FromResult(fire.Acknowledged.Count >= count);
        });
    }
}
