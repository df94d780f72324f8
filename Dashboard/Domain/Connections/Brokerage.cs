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
/// The number of a brokerage's connections of each health, updated with every change so that screens don't count rows.
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
/// Records that an event was accepted; its unique key makes repeated deliveries harmless.
/// </summary>
public sealed class EventReceipt
{
    /// <summary>Grows in the order of commits, so that the oldest are found without an index of their own.</summary>
    public long Id { get; private set; }
    public required string Key { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Whether it came by a webhook; events of our own have receipts, too.</summary>
    public bool IsWebhook { get; init; }
}
