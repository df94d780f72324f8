namespace Dashboard.Features.Webhooks;

/// <summary>
/// Limits the bytes of bodies in memory over all deliveries. Bodies are read before the signature can be checked, so
/// anybody could fill the memory otherwise.
/// </summary>
internal sealed class BodyBudget
{
    public const long MaxBytes = 64 * 1024 * 1024;

    private long _held;

    /// <summary>Reserves so many bytes until the result is disposed; null when the limit is reached.</summary>
    public IDisposable? TryReserve(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= MaxBytes)
            return new Reservation(this, bytes);
        Interlocked.Add(ref _held, -bytes);
        return null;
    }

    private sealed class Reservation(BodyBudget budget, long bytes) : IDisposable
    {
        public void Dispose() => Interlocked.Add(ref budget._held, -bytes);
    }
}
