using System.Globalization;
using Dashboard.Domain.Time;

namespace Dashboard.Domain.Notices;

/// <summary>When digests, reports, threshold notices and retries are due.</summary>
public static class NoticeRules
{
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(1);
    private static readonly TimeOnly ReportAt = new(8, 0);
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>
    /// The day whose digest is due: today in the team's zone, from the configured time on. A time that a clock change skips
    /// counts as reached after the change, and a repeated one counts once. A missed day is not made up for.
    /// </summary>
    public static DateOnly? DigestDue(NoticeSettings settings, DateTimeOffset now)
    {
        if (settings.DigestAt is not { } at)
            return null;
        var local = LocalTime(settings.TimeZone, now);
        var today = DateOnly.FromDateTime(local);
        var last = ParseDay(settings.LastDigest);
        return TimeOnly.FromDateTime(local) >= at && (last is null || last < today) ? today : null;
    }

    /// <summary>Prevents a digest right after a change of settings when its time has already passed today.</summary>
    public static string? LastDigestWhenChanged(NoticeSettings settings, DateTimeOffset now) =>
        DigestDue(settings, now) is { } today ? DayText(today) : settings.LastDigest;

    /// <summary>
    /// The month whose report is due: the last one in the team's zone, from eight o'clock on the first day of the next. When no
    /// server ran then, it is sent as soon as one does, but never after the end of that month.
    /// </summary>
    public static CalendarMonth? ReportDue(NoticeSettings settings, DateTimeOffset now)
    {
        if (!settings.SendsReport || CalendarMonth.Read(settings.LastReport) is not { } last)
            return null;
        var month = CalendarMonth.Of(LocalTime(settings.TimeZone, now) - ReportAt.ToTimeSpan()).Before;
        return last < month ? month : null;
    }

    /// <summary>
    /// Prevents the report of a month that was over before the report was switched on, and another one of a month that was sent,
    /// which need not be over in a new time zone.
    /// </summary>
    public static string LastReportWhenSwitchedOn(NoticeSettings settings, DateTimeOffset now)
    {
        var month = CalendarMonth.Of(LocalTime(settings.TimeZone, now)).Before;
        return CalendarMonth.Read(settings.LastReport) is { } sent && sent > month ? sent.Text : month.Text;
    }

    public static string DayText(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>
    /// Whether too many connections are broken. Once above the threshold, the number must fall a tenth below it, so that a
    /// number near the threshold raises one alarm.
    /// </summary>
    public static bool IsAbove(int threshold, bool wasAbove, long broken) =>
        wasAbove ? broken > threshold - Math.Max(1, threshold / 10) : broken > threshold;

    /// <summary>The next attempt of a failed notice: after half a minute, then increasingly later, up to an hour.</summary>
    /// <param name="createdAt">When the notice was added; it is given up after a day.</param>
    /// <param name="attempts">How many there were.</param>
    /// <param name="retryAfter">How long the other side asks to wait; null: not specified.</param>
    /// <returns>Null: never.</returns>
    public static DateTimeOffset? NextTry(
        DateTimeOffset createdAt,
        int attempts,
        TimeSpan? retryAfter,
        DateTimeOffset now
    )
    {
        var pause = TimeSpan.FromSeconds(Math.Min(3600, 30 * Math.Pow(2, Math.Min(attempts, 10) - 1)));
        var wait = retryAfter > pause ? retryAfter.Value : pause;
        var end = createdAt + GiveUpAfter;
        return wait < end - now ? now + wait : null;
    }

    private static DateTime LocalTime(string zone, DateTimeOffset now) =>
        ZoneNames.Find(zone) is { } known ? TimeZoneInfo.ConvertTime(now, known).DateTime : now.UtcDateTime;

    private static DateOnly? ParseDay(string? text) =>
        DateOnly.TryParseExact(
            text,
            DayFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? day
            : null;
}
