using System.Globalization;
using Dashboard.Text;

namespace Dashboard.Features.Connections.Triage;

/// <summary>How snoozes read on screen.</summary>
internal static class SnoozeWords
{
    private static readonly CultureInfo Words = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>"Snoozed by Ana until Friday".</summary>
    public static string Of(Domain.Connections.Triage triage, DateTimeOffset now, TimeZoneInfo zone) =>
        triage.SnoozedUntil is { } until
            ? $"Snoozed by {Bidi.Isolate(triage.SnoozedBy)} until {Until(until, now, zone)}"
            : "Not snoozed";

    /// <summary>"15:30" today, "tomorrow", "Friday" within a week, "4 Dec" later; with the time, unless it is the usual one.</summary>
    public static string Until(DateTimeOffset until, DateTimeOffset now, TimeZoneInfo zone)
    {
        var (end, today) = (TimeZoneInfo.ConvertTime(until, zone), TimeZoneInfo.ConvertTime(now, zone).Date);
        var days = (end.Date - today).Days;
        if (days == 0)
            return end.ToString("HH:mm", Words);
        var day =
            days == 1 ? "tomorrow"
            : days < 7 ? end.ToString("dddd", Words)
            : end.Year == today.Year ? end.ToString("d MMM", Words)
            : end.ToString("d MMM yyyy", Words);
        return TimeOnly.FromTimeSpan(end.TimeOfDay) == SnoozePreset.Morning
            ? day
            : $"{day} {end.ToString("HH:mm", Words)}";
    }
}
