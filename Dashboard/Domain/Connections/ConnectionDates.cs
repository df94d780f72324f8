using Dashboard.Domain.Events;

namespace Dashboard.Domain.Connections;

/// <summary>Compares a connection's dates with the current time.</summary>
public sealed partial class Connection
{
    private DateTimeOffset?[] Dates =>
        [Since, FirstEventAt, LastEventAt, LastDataAt, LastVerifiedAt, AmbiguousAt, LastFactAt];

    /// <summary>
    /// Whether a date is so far ahead that current events could not override it, or the health began at a placeholder.
    /// </summary>
    public bool IsMisdated(DateTimeOffset now) =>
        Dates.Any(date => date is { } at && OutsideTime.IsAhead(at, now))
        || (OutsideTime.IsPlaceholder(Since) && !OutsideTime.IsPlaceholder(FirstEventAt));

    /// <summary>
    /// Resets wrong dates. The caller must derive the health from the events again; a check that is dated ahead no
    /// longer counts.
    /// </summary>
    /// <param name="now">By our clock.</param>
    /// <param name="isChecked">Whether a new check is about to be recorded; otherwise one is queued.</param>
    public void ReturnTo(DateTimeOffset now, bool isChecked)
    {
        FirstEventAt = OutsideTime.NoLaterThan(now, FirstEventAt);
        LastEventAt = OutsideTime.NoLaterThan(now, LastEventAt);
        LastDataAt = LastDataAt is { } data ? OutsideTime.NoLaterThan(now, data) : null;
        if (AmbiguousAt is { } doubt && OutsideTime.IsAhead(doubt, now))
            AmbiguousAt = null;
        if (LastVerifiedAt is { } verified && OutsideTime.IsAhead(verified, now))
            (LastVerifiedAt, VerifiedHealth, VerifiedBrokenAt) = (null, null, null);
        Take(HealthState.Initial);
        if (!isChecked)
            MarkAmbiguous(now);
    }
}
