using System.Collections.Frozen;
using Dashboard.Data.Events;
using Dashboard.Domain.Deliveries;

namespace Dashboard.Features.Webhooks.Refusals;

/// <summary>
/// Counts deliveries by outcome in memory, since the counts were last taken to be stored. Thread-safe; counting is one
/// interlocked addition, and nothing is stored for a delivery.
/// </summary>
internal sealed class DeliveryTally(TimeProvider time)
{
    private static readonly string[] Outcomes =
    [
        DeliveryOutcomes.Accepted,
        DeliveryOutcomes.Duplicate,
        .. DeliveryOutcomes.Reasons,
    ];

    private static readonly FrozenDictionary<string, int> Places = Outcomes
        .Index()
        .ToFrozenDictionary(o => o.Item, o => o.Index, StringComparer.Ordinal);

    private readonly long[] _counts = new long[Outcomes.Length];
    private readonly long[] _lastTicks = new long[Outcomes.Length];

    /// <summary>When this node last accepted a delivery.</summary>
    public DateTimeOffset LastAcceptedAt => Max(At(0), At(1));

    public void Count(Appended result) => Count(result == Appended.Accepted ? 0 : 1);

    public void Count(Refusal refusal) => Count(Places[refusal.Reason]);

    /// <summary>What was counted since the last call.</summary>
    public IReadOnlyList<Tallied> Take()
    {
        List<Tallied> taken = [];
        for (var i = 0; i < _counts.Length; i++)
            if (Interlocked.Exchange(ref _counts[i], 0) is > 0 and var count)
                taken.Add(new(Outcomes[i], count, At(i)));
        return taken;
    }

    /// <summary>Counts again what could not be stored.</summary>
    public void Return(IEnumerable<Tallied> taken)
    {
        foreach (var (outcome, count, _) in taken)
            Interlocked.Add(ref _counts[Places[outcome]], count);
    }

    // The time first: whoever takes the count finds it.
    private void Count(int place)
    {
        Volatile.Write(ref _lastTicks[place], time.GetUtcNow().UtcTicks);
        Interlocked.Increment(ref _counts[place]);
    }

    private DateTimeOffset At(int place) => new(Volatile.Read(ref _lastTicks[place]), TimeSpan.Zero);

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}

/// <summary>Deliveries of one outcome, and when the last of them came.</summary>
internal readonly record struct Tallied(string Outcome, long Count, DateTimeOffset LastAt);
