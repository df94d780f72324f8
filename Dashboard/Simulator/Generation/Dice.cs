namespace Dashboard.Simulator.Generation;

/// <summary>The random draws the simulator needs, all from one generator.</summary>
internal sealed class Dice(Random random)
{
    public bool Chance(double probability) => random.NextDouble() < probability;

    public int Below(int limit) => random.Next(limit);

    public T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    public T PickWeighted<T>(IReadOnlyList<T> items, Func<T, double> weight)
    {
        var left = random.NextDouble() * items.Sum(weight);
        foreach (var item in items)
        {
            left -= weight(item);
            if (left < 0)
                return item;
        }
        return items[^1];
    }

    public TimeSpan Between(TimeSpan from, TimeSpan to) => from + ((to - from) * random.NextDouble());

    public DateTimeOffset Between(DateTimeOffset from, DateTimeOffset to) =>
        from + Between(TimeSpan.Zero, to - from);

    /// <summary>Waiting time of a memoryless process.</summary>
    public TimeSpan Exponential(TimeSpan mean) => mean * -Math.Log(1 - random.NextDouble());

    /// <summary>Right-skewed, as times to repair are: half are below the median, a few far above.</summary>
    public TimeSpan LogNormal(TimeSpan median, double sigma)
    {
        var normal =
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return median * Math.Exp(sigma * normal);
    }

    /// <summary>A version 4 UUID.</summary>
    public string Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
