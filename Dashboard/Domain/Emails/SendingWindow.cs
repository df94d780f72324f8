namespace Dashboard.Domain.Emails;

/// <summary>The hours and days on which a customer may be written to, on the customer's own clock.</summary>
/// <param name="QuietFrom">See <see cref="EmailPolicy.QuietFrom"/>.</param>
/// <param name="QuietTo">The first moment that is not quiet any more.</param>
public sealed record SendingWindow(TimeOnly QuietFrom, TimeOnly QuietTo, SendingDays Days)
{
    public bool HasQuietHours => QuietFrom != QuietTo;

    public bool IsOpen(DateTimeOffset at, TimeZoneInfo zone) =>
        IsOpen(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    /// <summary>
    /// The earliest moment from <paramref name="from"/> on at which it is open, in UTC; null when no day is a
    /// sending day. Where a clock is put forward, the hours that it leaves out are not waited for; where it is put
    /// back, an hour that comes twice is quiet twice.
    /// </summary>
    public DateTimeOffset? NextOpen(DateTimeOffset from, TimeZoneInfo zone)
    {
        if ((Days & SendingDays.All) == SendingDays.None)
            return null;
        var at = from.ToUniversalTime();
        while (TimeZoneInfo.ConvertTime(at, zone).DateTime is var local && !IsOpen(local))
            at = Later(at, NextChange(local) - local, zone);
        return at;
    }

    private bool IsOpen(DateTime local) =>
        IsSendingDay(local.DayOfWeek) && !IsQuiet(TimeOnly.FromDateTime(local));

    private bool IsSendingDay(DayOfWeek day) =>
        Days.HasFlag(day == DayOfWeek.Sunday ? SendingDays.Sunday : (SendingDays)(1 << ((int)day - 1)));

    private bool IsQuiet(TimeOnly time) =>
        QuietFrom <= QuietTo
            ? QuietFrom <= time && time < QuietTo
            // They go over midnight.
            : QuietFrom <= time || time < QuietTo;

    // When a clock that is closed may open next, were it never put forward or back.
    private DateTime NextChange(DateTime local) =>
        IsSendingDay(local.DayOfWeek) && TimeOnly.FromDateTime(local) < QuietTo
            ? local.Date + QuietTo.ToTimeSpan()
            : local.Date.AddDays(1);

    /// <summary>Goes on for that long, or to the moment at which the clock is put forward or back before that.</summary>
    private static DateTimeOffset Later(DateTimeOffset at, TimeSpan wait, TimeZoneInfo zone)
    {
        var (before, after) = (at, at + wait);
        var offset = zone.GetUtcOffset(before);
        if (zone.GetUtcOffset(after) == offset)
            return after;
        while (after - before > TimeSpan.FromTicks(1))
        {
            var middle = before + ((after - before) / 2);
            (before, after) = zone.GetUtcOffset(middle) == offset ? (middle, after) : (before, middle);
        }
        return after;
    }
}
