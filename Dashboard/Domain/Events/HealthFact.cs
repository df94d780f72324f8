using Dashboard.Domain.Connections;

namespace Dashboard.Domain.Events;

/// <summary>
/// The health that an event claims. The order decides for equal timestamps: the later
/// value wins, so the worse state applies until a check contradicts it.
/// </summary>
public enum FactKind
{
    Added = 0,
    Fixed = 1,
    Broken = 2,
    Deleted = 3,
}

/// <summary>One claim about a connection's health.</summary>
/// <param name="At">When it was true, by SnapTrade's clock.</param>
/// <param name="Kind">The claimed health.</param>
/// <param name="Id">Distinguishes facts with the same time and kind, so that their order is fixed.</param>
/// <param name="BrokenAt">
/// The true time of the break where it is known (SnapTrade's <c>disabled_date</c>), which may lie before
/// <paramref name="At"/>.
/// </param>
public readonly record struct HealthFact(
    DateTimeOffset At,
    FactKind Kind,
    string Id,
    DateTimeOffset? BrokenAt = null
) : IComparable<HealthFact>
{
    public Health Claim =>
        Kind switch
        {
            FactKind.Broken => Health.Disabled,
            FactKind.Deleted => Health.Deleted,
            _ => Health.Healthy,
        };

    /// <summary>The result of a check. Checks may be recorded in another order than requested, so each has its own id.</summary>
    public static HealthFact OfCheck(Health health, DateTimeOffset at, DateTimeOffset? brokenAt) =>
        new(
            at,
            health switch
            {
                Health.Disabled => FactKind.Broken,
                Health.Deleted => FactKind.Deleted,
                _ => FactKind.Fixed,
            },
            $"verification-{at.UtcTicks}",
            brokenAt
        );

    public int CompareTo(HealthFact other)
    {
        var byTime = At.CompareTo(other.At);
        if (byTime != 0)
            return byTime;
        var byKind = Kind.CompareTo(other.Kind);
        return byKind != 0 ? byKind : string.CompareOrdinal(Id, other.Id);
    }

    public static bool operator <(HealthFact left, HealthFact right) => left.CompareTo(right) < 0;

    public static bool operator >(HealthFact left, HealthFact right) => left.CompareTo(right) > 0;

    public static bool operator <=(HealthFact left, HealthFact right) => left.CompareTo(right) <= 0;

    public static bool operator >=(HealthFact left, HealthFact right) => left.CompareTo(right) >= 0;
}
