using System.Globalization;

namespace Dashboard.Text;

/// <summary>How durations and instants read on screen.</summary>
public static class TimeText
{
    private static readonly CultureInfo Words = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>
    /// The two largest units: "3 d 4 h", "1 h 12 min", "12 min"; below a minute "just now". From ten of the
    /// larger unit, only that unit, "23 d": more detail is not useful.
    /// </summary>
    public static string Duration(TimeSpan span)
    {
        if (span < TimeSpan.FromMinutes(1))
            return "just now";

        if (span < TimeSpan.FromHours(1))
            return string.Create(Words, $"{span.Minutes} min");

        return span < TimeSpan.FromDays(1)
            ? Pair(span.Hours, "h", span.Minutes, "min")
            : Pair(span.Days, "d", span.Hours, "h");
    }

    /// <summary>"3 d 4 h ago", "just now"; beyond 60 days the month only: "in May 2025".</summary>
    public static string Ago(DateTimeOffset local, DateTimeOffset now)
    {
        if (IsLongAgo(local, now))
            return local.ToString("'in' MMMM yyyy", Words);
        var words = Duration(now - local);
        return words == "just now" ? words : words + " ago";
    }

    /// <summary>As <see cref="Ago"/>, for what has lasted since: "since May 2025".</summary>
    public static string Since(DateTimeOffset local, DateTimeOffset now) =>
        IsLongAgo(local, now) ? local.ToString("'since' MMMM yyyy", Words) : Ago(local, now);

    /// <summary>"14:01" today, "19 Nov 10:02" this year, "19 Nov 2025 10:02" before.</summary>
    public static string Moment(DateTimeOffset local, DateTimeOffset now)
    {
        var format =
            local.Date == now.Date ? "HH:mm"
            : local.Year == now.Year ? "d MMM HH:mm"
            : "d MMM yyyy HH:mm";
        return local.ToString(format, Words);
    }

    /// <summary>"10:02:13".</summary>
    public static string Clock(DateTimeOffset local) => local.ToString("HH:mm:ss", Words);

    /// <summary>Everything: "Thursday 19 November 2026, 10:02:13 (UTC+01:00)".</summary>
    public static string Exact(DateTimeOffset local)
    {
        var zone =
            local.Offset == TimeSpan.Zero
                ? "UTC"
                : "UTC" + local.ToString("zzz", CultureInfo.InvariantCulture);
        return local.ToString("dddd d MMMM yyyy, HH:mm:ss", Words) + $" ({zone})";
    }

    private static bool IsLongAgo(DateTimeOffset local, DateTimeOffset now) =>
        now - local > TimeSpan.FromDays(60);

    private static string Pair(int large, string largeUnit, int small, string smallUnit) =>
        small == 0 || large >= 10
            ? string.Create(Words, $"{large} {largeUnit}")
            : string.Create(Words, $"{large} {largeUnit} {small} {smallUnit}");
}
