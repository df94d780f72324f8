using System.Net;
using System.Text.Json;
using Dashboard.E2E.Support;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using Eventually = Dashboard.E2E.Support.Eventually;

namespace Dashboard.E2E;

/// <summary>The dashboard behind real proxies, configured as docs/deployment.md says.</summary>
public sealed class ProxyTests(Browsers browsers) : BrowserTest(browsers)
{
    private const int AcknowledgedBeforeTheKill = 200;
    private const int AcknowledgedAfterTheKill = 200;
    private const string Typed = "Calls back after five";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Webhooks_screens_addresses_and_schemes_pass_one_proxy_and_two(bool hasTwo)
    {
        var (outer, inner) = (DashboardProcess.FreePort(), DashboardProcess.FreePort());
        await using var server = await ProxiedNode.StartAsync(outer);
        await using var nginx = await DocumentedProxy.NginxAsync(
            hasTwo ? inner : outer,
            server.Origin.Port,
            isSecond: hasTwo
        );
        await using var first = hasTwo ? await DocumentedProxy.HaproxyAsync(outer, inner) : null;
        using var snapTrade = Sender(outer);

        var seen = await snapTrade.SendAsync("DASHBOARD_TEST", "u1");
        Assert.Equal($"https localhost:{outer} {ProxiedNode.Client} False", Words(seen));

        var (page, sockets) = await OpenAsync(outer);
        await snapTrade.SendAsync("CONNECTION_BROKEN", "u1", ("brokerageAuthorizationId", "c1"));
        await Expect(Row(page, "u1")).ToContainTextAsync("Disabled");
        Assert.Contains(
            sockets,
            s => s.StartsWith($"wss://localhost:{outer}/_blazor", StringComparison.Ordinal)
        );

        await AssertBodiesPassAsync(outer, snapTrade);
    }

    [Fact]
    public async Task Two_nodes_show_the_same_and_lose_nothing_when_Redis_and_a_node_fail()
    {
        var port = DashboardProcess.FreePort();
        await using var redis = await RedisServer.StartAsync();
        await using var a = await ProxiedNode.StartAsync(port, ("Redis__Configuration", redis.Configuration));
        // Nodes share an SQL Server, which is not to be had here. SQLite's locks also work between processes of one machine.
        await using var b = await ProxiedNode.StartAsync(
            port,
            ("Redis__Configuration", redis.Configuration),
            ("ConnectionStrings__Dashboard", $"Data Source={a.DatabasePath}")
        );
        await using var proxy = await DocumentedProxy.HaproxyAsync(port, a.Origin.Port, b.Origin.Port);
        var (page, _) = await OpenAsync(port);
        var cookies = await page.Context.CookiesAsync();
        var isOnA = cookies.Single(c => c.Name == "dashboard_node").Value == "1";
        var (own, other) = isOnA ? (a, b) : (b, a);
        using var elsewhere = Sender(other);

        await elsewhere.SendAsync("CONNECTION_BROKEN", "pushed", ("brokerageAuthorizationId", "c1"));
        await Expect(Row(page, "pushed")).ToContainTextAsync("Disabled");
        await AssertStoredOnceAsync(a, b);

        await redis.KillAsync();
        await elsewhere.SendAsync("CONNECTION_BROKEN", "unpushed", ("brokerageAuthorizationId", "c2"));
        await Expect(Row(page, "unpushed")).ToContainTextAsync("Disabled");
        await redis.RunAsync();
        await elsewhere.SendAsync("CONNECTION_BROKEN", "again", ("brokerageAuthorizationId", "c3"));
        await Expect(Row(page, "again")).ToContainTextAsync("Disabled");

        await page.GotoAsync("/connections?health=All");
        var note = await TypeNoteAsync(page.Context, port, "c1");
        await note.Page.EvaluateAsync("() => { window.isOfTheKilledNode = true; }");
        await AssertKillLosesNothingAsync(own, port, a.DatabasePath);
        await elsewhere.SendAsync("CONNECTION_BROKEN", "survivor", ("brokerageAuthorizationId", "c4"));
        await Expect(Row(page, "survivor")).ToContainTextAsync("Disabled");
        Assert.EndsWith("/connections?health=All", page.Url, StringComparison.Ordinal);
        await note.Page.WaitForFunctionAsync("() => !window.isOfTheKilledNode");
        await Expect(note).ToHaveValueAsync(Typed);
        SqliteConnection.ClearAllPools();
    }

    // On the same node: the cookie of the proxy says so.
    private static async Task<ILocator> TypeNoteAsync(IBrowserContext context, int port, string connection)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync($"https://localhost:{port}/connections/{connection}");
        await page.Locator(".triage-card .triage-line button:has-text('note')").ClickAsync();
        var note = page.Locator(".triage-note textarea");
        await note.FillAsync(Typed);
        await Expect(page.Locator("[data-kept-draft]")).ToBeAttachedAsync();
        return note;
    }

    private static async Task AssertBodiesPassAsync(int port, SignedWebhooks snapTrade)
    {
        // Larger than a proxy's buffer; the padding is signed like the rest.
        var padding = new string('x', 200 * 1024);
        var receipt = await snapTrade.SendAsync("CONNECTION_ATTEMPTED", "u1", ("padding", padding));
        Assert.False(receipt.GetProperty("duplicate").GetBoolean());

        using var client = ProxiedNode.Connect(port);
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge,
            await PostAsync(client, "/webhooks/snaptrade", 300)
        );
        Assert.NotEqual(HttpStatusCode.RequestEntityTooLarge, await PostAsync(client, "/users/import", 3000));
        foreach (var path in (string[])["/health/ready", "/health/live", "/metrics"])
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await client.GetAsync(new Uri(path, UriKind.Relative))).StatusCode
            );
    }

    private static async Task AssertStoredOnceAsync(DashboardProcess a, DashboardProcess b)
    {
        using var toA = Sender(a);
        using var toB = Sender(b);
        (string, string)[] more =
        [
            ("webhookId", "the-same"),
            (
                "eventTimestamp",
                TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'")
            ),
            ("brokerageAuthorizationId", "c1"),
        ];
        var answers = await Task.WhenAll(
            toA.SendAsync("CONNECTION_BROKEN", "pushed", more),
            toB.SendAsync("CONNECTION_BROKEN", "pushed", more)
        );
        Assert.Equal(
            [false, true],
            answers.Select(answer => answer.GetProperty("duplicate").GetBoolean()).Order()
        );
        Assert.Equal(
            ["1"],
            DatabaseFile.Read(a.DatabasePath, "SELECT COUNT(*) FROM Events WHERE WebhookId = 'the-same'")
        );
    }

    private static async Task AssertKillLosesNothingAsync(DashboardProcess node, int port, string database)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        var fire = new WebhookFire(1);
        var firing = fire.RunAsync(() => ProxiedNode.Connect(port), enough.Token);
        await AcknowledgedAsync(AcknowledgedBeforeTheKill);
        await node.KillAsync();
        await AcknowledgedAsync(fire.Acknowledged.Count + AcknowledgedAfterTheKill);
        await enough.CancelAsync();
        await firing;

        Assert.Equal(["ok"], DatabaseFile.Read(database, "PRAGMA integrity_check"));
        var stored = DatabaseFile.Read(
            database,
            "SELECT WebhookId FROM Events WHERE WebhookId LIKE 'round-%'"
        );
        Assert.Equal(stored.Count, stored.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(fire.Acknowledged.Except(stored, StringComparer.Ordinal));
        Assert.Empty(stored.Except(fire.Sent, StringComparer.Ordinal));

        Task AcknowledgedAsync(int count) =>
            Eventually.BecomesTrueAsync(() => Task.FromResult(fire.Acknowledged.Count >= count));
    }

    private async Task<(IPage Page, List<string> Sockets)> OpenAsync(int port)
    {
        var page = await NewPageAsync(new Uri($"https://localhost:{port}"));
        List<string> sockets = [];
        page.WebSocket += (_, socket) => sockets.Add(socket.Url);
        await page.SignInAsync(ProxiedNode.Admin, ProxiedNode.Password);
        await Expect(page.Locator(".live-on")).ToBeVisibleAsync();
        return (page, sockets);
    }

    private static ILocator Row(IPage page, string user) =>
        page.GetByRole(AriaRole.Row).Filter(new() { HasText = user });

    private static string Words(JsonElement seen) =>
        string.Join(
            ' ',
            seen.GetProperty("scheme"),
            seen.GetProperty("host"),
            seen.GetProperty("address"),
            seen.GetProperty("isRelayed")
        );

    private static SignedWebhooks Sender(DashboardProcess node) =>
        new(node, WebhookFire.ClientId, WebhookFire.ConsumerKey);

    private static SignedWebhooks Sender(int proxy) =>
        new(ProxiedNode.Connect(proxy), WebhookFire.ClientId, WebhookFire.ConsumerKey);

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string path, int kilobytes)
    {
        using var body = new ByteArrayContent(new byte[kilobytes * 1024]);
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), body);
        return answer.StatusCode;
    }
}
