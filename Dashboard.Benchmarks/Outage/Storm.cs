namespace Dashboard.Benchmarks.Outage;

/// <summary>
/// Every connection of a brokerage breaks, at an even pace. Each event comes a second time, out of order, as SnapTrade sends
/// it again when it missed the answer.
/// </summary>
internal sealed class Storm(IReadOnlyList<OutageConnection> connections, TimeSpan duration)
{
    private static readonly TimeSpan SoonestAgain = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxLatestAgain = TimeSpan.FromMinutes(2);

    private readonly Random _random = new(1);
    private readonly PriorityQueue<Delivery, TimeSpan> _again = new();
    private int _broken;

    public bool IsOver => _broken == connections.Count && _again.Count == 0;

    private TimeSpan LatestAgain =>
        TimeSpan.FromTicks(Math.Clamp(duration.Ticks / 3, SoonestAgain.Ticks, MaxLatestAgain.Ticks));

    /// <summary>What has become due since the last call.</summary>
    /// <param name="elapsed">Since the storm began.</param>
    public IEnumerable<Delivery> Due(TimeSpan elapsed)
    {
        while (_broken < connections.Count && _broken < elapsed / duration * connections.Count)
        {
            var delivery = Delivery.Of(_broken, "CONNECTION_BROKEN", connections[_broken]);
            _broken++;
            _again.Enqueue(
                delivery,
                elapsed + SoonestAgain + (LatestAgain - SoonestAgain) * _random.NextDouble()
            );
            yield return delivery;
        }
        while (_again.TryPeek(out var delivery, out var at) && at <= elapsed)
        {
            _again.Dequeue();
            yield return delivery;
        }
    }
}
