namespace Dashboard.Features.Webhooks;

/// <summary>
/// Limits what deliveries hold while their bodies are awaited. Anybody can begin a delivery, since a signature can't be
/// checked before its body is there. So a body holds only what has arrived of it, and where room is short the body that
/// has been awaited longest gives way, first among those of the same address: bodies that never end can't keep out one
/// that does.
/// </summary>
internal sealed class BodyBudget(TimeProvider time)
{
    /// <summary>Over all addresses.</summary>
    public const long MaxBytes = 64 * 1024 * 1024;
    public const long MaxBytesOfAddress = 16 * 1024 * 1024;

    /// <summary>Over all addresses. Bodies that came whole with their head are not awaited and do not count.</summary>
    public const int MaxAwaited = 8192;
    public const int MaxAwaitedOfAddress = 512;

    private readonly Lock _gate = new();
    private readonly AwaitedBodies _all = new();
    private readonly Dictionary<string, AwaitedBodies> _byAddress = new(StringComparer.Ordinal);
    private long _lastShortage;

    /// <summary>Bytes that awaited bodies hold.</summary>
    public long Bytes => Interlocked.Read(ref _all.Bytes);

    /// <summary>Bodies that are being received.</summary>
    public int Awaited => Volatile.Read(ref _all.Count);

    /// <summary>Whether a body gave way in so short a time.</summary>
    public bool WasShortWithin(TimeSpan period) =>
        Interlocked.Read(ref _lastShortage) is not 0 and var at && time.GetElapsedTime(at) < period;

    /// <summary>Begins to wait for a body; dispose the result when it has arrived or is given up.</summary>
    /// <param name="address">Which client sends it.</param>
    public AwaitedBody Await(string address)
    {
        var body = new AwaitedBody(this, address);
        List<AwaitedBody> displaced = [];
        lock (_gate)
        {
            if (!_byAddress.TryGetValue(address, out var own))
                _byAddress[address] = own = new AwaitedBodies();
            _all.Add(body);
            own.Add(body);
            MakeRoom(own, body, displaced);
        }
        GiveUp(displaced);
        return body;
    }

    internal void Hold(AwaitedBody body, long bytes)
    {
        List<AwaitedBody> displaced = [];
        lock (_gate)
        {
            if (!_byAddress.TryGetValue(body.Address, out var own) || !own.Contains(body))
                return;
            _all.Grow(bytes - body.Bytes);
            own.Grow(bytes - body.Bytes);
            body.Bytes = bytes;
            MakeRoom(own, body, displaced);
        }
        GiveUp(displaced);
    }

    internal void Release(AwaitedBody body)
    {
        lock (_gate)
            Remove(body);
    }

    private void MakeRoom(AwaitedBodies own, AwaitedBody newest, List<AwaitedBody> displaced)
    {
        while (own.IsOver(MaxBytesOfAddress, MaxAwaitedOfAddress))
            Displace(own.OldestBut(newest), displaced);
        while (_all.IsOver(MaxBytes, MaxAwaited))
            Displace(_all.OldestBut(newest), displaced);
    }

    private void Displace(AwaitedBody body, List<AwaitedBody> displaced)
    {
        Remove(body);
        displaced.Add(body);
    }

    private void Remove(AwaitedBody body)
    {
        if (!_byAddress.TryGetValue(body.Address, out var own) || !own.Remove(body))
            return;
        _all.Remove(body);
        if (own.Count == 0)
            _byAddress.Remove(body.Address);
    }

    // Outside the lock, because the code that waits for the body may continue on this thread.
    private void GiveUp(List<AwaitedBody> displaced)
    {
        if (displaced.Count == 0)
            return;
        Interlocked.Exchange(ref _lastShortage, time.GetTimestamp());
        displaced.ForEach(body => body.GiveUp());
    }
}
