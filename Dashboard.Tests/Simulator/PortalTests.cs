using System.Net;
using Dashboard.Simulator.State;

namespace Dashboard.Tests.Simulator;

public sealed class PortalTests
{
    private const string Return = "https://acme.example/return?token=a%20b";

    [Fact]
    public async Task Logging_in_with_the_same_account_repairs_that_connection_and_says_so_by_webhook()
    {
        await using var listener = await WebhookListener.StartAsync();
        await using var host = await SimulatorHost.StartAsync(listener.Setting);
        var (user, connection) = host.BreakConnection();
        Assert.Equal(SimulatedEventType.Broken, (await listener.NextAsync())["eventType"]);

        var portal = await host.LogInAsync(user, connection.Id, Return);
        using var response = await host.PressAsync(portal, "success");

        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.Equal(
            $"{Return}&status=SUCCESS&connection_id={connection.Id}",
            response.Headers.Location?.OriginalString
        );
        Assert.False(host.World.Find(connection.Id)!.IsDisabled);
        ReceivedWebhook[] told = [await listener.NextAsync(), await listener.NextAsync()];
        var attempted = Assert.Single(told, webhook => webhook["eventType"] == SimulatedEventType.Attempted);
        Assert.Equal("SUCCESS", attempted["connectionAttemptedResult"]);
        Assert.Null(attempted["brokerageAuthorizationId"]);
        var repaired = Assert.Single(told, webhook => webhook["eventType"] == SimulatedEventType.Fixed);
        Assert.Equal(connection.Id, repaired["brokerageAuthorizationId"]);
    }

    [Theory]
    [InlineData("different-account", "status=ERROR&status_code=400&error_code=1023", "DIFFERENT_ACCOUNT")]
    [InlineData("wrong-password", "status=ERROR&status_code=403&error_code=1066", "INVALID_CREDENTIALS")]
    [InlineData("wrong-code", "status=ERROR&status_code=400&error_code=1086", "INVALID_MFA_CODE")]
    [InlineData("unreachable", "status=ERROR&status_code=500&error_code=3000", "UNCAUGHT_ERROR")]
    [InlineData("abandoned", "status=ABANDONED", null)]
    public async Task A_failed_visit_leaves_the_connection_broken(
        string outcome,
        string answer,
        string? result
    )
    {
        await using var host = await StartWithHeldWebhooksAsync();
        var (user, connection) = host.BreakConnection();
        var portal = await host.LogInAsync(user, connection.Id, Return);

        using var response = await host.PressAsync(portal, outcome);

        Assert.Equal($"{Return}&{answer}", response.Headers.Location?.OriginalString);
        Assert.True(host.World.Find(connection.Id)!.IsDisabled);
        Assert.Equal(result, Attempts(host).SingleOrDefault()?.AttemptResult);
    }

    [Fact]
    public async Task A_brokerage_in_maintenance_refuses_every_login()
    {
        await using var host = await StartWithHeldWebhooksAsync();
        var (user, connection) = host.BreakConnection();
        host.World.UpdateBrokerage(connection.BrokerageId, known => known with { Maintenance = true });
        var portal = await host.LogInAsync(user, connection.Id, Return);

        using var response = await host.PressAsync(portal, "success");

        Assert.EndsWith(
            "error_code=3000",
            response.Headers.Location?.OriginalString,
            StringComparison.Ordinal
        );
        Assert.True(host.World.Find(connection.Id)!.IsDisabled);
    }

    [Fact]
    public async Task Without_reconnect_a_second_connection_appears_and_the_broken_one_stays()
    {
        await using var host = await StartWithHeldWebhooksAsync();
        var (user, broken) = host.BreakConnection();
        var slug = host.World.Brokerages.Find(broken.BrokerageId)!.Slug;
        var before = host.World.OfUser(user.UserId).Select(connection => connection.Id);
        var portal = await host.LogInAsync(user);

        using var response = await host.PressAsync(portal, "success", slug);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var added = host.World.OfUser(user.UserId).Single(connection => !before.Contains(connection.Id));
        Assert.Equal(broken.BrokerageId, added.BrokerageId);
        Assert.True(host.World.Find(broken.Id)!.IsDisabled);
        Assert.Contains(
            host.Outbox.Pending,
            pending =>
                pending.Event.Type == SimulatedEventType.Added && pending.Event.AuthorizationId == added.Id
        );
    }

    [Fact]
    public async Task A_portal_link_dies_after_five_minutes()
    {
        await using var host = await StartWithHeldWebhooksAsync();
        var (user, connection) = host.BreakConnection();
        var portal = await host.LogInAsync(user, connection.Id, Return);

        host.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        var alive = await host.Client.GetStringAsync(portal, Token);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        using var shown = await host.Client.GetAsync(portal, Token);
        using var pressed = await host.PressAsync(portal, "success");

        Assert.Contains("Simulated SnapTrade Connection Portal", alive, StringComparison.Ordinal);
        Assert.Contains("Log in with the same account", alive, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, shown.StatusCode);
        Assert.Equal(HttpStatusCode.Gone, pressed.StatusCode);
        Assert.True(host.World.Find(connection.Id)!.IsDisabled);
    }

    [Fact]
    public async Task A_portal_link_works_once()
    {
        await using var host = await StartWithHeldWebhooksAsync();
        var (user, connection) = host.BreakConnection();
        var portal = await host.LogInAsync(user, connection.Id);

        using var first = await host.PressAsync(portal, "wrong-password");
        using var second = await host.PressAsync(portal, "success");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.Gone, second.StatusCode);
    }

    [Fact]
    public async Task A_link_for_a_strangers_connection_is_refused()
    {
        await using var host = await StartWithHeldWebhooksAsync();
        var connection = host.World.Authorizations[0];
        var stranger = host.World.Users.First(user => user.UserId != connection.UserId);

        using var response = await host.SendAsync(
            HttpMethod.Post,
            "/snapTrade/login",
            stranger,
            $$"""{"reconnect":"{{connection.Id}}"}"""
        );

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    /// <summary>Without a receiver, webhooks stay queued for the test.</summary>
    private static Task<SimulatorHost> StartWithHeldWebhooksAsync() =>
        SimulatorHost.StartAsync(("Simulator:WebhookUrl", "http://127.0.0.1:1/nobody"));

    private static IEnumerable<SimulatedEvent> Attempts(SimulatorHost host) =>
        host
            .Outbox.Pending.Select(pending => pending.Event)
            .Where(happened => happened.Type == SimulatedEventType.Attempted);
}
