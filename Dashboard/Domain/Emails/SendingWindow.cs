namespace Dashboard.Domain.Emails;

/// <summary>The hours and days on which the policy sends, by the customer's clock.</summary>
/// <param name="QuietFrom">See <see cref="EmailPolicy.QuietFrom"/>.</param>
/// <param name="QuietTo">The end of the quiet hours, exclusive.</param>
public sealed record SendingWindow(TimeOnly QuietFrom, TimeOnly QuietTo, SendingDays Days)
{
    public bool HasQuietHours => QuietFrom != QuietTo;

    public bool IsOpen(DateTimeOffset at, TimeZoneInfo zone) =>
        IsOpen(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    /// <summary>
    /// The earliest open moment from <paramref name="from"/> on, in UTC; null when no day is a sending day. Hours that a
    /// clock skips are not waited for; a quiet hour that occurs twice is quiet both times.
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
            // Over midnight.
            : QuietFrom <= time || time < QuietTo;

    // When a closed window may open next, ignoring clock changes.
    private DateTime NextChange(DateTime local) =>
        IsSendingDay(local.DayOfWeek) && TimeOnly.FromDateTime(local) < QuietTo
            ? local.Date + QuietTo.ToTimeSpan()
            : local.Date.AddDays(1);

    /// <summary>Adds the wait, but stops at a change of the clock.</summary>
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
