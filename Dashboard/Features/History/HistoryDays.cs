using System.Globalization;
using Dashboard.Components.Time;

namespace Dashboard.Features.History;

/// <summary>Rows of one day on the operator's calendar.</summary>
/// <param name="Words">"Today", "Yesterday", "Friday 20 November", "Friday 20 November 2025".</param>
internal sealed record HistoryDay<T>(DateOnly Day, string Words, IReadOnlyList<T> Rows);

/// <summary>Groups a list in its order by day.</summary>
internal static class HistoryDays
{
    private static readonly CultureInfo Words = CultureInfo.GetCultureInfo("en-GB");

    /// <param name="rows">In an order in which days follow each other.</param>
    /// <param name="at">When a row happened.</param>
    /// <param name="clock">The operator's clock.</param>
    public static IReadOnlyList<HistoryDay<T>> ByDay<T>(
        this IReadOnlyList<T> rows,
        Func<T, DateTimeOffset> at,
        BrowserTimeProvider clock
    )
    {
        var today = DateOnly.FromDateTime(clock.GetLocalNow().DateTime);
        return
        [
            .. rows.GroupBy(row => DateOnly.FromDateTime(clock.ToLocal(at(row)).DateTime))
                .Select(day => new HistoryDay<T>(day.Key, WordsOf(day.Key, today), [.. day])),
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
