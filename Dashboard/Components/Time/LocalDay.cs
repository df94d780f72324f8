using System.Globalization;

namespace Dashboard.Components.Time;

/// <summary>Days in the operator's zone, as in addresses and date fields: <c>2026-11-20</c>.</summary>
public static class LocalDay
{
    private const string Format = "yyyy-MM-dd";

    public static string? Text(DateOnly? day) => day?.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Null when the text is not a day.</summary>
    public static DateOnly? Read(string? text) =>
        DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    /// <summary>The moment at which the day begins in that zone.</summary>
    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        // Where the clock goes forward at midnight, the day starts an hour later.
        while (zone.IsInvalidTime(midnight))
            midnight = midnight.AddMinutes(30);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }
}
