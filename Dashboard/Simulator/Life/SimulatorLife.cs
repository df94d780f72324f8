using Dashboard.Simulator.Control;
using Dashboard.Simulator.Generation;
using Dashboard.Simulator.State;
using Microsoft.Extensions.Options;

namespace Dashboard.Simulator.Life;

/// <summary>
/// Simulates life: connections break, customers repair them, holdings arrive. The more
/// connections are disabled the quicker repairs follow, so their share stays near the configured one.
/// </summary>
internal sealed class SimulatorLife(
    SimulatorWorld world,
    SimulatorFaults faults,
    CustomerBehaviour customers,
    IOptions<SimulatorOptions> options,
    TimeProvider time
) : BackgroundService
{
    private readonly Dice _dice = new(Random.Shared);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var settings = options.Value;
        if (!settings.Enabled || settings.BreakEvery == TimeSpan.Zero)
            return Task.CompletedTask;
        return Task.WhenAll(
            RepeatAsync(BreakEvery, BreakOne, stoppingToken),
            RepeatAsync(RepairEvery, customers.Act, stoppingToken),
            settings.HoldingsEvery == TimeSpan.Zero
                ? Task.CompletedTask
                : RepeatAsync(() => settings.HoldingsEvery, UpdateOne, stoppingToken)
        );
    }

    private async Task RepeatAsync(Func<TimeSpan> mean, Action act, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var wait = _dice.Exponential(mean());
            await Task.Delay(wait, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!cancellationToken.IsCancellationRequested && !faults.Current.LifePaused)
                act();
        }
    }

    /// <summary>The mean time to the next break.</summary>
    internal TimeSpan BreakEvery() => options.Value.BreakEvery ?? PaceOfHistory();

    internal void BreakOne()
    {
        var healthy = world.Authorizations.Where(connection => !connection.IsDisabled).ToList();
        if (healthy.Count == 0)
            return;
        var fragility = Fragility();
        world.Break(_dice.PickWeighted(healthy, connection => fragility[connection.BrokerageId]).Id);
    }

    private void UpdateOne()
    {
        var withData = world
            .Authorizations.Where(connection => !connection.IsDisabled)
            .Where(connection => world.Brokerages.Find(connection.BrokerageId) is { DeliversData: true })
            .ToList();
        if (withData.Count > 0)
            world.UpdateHoldings(_dice.Pick(withData));
    }

    private TimeSpan PaceOfHistory()
    {
        var fragility = Fragility();
        var healthy = world
            .Authorizations.Where(connection => !connection.IsDisabled)
            .Sum(connection => fragility[connection.BrokerageId]);
        return Biographer.MeanHealthyTime / Math.Max(healthy, 1);
    }

    private Dictionary<string, double> Fragility() =>
        world.Brokerages.All.ToDictionary(
            brokerage => brokerage.Id,
            brokerage => brokerage.Fragility,
            StringComparer.Ordinal
        );

    private TimeSpan RepairEvery()
    {
        var connections = world.Authorizations;
        var target = connections.Count * options.Value.DisabledShare;
        var disabled = connections.Count(connection => connection.IsDisabled);
        var pressure = Math.Clamp(disabled / Math.Max(target, 1), 0.2, 5);
        // About two of three visits end in a repair, so a visit must come more often than a break.
        return BreakEvery() / (pressure * 1.5);
    }
}
