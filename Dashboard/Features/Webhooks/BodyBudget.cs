namespace Dashboard.Features.Webhooks;

/// <summary>
/// The bytes of bodies that may be held at one time, over all deliveries. They are held before the signature
/// can be checked, so anybody could fill the memory otherwise.
/// </summary>
internal sealed class BodyBudget
{
    public const long MostBytes = 64 * 1024 * 1024;

    private long _held;

    /// <summary>Takes that many bytes until it is disposed; null when they are not to be had.</summary>
    public IDisposable? TryReserve(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= MostBytes)
            return new Reservation(this, bytes);
        Interlocked.Add(ref _held, -bytes);
        return null;
    }

    private sealed class Reservation(BodyBudget budget, long bytes) : IDisposable
    {
        public void Dispose() => Interlocked.Add(ref budget._held, -bytes);
    }
}
