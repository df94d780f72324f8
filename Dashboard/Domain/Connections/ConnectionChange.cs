namespace Dashboard.Domain.Connections;

/// <summary>A connection after a commit, as it is published to screens.</summary>
public sealed record ConnectionChange(
    string Id,
    string UserId,
    string? BrokerageId,
    Health Health,
    Health? PreviousHealth,
    DateTimeOffset Since,
    bool AwaitingVerification,
    long Version
)
{
    /// <summary>
    /// Nothing of the connection itself has changed, but something that screens show beside it: they read it again.
    /// </summary>
    public static ConnectionChange Beside(Connection connection) => Of(connection, connection.Health);

    /// <param name="connection">As it is now.</param>
    /// <param name="before">What its health was; null: it is new.</param>
    public static ConnectionChange Of(Connection connection, Health? before) =>
        new(
            connection.Id,
            connection.UserId,
            connection.BrokerageId,
            connection.Health,
            before,
            connection.Since,
            connection.AwaitingVerification,
            connection.Version
        );
}

/// <summary>Publishes the changes of a commit. Never fails a commit: screens recover from a lost update by reading again.</summary>
public interface IConnectionChangePublisher
{
    ValueTask PublishAsync(IReadOnlyList<ConnectionChange> changes, CancellationToken cancellationToken);
}
