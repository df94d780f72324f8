using Dashboard.Domain.Events;

namespace Dashboard.Domain.Connections;

/// <summary>The dates of a connection against the present.</summary>
public sealed partial class Connection
{
    private DateTimeOffset?[] Dates =>
        [Since, FirstEventAt, LastEventAt, LastDataAt, LastVerifiedAt, AmbiguousAt, LastFactAt];

    /// <summary>Whether something is dated so far ahead that it would stand against what happens now.</summary>
    public bool IsAheadOf(DateTimeOffset now) =>
        Dates.Any(date => date is { } at && OutsideTime.IsAhead(at, now));

    /// <summary>
    /// Takes back what is dated ahead. The health is to be derived again from the events; a check that is dated ahead no
    /// longer counts.
    /// </summary>
    /// <param name="now">By our clock.</param>
    /// <param name="isChecked">Whether a new check is about to be recorded; otherwise one is asked for.</param>
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
