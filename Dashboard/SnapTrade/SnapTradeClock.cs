using Dashboard.Domain.Events;

namespace Dashboard.SnapTrade;

/// <summary>
/// How far SnapTrade's clock differs from ours, by the <c>Date</c> headers of its answers. One header proves nothing: a
/// proxy in between may have made it. A difference is believed once several answers in a row agree on it, and never one
/// that is too far ahead, because later events could not override it, nor one that is too far behind for a clock.
/// </summary>
public sealed partial class SnapTradeClock(TimeProvider time, ILogger<SnapTradeClock> logger)
{
    /// <summary>How many answers in a row have to agree.</summary>
    public const int Needed = 3;

    // The header counts whole seconds, and answers take their time.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Agreement = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TellEvery = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private TimeSpan _candidate;
    private int _agreeing;
    private long? _toldAt;

    /// <summary>The difference that counts; positive when SnapTrade's clock is ahead.</summary>
    public TimeSpan Believed { get; private set; }

    /// <summary>The difference of the last answer, believed or not.</summary>
    public TimeSpan Last { get; private set; }

    /// <summary>What people should know of: the difference that counts, or the last when it is too far off to count.</summary>
    public TimeSpan Shown { get; private set; }

    /// <summary>Takes in the header of an answer that has just come, and returns the difference that counts.</summary>
    public TimeSpan Offset(DateTimeOffset? date)
    {
        if (date is not { } told)
            return Believed;
        var now = time.GetUtcNow();
        var offset = told - now;
        if (offset.Duration() <= Tolerance)
            offset = TimeSpan.Zero;
        lock (_gate)
        {
            Last = offset;
            if (OutsideTime.IsOfClock(told, now))
                Weigh(offset);
            else
                Tell(told, offset);
            Shown = OutsideTime.IsOfClock(told, now) ? Believed : offset;
            return Believed;
        }
    }

    private void Weigh(TimeSpan offset)
    {
        _agreeing = (offset - _candidate).Duration() <= Agreement ? _agreeing + 1 : 1;
        _candidate = offset;
        if (_agreeing < Needed)
            return;
        _agreeing = Needed;
        Believed = offset;
    }

    private void Tell(DateTimeOffset date, TimeSpan offset)
    {
        if (_toldAt is { } at && time.GetElapsedTime(at) < TellEvery)
            return;
        _toldAt = time.GetTimestamp();
        LogWrong(date, offset);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "A response of SnapTrade is dated {Date}, which differs by {Offset} and counts as now: its clock or this machine's is wrong, or something in between answers; logged at most every five minutes"
    )]
    private partial void LogWrong(DateTimeOffset date, TimeSpan offset);
}
