using System.Text.Json.Serialization;

namespace Dashboard.SnapTrade;

/// <summary>What SnapTrade said, and when we asked.</summary>
/// <param name="RequestedAt">The moment the request began, by SnapTrade's clock.</param>
public sealed record Observed<T>(T Value, DateTimeOffset RequestedAt);

/// <summary>A connection, as <c>GET /authorizations</c> describes it.</summary>
public sealed record BrokerageAuthorization
{
    public required string Id { get; init; }
    public DateTimeOffset? CreatedDate { get; init; }
    public BrokerageInfo? Brokerage { get; init; }
    public string? Name { get; init; }

    /// <summary><c>read</c> or <c>trade</c>.</summary>
    public string? Type { get; init; }
    public bool Disabled { get; init; }

    /// <summary>When the connection truly broke.</summary>
    public DateTimeOffset? DisabledDate { get; init; }
    public string? DataFreshnessMode { get; init; }
}

/// <summary>A brokerage; while it is in maintenance, reconnecting fails.</summary>
public sealed record BrokerageInfo
{
    public required string Id { get; init; }
    public string? Slug { get; init; }
    public string? Name { get; init; }
    public string? DisplayName { get; init; }

    [JsonPropertyName("aws_s3_square_logo_url")]
    public string? SquareLogoUrl { get; init; }
    public string? Url { get; init; }
    public bool? Enabled { get; init; }
    public bool? MaintenanceMode { get; init; }
    public bool? IsDegraded { get; init; }
    public bool? AllowsTrading { get; init; }
}

/// <summary>An account behind a connection; balances and numbers are not read.</summary>
public sealed record BrokerageAccount
{
    public required string Id { get; init; }
    public string? Name { get; init; }
    public string? InstitutionName { get; init; }
    public AccountSyncStatus? SyncStatus { get; init; }
}

public sealed record AccountSyncStatus
{
    public SyncState? Holdings { get; init; }
    public SyncState? Transactions { get; init; }
}

public sealed record SyncState
{
    public bool? InitialSyncCompleted { get; init; }
    public DateTimeOffset? LastSuccessfulSync { get; init; }
}

/// <summary>SnapTrade's record of the client id.</summary>
public sealed record PartnerInfo
{
    public string? Slug { get; init; }
    public string? Name { get; init; }
    public string? RedirectUri { get; init; }
}

/// <summary>The answer of the public status call.</summary>
public sealed record SnapTradeStatus
{
    public string? Version { get; init; }
    public DateTimeOffset? Timestamp { get; init; }
    public bool Online { get; init; }
}
