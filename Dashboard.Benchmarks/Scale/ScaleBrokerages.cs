using Dashboard.Domain.Connections;
using Dashboard.Simulator.State;

namespace Dashboard.Benchmarks.Scale;

/// <param name="Fragility">How often its connections break, 1 being the average.</param>
/// <param name="Weight">Its weight when customers choose a brokerage.</param>
internal sealed record ScaleBrokerage(
    string Id,
    string Slug,
    string Name,
    double Fragility,
    double Weight = 0
)
{
    public Brokerage ToRow(DateTimeOffset now) =>
        new()
        {
            Id = Id,
            Slug = Slug,
            Name = Name,
            RefreshedAt = now,
        };
}

/// <summary>25 brokerages with shares as in Zipf's law: the second has half of the first's customers.</summary>
internal static class ScaleBrokerages
{
    private static readonly ScaleBrokerage[] Others =
    [
        new("7c0d1f52-6f0e-4c35-9d35-0a6a3f1f7a01", "DEGIRO", "DEGIRO", Fragility: 0.8),
        new("7c0d1f52-6f0e-4c35-9d35-0a6a3f1f7a02", "ETORO", "eToro", Fragility: 1.1),
        new("7c0d1f52-6f0e-4c35-9d35-0a6a3f1f7a03", "ZERODHA", "Zerodha", Fragility: 1.0),
        new("7c0d1f52-6f0e-4c35-9d35-0a6a3f1f7a04", "UPSTOX", "Upstox", Fragility: 1.2),
        new("7c0d1f52-6f0e-4c35-9d35-0a6a3f1f7a05", "CHASE", "Chase", Fragility: 1.0),
    ];

    public static readonly IReadOnlyList<ScaleBrokerage> All =
    [
        .. BrokerageCatalog
            .All.Select(b => new ScaleBrokerage(b.Id, b.Slug, b.Name, b.Fragility))
            .Concat(Others)
            .Select((b, rank) => b with { Weight = 1.0 / (rank + 1) }),
    ];
}
