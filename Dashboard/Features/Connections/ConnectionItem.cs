using Dashboard.Domain.Connections;

namespace Dashboard.Features.Connections;

/// <summary>A connection as the REST API describes it.</summary>
internal sealed record ConnectionItem(
    string Id,
    string UserId,
    Health Health,
    DateTimeOffset Since,
    DateTimeOffset? DisabledSince,
    bool AwaitingVerification,
    BrokerageItem? Brokerage,
    string? Name,
    string? Type,
    DateTimeOffset LastEventAt,
    DateTimeOffset? LastVerifiedAt,
    DateTimeOffset? LastDataAt,
    DataState DataState
)
{
    public static ConnectionItem Of(ConnectionRow row) =>
        new(
            row.Id,
            row.UserId,
            row.Health,
            row.Since,
            row.DisabledSince,
            row.AwaitingVerification,
            row.BrokerageId is { } id
                ? new BrokerageItem(id, row.Brokerage?.Slug, row.Brokerage?.Name)
                : null,
            row.Name,
            row.Type,
            row.LastEventAt,
            row.LastVerifiedAt,
            row.LastDataAt,
            row.DataState
        );
}

/// <summary>Slug and name are null until SnapTrade's list of brokerages was read.</summary>
internal sealed record BrokerageItem(string Id, string? Slug, string? Name);
