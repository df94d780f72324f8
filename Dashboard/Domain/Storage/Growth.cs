namespace Dashboard.Domain.Storage;

/// <summary>How fast the database grows, and when its disk is full at that pace. Pure.</summary>
/// <param name="PerDay">Bytes.</param>
/// <param name="DaysLeft">Null while it does not grow.</param>
public sealed record Growth(double PerDay, double? DaysLeft)
{
    /// <summary>Less is no pace to foretell from.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromHours(20);

    /// <summary>Longer ago, things were different.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(14);

    /// <param name="sizes">Measurements, oldest first.</param>
    /// <param name="free">What is free on the disk now.</param>
    /// <returns>Null when too little time has been measured.</returns>
    public static Growth? Of(IReadOnlyList<(DateTimeOffset At, long Bytes)> sizes, long free)
    {
        if (sizes is not [.., var last])
            return null;
        var first = sizes.First(s => last.At - s.At <= Longest);
        if (last.At - first.At < Shortest)
            return null;
        var perDay = (last.Bytes - first.Bytes) / (last.At - first.At).TotalDays;
        return new(perDay, perDay > 0 ? free / perDay : null);
    }
}
