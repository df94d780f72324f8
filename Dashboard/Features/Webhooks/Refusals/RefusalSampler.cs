namespace Dashboard.Features.Webhooks.Refusals;

/// <summary>
/// Decides which refused deliveries are examined and kept: the first ones of each sender and reason, then one every so
/// often. So a flood is seen and costs little, and those of another sender are kept beside it. Thread-safe.
/// </summary>
internal sealed class RefusalSampler(TimeProvider time)
{
    /// <summary>How many of a sender and reason are kept at once.</summary>
    public const int Burst = 20;

    /// <summary>Beyond that, one in this time.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    /// <summary>Further senders share one allowance per reason, so that many senders can't fill the memory.</summary>
    public const int MaxSenders = 2000;
    private const string Everybody = "";
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Sender, string Reason), Allowance> _allowances = [];
    private long _sweptAt = time.GetTimestamp();

    public bool Admit(string sender, string reason)
    {
        lock (_gate)
        {
            var allowance = Find(sender, reason);
            var now = time.GetTimestamp();
            var left = Math.Min(Burst, allowance.Left + time.GetElapsedTime(allowance.At, now) / Every);
            (allowance.Left, allowance.At) = (left >= 1 ? left - 1 : left, now);
            return left >= 1;
        }
    }

    private Allowance Find(string sender, string reason)
    {
        if (_allowances.TryGetValue((sender, reason), out var known))
            return known;
        if (_allowances.Count >= MaxSenders)
        {
            Sweep();
            if (_allowances.Count >= MaxSenders && sender != Everybody)
                return Find(Everybody, reason);
        }
        return _allowances[(sender, reason)] = new Allowance { At = time.GetTimestamp() };
    }

    // At most once a second, so that many new senders don't each cause a sweep.
    private void Sweep()
    {
        if (time.GetElapsedTime(_sweptAt) < SweepEvery)
            return;
        _sweptAt = time.GetTimestamp();
        foreach (var (key, allowance) in _allowances)
            if (allowance.Left + time.GetElapsedTime(allowance.At) / Every >= Burst)
                _allowances.Remove(key);
    }

    private sealed class Allowance
    {
        public double Left { get; set; } = Burst;
        public required long At { get; set; }
    }
}
