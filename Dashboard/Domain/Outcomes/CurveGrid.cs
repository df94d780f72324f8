namespace Dashboard.Domain.Outcomes;

/// <summary>
/// The times at which a curve is kept and shown: close together at first, where most repairs are, and up to 30 days. A curve of
/// 70,000 repairs has as many steps.
/// </summary>
public static class CurveGrid
{
    public const int Day = 86_400;
    private const int Hour = 3600;

    public static IReadOnlyList<int> Seconds { get; } =
    [
        .. new[] { 300, 900, 1800 },
        .. Enumerable.Range(1, 24).Select(hour => hour * Hour),
        .. Enumerable.Range(1, 16).Select(step => Day + step * 3 * Hour),
        .. Enumerable.Range(1, 16).Select(step => 3 * Day + step * 6 * Hour),
        .. Enumerable.Range(8, 23).Select(day => day * Day),
    ];
}
