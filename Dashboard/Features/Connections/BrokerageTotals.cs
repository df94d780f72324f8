using Dashboard.Domain.Connections;

namespace Dashboard.Features.Connections;

/// <param name="BrokerageId">Empty for connections whose brokerage is unknown.</param>
/// <param name="Brokerage">Null while SnapTrade has not described it.</param>
public sealed record BrokerageTotals(string BrokerageId, Brokerage? Brokerage, HealthTotals Totals)
{
    /// <summary>Since when many of its connections break; null while no incident is open.</summary>
    public DateTimeOffset? IncidentSince { get; init; }

    public string Name => Brokerage?.Name ?? BrokerageId;

    /// <summary>How addresses name it.</summary>
    public string Slug => Brokerage?.Slug is { Length: > 0 } slug ? slug : BrokerageId;
}
