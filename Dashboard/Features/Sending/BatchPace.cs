namespace Dashboard.Features.Sending;

/// <summary>How fast a batch goes lately, and so how long the rest takes.</summary>
internal sealed class BatchPace
{
    /// <summary>What happened before tells little about the next minutes: the pace is a setting that changes.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(2);

    private readonly Queue<(DateTimeOffset At, int Settled)> _samples = new();

    /// <summary>Notes how many have been settled by now.</summary>
    public void Note(DateTimeOffset at, int settled)
    {
        _samples.Enqueue((at, settled));
        // The one at the edge stays: from it the pace is measured.
        while (_samples.Count > 2 && at - _samples.ElementAt(1).At >= Memory)
            _samples.Dequeue();
    }

    /// <summary>Null while nothing has moved, so that nothing can be said.</summary>
    public TimeSpan? Remaining(int waiting)
    {
        if (_samples.Count < 2 || waiting <= 0)
            return null;
        var (from, to) = (_samples.Peek(), _samples.Last());
        var moved = to.Settled - from.Settled;
        return moved <= 0 || to.At <= from.At ? null : (to.At - from.At) / moved * waiting;
    }
}
