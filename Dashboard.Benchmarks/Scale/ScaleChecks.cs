using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Simulator.Generation;

namespace Dashboard.Benchmarks.Scale;

/// <summary>Brings connections up to the moment of the generation: data of the last day, and a check in the last hour.</summary>
internal sealed class ScaleChecks(ScaleSettings settings, Dice dice, ScaleHistory history)
{
    private readonly Dictionary<(string Brokerage, Health Health), (long Total, long Awaiting)> _counts = [];

    public void Finish(ScaleLife life)
    {
        var connection = life.Connection!;
        if (connection.Health == Health.Healthy)
            connection.Touch(DataOf(life));
        if (life.User.HasSecret && connection.Health is Health.Healthy or Health.Disabled)
            Check(life, connection);
        connection.NextVersion();
        var key = (connection.BrokerageId ?? "", connection.Health);
        var (total, awaiting) = _counts.GetValueOrDefault(key);
        _counts[key] = (total + 1, awaiting + (connection.AwaitingVerification ? 1 : 0));
    }

    public IEnumerable<HealthCount> Counts() =>
        _counts
            .OrderBy(c => c.Key.Brokerage, StringComparer.Ordinal)
            .ThenBy(c => c.Key.Health)
            .Select(c => new HealthCount
            {
                BrokerageId = c.Key.Brokerage,
                Health = c.Key.Health,
                Total = c.Value.Total,
                Awaiting = c.Value.Awaiting,
            });

    private void Check(ScaleLife life, Connection connection)
    {
        var at = settings.Now - dice.Between(TimeSpan.Zero, TimeSpan.FromHours(1));
        if (at <= connection.LastEventAt)
            at = connection.LastEventAt.AddSeconds(1);
        var type = dice.Chance(0.3) ? "trade" : "read";
        connection.Describe(life.Brokerage.Id, $"Connection-{1 + dice.Below(3)}", type, life.CreatedAt);
        connection.Verify(connection.Health, at, connection.DisabledSince);
        history.Apply(
            connection,
            HealthFact.OfCheck(connection.Health, at, connection.DisabledSince),
            told: null
        );
    }

    private IncomingEvent DataOf(ScaleLife life)
    {
        var at = dice.Between(settings.Now.AddDays(-1), settings.Now.AddMinutes(-10));
        return new()
        {
            Type = EventTypes.HoldingsUpdated,
            Source = EventSource.Webhook,
            UserId = life.User.Id,
            ConnectionId = life.Id,
            OccurredAt = at,
            ReceivedAt = at,
        };
    }
}
