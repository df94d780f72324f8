namespace Dashboard.Features.Batches;

/// <summary>Estimates the remaining time of a batch from its recent pace.</summary>
internal sealed class BatchPace
{
    // The rate limit may have changed before that.
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(2);

    private readonly Queue<(DateTimeOffset At, int Settled)> _samples = new();

    /// <summary>Adds a sample of the number settled.</summary>
    public void Add(DateTimeOffset at, int settled)
    {
        _samples.Enqueue((at, settled));
        // The last sample before the window stays as the start of the measurement.
        while (_samples.Count > 2 && at - _samples.ElementAt(1).At >= Window)
            _samples.Dequeue();
    }

    /// <summary>Null while there is no progress to measure.</summary>
    public TimeSpan? Remaining(int waiting)
    {
        if (_samples.Count < 2 || waiting <= 0)
            return null;
        var (from, to) = (_samples.Peek(), _samples.Last());
        var moved = to.Settled - from.Settled;
        return moved <= 0 || to.At <= from.At ? null : (to.At - from.At) / moved * waiting;
    }
}
