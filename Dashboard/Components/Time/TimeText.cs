using System.Globalization;

namespace Dashboard.Components.Time;

/// <summary>How durations and instants read on screen.</summary>
public static class TimeText
{
    private static readonly CultureInfo _words = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>The two largest units: "3 d 4 h", "1 h 12 min", "12 min"; below a minute "just now".</summary>
    public static string Duration(TimeSpan span)
    {
        if (span < TimeSpan.FromMinutes(1))
        {
            return "just now";
        }

        if (span < TimeSpan.FromHours(1))
        {
            return string.Create(_words, $"{span.Minutes} min");
        }

        return span < TimeSpan.FromDays(1)
            ? Pair(span.Hours, "h", span.Minutes, "min")
            : Pair(span.Days, "d", span.Hours, "h");
    }

    /// <summary>"14:01" today, "19 Nov 10:02" this year, "19 Nov 2025 10:02" before.</summary>
    public static string Moment(DateTimeOffset local, DateTimeOffset now)
    {
        var format =
            local.Date == now.Date ? "HH:mm"
            : local.Year == now.Year ? "d MMM HH:mm"
            : "d MMM yyyy HH:mm";
        return local.ToString(format, _words);
    }

    /// <summary>Everything: "Thursday 19 November 2026, 10:02:13 (UTC+01:00)".</summary>
    public static string Exact(DateTimeOffset local)
    {
        var zone =
            local.Offset == TimeSpan.Zero
                ? "UTC"
                : "UTC" + local.ToString("zzz", CultureInfo.InvariantCulture);
        return local.ToString("dddd d MMMM yyyy, HH:mm:ss", _words) + $" ({zone})";
    }

    private static string Pair(int large, string largeUnit, int small, string smallUnit) =>
        small == 0
            ? string.Create(_words, $"{large} {largeUnit}")
            : string.Create(_words, $"{large} {largeUnit} {small} {smallUnit}");
}
