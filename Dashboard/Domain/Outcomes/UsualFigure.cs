namespace Dashboard.Domain.Outcomes;

/// <summary>What a figure usually is: the median of the same weekday and hour of the eight weeks before.</summary>
public static class UsualFigure
{
    public const int Weeks = 8;
    public static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>The same stretch of time in the weeks before, the latest first.</summary>
    public static IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> Before(
        DateTimeOffset from,
        DateTimeOffset to
    ) => [.. Enumerable.Range(1, Weeks).Select(week => (from - week * Week, to - week * Week))];

    /// <summary>The median of the weeks that are known; null when none is.</summary>
    public static double? Of(IEnumerable<int> weeks)
    {
        int[] ordered = [.. weeks.Order()];
        return ordered.Length == 0
            ? null
            : (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2.0;
    }
}
