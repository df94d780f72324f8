using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain;
using Dashboard.Domain.Connections;

namespace Dashboard.SnapTrade;

/// <summary>Reads a connection's health from SnapTrade's description.</summary>
internal static class AuthorizationChecks
{
    /// <param name="connectionId">The checked connection.</param>
    /// <param name="userId">Its user.</param>
    /// <param name="answer">The description; a null value: the connection no longer exists.</param>
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
                InputText.IsId(found.Brokerage?.Id, Limits.Id) ? found.Brokerage!.Id : null,
                found.Name,
                found.Type,
                found.CreatedDate
            )
            : new ConnectionCheck(connectionId, userId, answer.RequestedAt, Health.Deleted);
}
