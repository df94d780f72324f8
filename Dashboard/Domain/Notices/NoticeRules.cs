using System.Globalization;

namespace Dashboard.Domain.Notices;

/// <summary>When the team is told of what comes with the clock rather than with an event.</summary>
public static class NoticeRules
{
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(1);
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>
    /// The day whose digest is due: today in the team's zone, once its time has come. A time that the clocks skip
    /// has come when they have skipped it, and one that they repeat comes once. A day that was missed is not made
    /// up for.
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

    /// <summary>Keeps a digest whose time has passed today from going out the moment it is asked for.</summary>
    public static string? LastDigestWhenChanged(NoticeSettings settings, DateTimeOffset now) =>
        DigestDue(settings, now) is { } today ? DayText(today) : settings.LastDigest;

    public static string DayText(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>
    /// Whether there are too many broken connections, given whether there were. It is over once a tenth fewer than
    /// the threshold are broken, so that a figure which sways about it raises one alarm.
    /// </summary>
    public static bool IsAbove(int threshold, bool wasAbove, long broken) =>
        wasAbove ? broken > threshold - Math.Max(1, threshold / 10) : broken > threshold;

    /// <summary>When a notice that failed is tried again: after half a minute, longer each time up to an hour.</summary>
    /// <param name="createdAt">When it was written; a day later nobody wants to hear it any more.</param>
    /// <param name="attempts">How many there were.</param>
    /// <param name="retryAfter">How long the other side wants to be left alone at least.</param>
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
        TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known)
            ? TimeZoneInfo.ConvertTime(now, known).DateTime
            : now.UtcDateTime;

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
