using Dashboard.Data.Work;

namespace Dashboard.Features.Users.Import;

/// <summary>Wakes the runner of this node when an import is due; other nodes find it within their interval.</summary>
public sealed class ImportSignal
{
    internal WakeSignal Signal { get; } = new();

    public void Ring() => Signal.Wake();
}
