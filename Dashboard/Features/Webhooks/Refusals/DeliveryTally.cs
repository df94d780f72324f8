using System.Collections.Frozen;
using Dashboard.Data.Events;
using Dashboard.Domain.Deliveries;

namespace Dashboard.Features.Webhooks.Refusals;

/// <summary>
/// Counts deliveries by outcome in memory, since the counts were last taken to be stored. Thread-safe; counting is one
/// interlocked addition, and nothing is written for a delivery.
/// </summary>
internal sealed class DeliveryTally
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

    public void Count(Appended result) =>
        Interlocked.Increment(ref _counts[result == Appended.Accepted ? 0 : 1]);

    public void Count(Refusal refusal) => Interlocked.Increment(ref _counts[Places[refusal.Reason]]);

    /// <summary>What was counted since the last call.</summary>
    public IReadOnlyList<(string Outcome, long Count)> Take()
    {
        List<(string, long)> taken = [];
        for (var i = 0; i < _counts.Length; i++)
            if (Interlocked.Exchange(ref _counts[i], 0) is > 0 and var count)
                taken.Add((Outcomes[i], count));
        return taken;
    }

    /// <summary>Counts again what could not be stored.</summary>
    public void Return(IEnumerable<(string Outcome, long Count)> taken)
    {
        foreach (var (outcome, count) in taken)
            Interlocked.Add(ref _counts[Places[outcome]], count);
    }
}
