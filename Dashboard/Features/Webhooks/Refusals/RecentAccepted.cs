using System.Net;
using Dashboard.Domain.Events;

namespace Dashboard.Features.Webhooks.Refusals;

/// <summary>What the history does not keep of an accepted delivery.</summary>
internal sealed record AcceptedFacts(string Type, string? Address, long Size);

/// <summary>
/// The last deliveries that this node accepted, in memory: nothing is written for them beside their event. Thread-safe.
/// </summary>
internal sealed class RecentAccepted
{
    private const int MaxKept = 10_000;
    private readonly Entry[] _entries = new Entry[MaxKept];
    private long _next;

    public void Note(IncomingEvent incoming, IPAddress? address, int size) =>
        Volatile.Write(
            ref _entries[(Interlocked.Increment(ref _next) - 1) % MaxKept],
            new Entry(incoming.Key ?? "", incoming.Type, address, size)
        );

    /// <summary>What is known of some deliveries, by the ids of their events.</summary>
    public IReadOnlyDictionary<string, AcceptedFacts> Find(IReadOnlySet<string> keys)
    {
        Dictionary<string, AcceptedFacts> found = new(StringComparer.Ordinal);
        for (var i = 0; i < MaxKept && found.Count < keys.Count; i++)
            if (Volatile.Read(ref _entries[i]) is { } entry && keys.Contains(entry.Key))
                found[entry.Key] = new(entry.Type, entry.Address?.ToString(), entry.Size);
        return found;
    }

    private sealed record Entry(string Key, string Type, IPAddress? Address, int Size);
}
