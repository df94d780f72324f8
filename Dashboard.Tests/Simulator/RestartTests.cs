using System.Net;

namespace Dashboard.Tests.Simulator;

public sealed class RestartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("simulator-").FullName;

    [Fact]
    public async Task After_a_restart_the_world_goes_on_and_undelivered_webhooks_are_sent()
    {
        await using var listener = await WebhookListener.StartAsync();
        listener.Answer = HttpStatusCode.InternalServerError;
        (string, string)[] settings =
        [
            listener.Setting,
            ("Simulator:StatePath", Path.Combine(_folder, "state", "world.json")),
        ];
        await using var before = await SimulatorHost.StartAsync(settings);
        var (_, connection) = before.BreakConnection();
        before.World.UpdateBrokerage("KRAKEN", brokerage => brokerage with { Maintenance = true });
        var refused = await listener.NextAsync();
        await before.WaitForPendingAsync(pending => pending.Any(webhook => webhook.Attempts == 1));
        await before.StopAsync();

        listener.Answer = HttpStatusCode.OK;
        await using var after = await SimulatorHost.StartAsync([.. settings, ("Simulator:Seed", "7")]);

        Assert.Equal(before.World.Users, after.World.Users);
        Assert.Equal(before.World.History, after.World.History);
        Assert.Equal(connection.DisabledAt, after.World.Find(connection.Id)!.DisabledAt);
        Assert.True(after.World.Brokerages.Find("KRAKEN")!.Maintenance);
        after.Outbox.RedeliverNow();
        Assert.Equal(refused, await listener.NextAsync());
    }

    [Fact]
    public async Task A_file_that_holds_no_world_is_refused_by_name()
    {
        var path = Path.Combine(_folder, "world.json");
        await File.WriteAllTextAsync(path, "not a world", Token);

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() =>
            SimulatorHost.StartAsync(("Simulator:StatePath", path))
        );

        Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
