using System.Globalization;

namespace Dashboard.Components.Time;

/// <summary>Rows of one day on the operator's calendar.</summary>
/// <param name="Words">"Today", "Yesterday", "Friday 20 November", "Friday 20 November 2025".</param>
public sealed record DayGroup<T>(DateOnly Day, string Words, IReadOnlyList<T> Rows);

/// <summary>Groups a list by day, the latest day first.</summary>
public static class DayGroups
{
    private static readonly CultureInfo Words = CultureInfo.GetCultureInfo("en-GB");

    /// <param name="rows">The latest first, but for single rows: a repair stands above its login, which may be of the next day.</param>
    /// <param name="at">When a row happened.</param>
    /// <param name="clock">The operator's clock.</param>
    public static IReadOnlyList<DayGroup<T>> ByDay<T>(
        this IReadOnlyList<T> rows,
        Func<T, DateTimeOffset> at,
        BrowserTimeProvider clock
    )
    {
        var today = DateOnly.FromDateTime(clock.GetLocalNow().DateTime);
        return
        [
            .. rows.GroupBy(row => DateOnly.FromDateTime(clock.ToLocal(at(row)).DateTime))
                .OrderByDescending(day => day.Key)
                .Select(day => new DayGroup<T>(day.Key, WordsOf(day.Key, today), [.. day])),
        ];
    }

    internal static string WordsOf(DateOnly day, DateOnly today) =>
        (today.DayNumber - day.DayNumber) switch
        {
            0 => "Today",
            1 => "Yesterday",
            _ => day.ToString(day.Year == today.Year ? "dddd d MMMM" : "dddd d MMMM yyyy", Words),
        };
}
