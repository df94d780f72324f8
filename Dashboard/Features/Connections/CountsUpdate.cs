using System.Diagnostics;
using Dashboard.Live;

namespace Dashboard.Features.Connections;

/// <summary>The counts after changes. Immutable: all screens share it.</summary>
/// <param name="Counts">Null when they could not be read.</param>
public sealed record CountsUpdate(ConnectionCounts? Counts) : IUpdate
{
    // The rows that changed are traced; counts are of many changes.
    ActivityContext IUpdate.Cause => default;
}

/// <summary>Of the counts that wait for a screen, the newest.</summary>
internal sealed class PendingCounts : IPendingUpdates<CountsUpdate>
{
    private CountsUpdate? _newest;

    public bool IsEmpty => _newest is null;

    public bool MustReread => false;

    public void Add(CountsUpdate update) => _newest = update;

    public CountsUpdate Take()
    {
        var newest = _newest!;
        _newest = null;
        return newest;
    }
}
