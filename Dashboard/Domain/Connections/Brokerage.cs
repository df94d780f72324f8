namespace Dashboard.Domain.Connections;

/// <summary>A brokerage as <c>GET /brokerages</c> describes it.</summary>
public sealed class Brokerage
{
    public required string Id { get; init; }
    public required string Slug { get; set; }
    public required string Name { get; set; }

    /// <summary>While in maintenance, reconnecting fails.</summary>
    public bool InMaintenance { get; set; }
    public bool IsDegraded { get; set; }
    public DateTimeOffset RefreshedAt { get; set; }
}

/// <summary>
/// How many connections a brokerage has of each health, kept with every change so that no screen counts rows.
/// </summary>
public sealed class HealthCount
{
    /// <summary>Empty while the brokerage is unknown.</summary>
    public required string BrokerageId { get; init; }
    public required Health Health { get; init; }
    public long Total { get; init; }
    public long Awaiting { get; init; }
}

/// <summary>
/// Proof that an event was accepted; its key, unique, is what makes a repeated delivery harmless.
/// </summary>
public sealed class EventReceipt
{
    /// <summary>Grows in the order of commits, so that the oldest are found without an index of their own.</summary>
    public long Id { get; private set; }
    public required string Key { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
}
