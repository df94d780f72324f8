using System.Globalization;
using Dashboard.Domain;

namespace Dashboard.Components.Time;

/// <summary>Rows of one day on the operator's calendar.</summary>
/// <param name="Words">"Today", "Yesterday", "Friday 20 November", "Friday 20 November 2025".</param>
public sealed record DayGroup<T>(DateOnly Day, string Words, IReadOnlyList<T> Rows);

/// <summary>Groups a list by day.</summary>
public static class DayGroups
{
    private static readonly CultureInfo Words = CultureInfo.GetCultureInfo("en-GB");

    /// <param name="rows">In their order, but for single rows: a repair stands above its login, which may be of the next day.</param>
    /// <param name="at">When a row happened.</param>
    /// <param name="clock">The operator's clock.</param>
    /// <param name="order">Of the days.</param>
    public static IReadOnlyList<DayGroup<T>> ByDay<T>(
        this IReadOnlyList<T> rows,
        Func<T, DateTimeOffset> at,
        BrowserTimeProvider clock,
        TimeOrder order = TimeOrder.Newest
    )
    {
        var today = DateOnly.FromDateTime(clock.GetLocalNow().DateTime);
        var days = rows.GroupBy(row => DateOnly.FromDateTime(clock.ToLocal(at(row)).DateTime));
        var ordered =
            order == TimeOrder.Oldest ? days.OrderBy(day => day.Key) : days.OrderByDescending(day => day.Key);
        return [.. ordered.Select(day => new DayGroup<T>(day.Key, WordsOf(day.Key, today), [.. day]))];
    }

    internal static string WordsOf(DateOnly day, DateOnly today) =>
        (today.DayNumber - day.DayNumber) switch
        {
            0 => "Today",
            1 => "Yesterday",
            _ => day.ToString(day.Year == today.Year ? "dddd d MMMM" : "dddd d MMMM yyyy", Words),
        };
}
