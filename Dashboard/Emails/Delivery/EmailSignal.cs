using Dashboard.Data.Work;

namespace Dashboard.Emails.Delivery;

/// <summary>Wakes this node's dispatcher after e-mails were queued.</summary>
internal sealed class EmailSignal : IDisposable
{
    public WakeSignal Signal { get; } = new();

    /// <summary>Call it after the commit.</summary>
    public void Wake() => Signal.Wake();

    public void Dispose() => Signal.Dispose();
}
