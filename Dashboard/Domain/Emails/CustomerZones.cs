using Dashboard.Domain.Time;

namespace Dashboard.Domain.Emails;

/// <summary>
/// Customers' time zones by IANA id. Caches each, since a search for an unknown one is slow. Not thread-safe.
/// </summary>
/// <param name="fallback">The zone of customers without a known one; UTC when it is itself unknown.</param>
public sealed class CustomerZones(string fallback)
{
    private readonly Dictionary<string, TimeZoneInfo> _known = new(StringComparer.Ordinal);
    private readonly TimeZoneInfo _unknown = Find(fallback) ?? TimeZoneInfo.Utc;

    /// <summary>Whether this machine knows the zone.</summary>
    public static bool Knows(string id) => Find(id) is not null;

    /// <summary>The zone with this id; null when there is none, or this machine does not know it.</summary>
    public static TimeZoneInfo? Find(string? id) => ZoneNames.Find(id);

    public TimeZoneInfo Of(string? id)
    {
        if (id is null)
            return _unknown;
        if (!_known.TryGetValue(id, out var zone))
            _known[id] = zone = Find(id) ?? _unknown;
        return zone;
    }
}
