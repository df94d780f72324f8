using System.Net;
using Dashboard.Simulator.Control;
using Dashboard.Simulator.Demo;
using Dashboard.Simulator.State;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Simulator;

/// <summary>What the demo makes happen goes the way of SnapTrade's webhooks, and ends by itself.</summary>
public sealed class DemoDirectorTests : IAsyncLifetime
{
    private WebhookListener _listener = null!;
    private SimulatorHost _host = null!;
    private DemoDirector _director = null!;

    public async ValueTask InitializeAsync()
    {
        _listener = await WebhookListener.StartAsync();
        _host = await SimulatorHost.StartAsync(
            ("Simulator:Users", "400"),
            ("Simulator:Connections", "600"),
            _listener.Setting
        );
        _director = ActivatorUtilities.CreateInstance<DemoDirector>(_host.Get<IServiceProvider>());
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _listener.DisposeAsync();
    }

    [Fact]
    public async Task Ten_connections_break_by_webhook_and_are_repaired()
    {
        var before = Disabled();
        Assert.StartsWith("10 connections", _director.Play(DemoScene.TenBreaks), StringComparison.Ordinal);
        Assert.Equal(10, Disabled() - before);
        // No brokerage has so many that it is an outage.
        Assert.True(NewlyBroken().GroupBy(c => c.BrokerageId).All(g => g.Count() < 5));
        await ArriveAsync("CONNECTION_BROKEN", 10);

        Assert.Null(_director.Play(DemoScene.TenBreaks));
        End(DemoScene.TenBreaks);
        Assert.Equal(before, Disabled());
        await ArriveAsync("CONNECTION_FIXED", 10);
    }

    [Fact]
    public void An_outage_breaks_many_connections_of_one_brokerage_which_works_again_in_the_end()
    {
        Assert.NotNull(_director.Play(DemoScene.Outage));
        var down = Assert.Single(_host.World.Brokerages.All, b => b.Down);
        for (var i = 0; i < 120; i++)
        {
            _host.Time.Advance(TimeSpan.FromSeconds(1));
            _director.Advance();
        }
        var broken = NewlyBroken().ToList();
        Assert.Equal(30, broken.Count);
        Assert.All(broken, c => Assert.Equal(down.Id, c.BrokerageId));

        End(DemoScene.Outage);
        Assert.Empty(NewlyBroken());
        Assert.DoesNotContain(_host.World.Brokerages.All, b => b.Down);
    }

    [Fact]
    public async Task Lost_webhooks_leave_what_happened_for_checks_to_find()
    {
        _director.Play(DemoScene.LostWebhooks);
        await _host.WaitForPendingAsync(pending => pending.Count == 0);
        Assert.Equal(5, NewlyBroken().Count());

        End(DemoScene.LostWebhooks);
        Assert.False(_host.Get<SimulatorFaults>().Current.DropWebhooks);
        // What arrives is of the repairs: those of the breaks are lost for good.
        for (var i = 0; i < 10; i++)
            Assert.NotEqual("CONNECTION_BROKEN", (await _listener.NextAsync())["eventType"]);
    }

    [Fact]
    public async Task Wrongly_signed_webhooks_are_delivered_again_in_the_end()
    {
        _listener.Answer = HttpStatusCode.Unauthorized;
        _director.Play(DemoScene.WrongKey);
        Assert.True(_host.Get<SimulatorFaults>().Current.WrongKey);
        await _host.WaitForPendingAsync(pending => pending.Count == 3 && pending.All(p => p.Attempts == 1));

        _listener.Answer = HttpStatusCode.OK;
        End(DemoScene.WrongKey);
        await _host.WaitForPendingAsync(pending => pending.Count == 0);
        Assert.False(_host.Get<SimulatorFaults>().Current.WrongKey);
        Assert.Null(_director.EndOf(DemoScene.WrongKey));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Webhooks_are_lost_or_signed_wrongly_but_not_both(bool areLostFirst)
    {
        var (first, second) = areLostFirst
            ? (DemoScene.LostWebhooks, DemoScene.WrongKey)
            : (DemoScene.WrongKey, DemoScene.LostWebhooks);
        _director.Play(first);

        Assert.Contains(first.Label(), _director.Play(second), StringComparison.Ordinal);
        Assert.Null(_director.EndOf(second));
        var faults = _host.Get<SimulatorFaults>().Current;
        Assert.Equal((areLostFirst, !areLostFirst), (faults.DropWebhooks, faults.WrongKey));

        End(first);
        _director.Play(second);
        Assert.NotNull(_director.EndOf(second));
    }

    [Fact]
    public async Task An_outage_that_can_t_be_played_can_be_tried_again()
    {
        await using var small = await SimulatorHost.StartAsync(
            ("Simulator:Users", "3"),
            ("Simulator:Connections", "3")
        );
        var director = ActivatorUtilities.CreateInstance<DemoDirector>(small.Get<IServiceProvider>());

        var words = director.Play(DemoScene.Outage);

        Assert.StartsWith("No brokerage", words, StringComparison.Ordinal);
        Assert.Equal(words, director.Play(DemoScene.Outage));
    }

    private int Disabled() => _host.World.Authorizations.Count(c => c.IsDisabled);

    private IEnumerable<SimulatedAuthorization> NewlyBroken() =>
        _host.World.Authorizations.Where(c => c.DisabledAt >= SimulatorHost.RecordedAt);

    private void End(DemoScene scene)
    {
        _host.Time.Advance(scene.Lasts());
        _director.Advance();
    }

    private async Task ArriveAsync(string type, int count)
    {
        while (count > 0)
        {
            if ((await _listener.NextAsync())["eventType"] == type)
                count--;
        }
    }
}
