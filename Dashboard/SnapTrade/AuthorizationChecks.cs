using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain.Connections;

namespace Dashboard.SnapTrade;

/// <summary>What SnapTrade's description of a connection says of its health.</summary>
internal static class AuthorizationChecks
{
    /// <param name="connectionId">The connection that was asked about.</param>
    /// <param name="userId">Its user.</param>
    /// <param name="answer">The description; null in it: there is no such connection any more.</param>
    public static ConnectionCheck Of(
        string connectionId,
        string userId,
        Observed<BrokerageAuthorization?> answer
    ) =>
        answer.Value is { } found
            ? new ConnectionCheck(
                connectionId,
                userId,
                answer.RequestedAt,
                found.Disabled ? Health.Disabled : Health.Healthy,
                found.Disabled ? found.DisabledDate : null,
                found.Brokerage is { Id: { Length: <= Limits.Id } id } && !id.EndsWith(' ') ? id : null,
                found.Name,
                found.Type,
                found.CreatedDate
            )
            : new ConnectionCheck(connectionId, userId, answer.RequestedAt, Health.Deleted);
}
