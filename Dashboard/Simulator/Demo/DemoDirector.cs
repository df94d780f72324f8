using Dashboard.Simulator.Control;
using Dashboard.Simulator.State;
using Dashboard.Simulator.Webhooks;

namespace Dashboard.Simulator.Demo;

/// <summary>
/// Makes things happen in the simulated SnapTrade on request, each at most once at a time, and ends them. The dashboard learns
/// of them as it would from SnapTrade: by webhooks and checks. After a restart everything is over. Thread-safe.
/// </summary>
internal sealed class DemoDirector(
    SimulatorWorld world,
    SimulatorFaults faults,
    WebhookOutbox outbox,
    TimeProvider time
) : BackgroundService
{
    private const int OutageBreaks = 30;
    private static readonly TimeSpan BetweenBreaks = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<DemoScene, DateTimeOffset> _ends = [];
    private List<(DateTimeOffset At, Action Do)> _plan = [];

    /// <summary>When a scene that plays ends; null: it does not play.</summary>
    public DateTimeOffset? EndOf(DemoScene scene)
    {
        lock (_gate)
            return _ends.TryGetValue(scene, out var end) && end > time.GetUtcNow() ? end : null;
    }

    /// <returns>What happens now and where to see it, or why nothing does; null: the scene plays already.</returns>
    public string? Play(DemoScene scene)
    {
        lock (_gate)
        {
            if (EndOf(scene) is not null)
                return null;
            if (Opposite(scene) is { } other && EndOf(other) is not null)
                return $"“{other.Label()}” still plays, and both change what becomes of webhooks. Try again when it has ended.";
            _ends[scene] = time.GetUtcNow() + scene.Lasts();
            return scene switch
            {
                DemoScene.TenBreaks => BreakTen(),
                DemoScene.Outage => Outage(),
                DemoScene.LostWebhooks => LoseWebhooks(),
                _ => SignWrongly(),
            };
        }
    }

    /// <summary>Does what is due.</summary>
    internal void Advance()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var due = _plan.Where(step => step.At <= now).OrderBy(step => step.At).ToList();
            _plan = _plan.FindAll(step => step.At > now);
            foreach (var (_, act) in due)
                act();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // An outage that a restart cut short: only this is kept across restarts.
        foreach (var brokerage in world.Brokerages.All.Where(b => b.Down))
            SetDown(brokerage, isDown: false);
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Advance();
    }

    private string BreakTen()
    {
        // Of different brokerages, so that nobody takes it for an outage.
        var chosen = DemoCast.OfDifferentBrokerages(world, 10);
        Break(chosen);
        At(DemoScene.TenBreaks.Lasts(), () => Repair(chosen));
        return $"{chosen.Count} connections of different brokerages break now. They appear on Connections under Disabled; their customers repair them within 15 minutes.";
    }

    private static DemoScene? Opposite(DemoScene scene) =>
        scene switch
        {
            DemoScene.LostWebhooks => DemoScene.WrongKey,
            DemoScene.WrongKey => DemoScene.LostWebhooks,
            _ => null,
        };

    private string Outage()
    {
        if (DemoCast.Largest(world) is not { } brokerage)
        {
            _ends.Remove(DemoScene.Outage);
            return "No brokerage has enough healthy connections. Try again later.";
        }
        var chosen = DemoCast.Of(world, brokerage, OutageBreaks);
        SetDown(brokerage, isDown: true);
        foreach (var (number, connection) in chosen.Index())
            At(number * BetweenBreaks, () => world.Break(connection.Id));
        At(
            DemoScene.Outage.Lasts(),
            () =>
            {
                SetDown(brokerage, isDown: false);
                Repair(chosen);
            }
        );
        return $"{brokerage.Name} fails for 10 minutes and {chosen.Count} connections break. Within two minutes an incident opens: see Incidents. E-mails to these customers wait until it is over.";
    }

    private string LoseWebhooks()
    {
        var chosen = DemoCast.OfDifferentBrokerages(world, 5);
        faults.Change(state => state with { DropWebhooks = true });
        Break(chosen);
        At(
            DemoScene.LostWebhooks.Lasts(),
            () =>
            {
                faults.Change(state => state with { DropWebhooks = false });
                Repair(chosen);
            }
        );
        return $"For 8 minutes no webhook arrives, also not about {chosen.Count} connections that break now. Start a check on Data checks to find them; after some minutes Set-up and health reports the silence.";
    }

    private string SignWrongly()
    {
        faults.Change(state => state with { WrongKey = true });
        var chosen = DemoCast.OfDifferentBrokerages(world, 3);
        Break(chosen);
        At(
            DemoScene.WrongKey.Lasts(),
            () =>
            {
                faults.Change(state => state with { WrongKey = false });
                outbox.RedeliverNow();
                Repair(chosen);
            }
        );
        return "For 3 minutes webhooks are signed with another key and refused. See Deliveries under Set-up and health; then SnapTrade delivers all of them again.";
    }

    private void Break(IEnumerable<SimulatedAuthorization> connections)
    {
        foreach (var connection in connections)
            world.Break(connection.Id);
    }

    private void Repair(IEnumerable<SimulatedAuthorization> connections)
    {
        foreach (var connection in connections.Where(c => world.Find(c.Id) is { IsDisabled: true }))
        {
            world.Attempt(connection.UserId, connection.BrokerageId, SimulatedAttempt.Success);
            world.Fix(connection.Id);
        }
    }

    private void SetDown(SimulatedBrokerage brokerage, bool isDown) =>
        world.UpdateBrokerage(brokerage.Id, b => b with { Down = isDown });

    private void At(TimeSpan after, Action act) => _plan.Add((time.GetUtcNow() + after, act));
}
