using System.Globalization;

namespace Dashboard.Domain.Time;

/// <summary>A month of the calendar, as in addresses: <c>2026-10</c>.</summary>
public readonly record struct CalendarMonth
{
    private const string Format = "yyyy-MM";
    private const int FirstYear = 2000;
    private const int LastYear = 2999;
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    private CalendarMonth(DateOnly firstDay) => FirstDay = firstDay;

    public DateOnly FirstDay { get; }
    public DateOnly LastDay => FirstDay.AddMonths(1).AddDays(-1);
    public CalendarMonth Before => new(FirstDay.AddMonths(-1));
    public CalendarMonth After => new(FirstDay.AddMonths(1));

    /// <summary>"2026-10".</summary>
    public string Text => FirstDay.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>"October 2026".</summary>
    public string Words => FirstDay.ToString("MMMM yyyy", English);

    /// <summary>"October".</summary>
    public string Name => FirstDay.ToString("MMMM", English);

    public static CalendarMonth Of(DateTime local) => new(new DateOnly(local.Year, local.Month, 1));

    /// <summary>The last month that is over at that moment.</summary>
    public static CalendarMonth LastWhole(DateTimeOffset now, TimeZoneInfo zone) =>
        Of(TimeZoneInfo.ConvertTime(now, zone).DateTime).Before;

    /// <summary>Null when the text is not a month of the years 2000 to 2999.</summary>
    public static CalendarMonth? Read(string? text) =>
        DateOnly.TryParseExact(
            text,
            Format,
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var firstDay
        ) && firstDay.Year is >= FirstYear and <= LastYear
            ? new CalendarMonth(firstDay)
            : null;

    public static bool operator <(CalendarMonth one, CalendarMonth other) => one.FirstDay < other.FirstDay;

    public static bool operator >(CalendarMonth one, CalendarMonth other) => one.FirstDay > other.FirstDay;
}
