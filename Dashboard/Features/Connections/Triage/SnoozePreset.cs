using System.Globalization;

namespace Dashboard.Features.Connections.Triage;

/// <summary>A time that is offered for the end of a snooze.</summary>
/// <param name="Label">"Tomorrow".</param>
/// <param name="Detail">The time itself: "Mon 23 Nov, 09:00".</param>
public sealed record SnoozePreset(string Label, string Detail, DateTimeOffset Until)
{
    /// <summary>When a working day begins.</summary>
    public static readonly TimeOnly Morning = new(9, 0);

    private static readonly CultureInfo Words = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>The presets at a moment, the earliest first.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="zone">The operator's.</param>
    public static IReadOnlyList<SnoozePreset> At(DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        var toMonday = ((int)DayOfWeek.Monday - (int)today.DayOfWeek + 6) % 7 + 1;
        List<SnoozePreset> presets =
        [
            Of("1 hour", now.AddHours(1), zone),
            Of("Tomorrow", MorningOf(today.AddDays(1), zone), zone),
        ];
        // On a Sunday the next Monday is tomorrow.
        if (toMonday > 1)
            presets.Add(Of("Next Monday", MorningOf(today.AddDays(toMonday), zone), zone));
        return presets;
    }

    /// <summary>The instant of a local time.</summary>
    public static DateTimeOffset Read(DateTime local, TimeZoneInfo zone)
    {
        // A time in the hour that summer time skips means the next hour.
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(30);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private static DateTimeOffset MorningOf(DateOnly day, TimeZoneInfo zone) =>
        Read(day.ToDateTime(Morning), zone);

    private static SnoozePreset Of(string label, DateTimeOffset until, TimeZoneInfo zone) =>
        new(label, TimeZoneInfo.ConvertTime(until, zone).ToString("ddd d MMM, HH:mm", Words), until);
}
