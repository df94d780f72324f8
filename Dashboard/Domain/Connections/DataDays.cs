using System.Numerics;

namespace Dashboard.Domain.Connections;

/// <summary>
/// On which of the last 64 days, UTC, a connection brought data: bit 0 is the day of its last data, bit 1 the day before. It is
/// the same whatever the order in which data arrived, and small enough to be written with each.
/// </summary>
public static class DataDays
{
    private const int Kept = 64;

    /// <param name="days">The days known so far.</param>
    /// <param name="last">The last data so far; null: none came before.</param>
    /// <param name="at">Data that arrived.</param>
    public static long Add(long days, DateTimeOffset? last, DateTimeOffset at)
    {
        if (last is not { } known)
            return 1;
        var later = DayOf(at) - DayOf(known);
        return later switch
        {
            >= Kept => 1,
            >= 0 => (days << (int)later) | 1,
            > -Kept => days | (1L << (int)-later),
            _ => days,
        };
    }

    /// <summary>How many of the latest days are known, from the first with data on.</summary>
    public static int Known(long days) => Kept - BitOperations.LeadingZeroCount((ulong)days);

    /// <summary>How many of the latest days had data.</summary>
    public static int With(long days, int latest) => BitOperations.PopCount(Latest(days, latest));

    /// <summary>The most days between two days with data, among the latest ones; 1 when each had some.</summary>
    public static int LongestGap(long days, int latest)
    {
        var left = Latest(days, latest);
        var longest = 1;
        while (BitOperations.PopCount(left) > 1)
        {
            left >>= 1;
            var gap = BitOperations.TrailingZeroCount(left) + 1;
            longest = Math.Max(longest, gap);
            left >>= gap - 1;
        }
        return longest;
    }

    private static ulong Latest(long days, int latest) => (ulong)days & ((1UL << latest) - 1);

    private static long DayOf(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerDay;
}
