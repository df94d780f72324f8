namespace Dashboard.Benchmarks.Outage;

/// <summary>Durations in milliseconds, added from any thread.</summary>
internal sealed class Latencies
{
    private readonly List<double> _all = [];

    public int Count
    {
        get
        {
            lock (_all)
                return _all.Count;
        }
    }

    public double P50 => At(0.5);
    public double P99 => At(0.99);

    public void Add(params IEnumerable<double> milliseconds)
    {
        lock (_all)
            _all.AddRange(milliseconds);
    }

    public override string ToString() => $"p50 {P50:0.0} ms, p99 {P99:0.0} ms of {Count}";

    /// <summary>The duration that this share did not exceed; 0 without any.</summary>
    private double At(double share)
    {
        lock (_all)
        {
            _all.Sort();
            return _all.Count == 0 ? 0 : _all[(int)((_all.Count - 1) * share)];
        }
    }
}
