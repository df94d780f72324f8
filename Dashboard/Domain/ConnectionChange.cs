namespace Dashboard.Domain;

/// <summary>A connection as it is after a commit, told to every screen that shows it.</summary>
public sealed record ConnectionChange(
    string Id,
    string UserId,
    string? BrokerageId,
    Health Health,
    Health? PreviousHealth,
    DateTimeOffset Since,
    bool AwaitingVerification,
    long Version
);

/// <summary>Takes the news of a commit to whoever shows it. Never fails a commit: a lost push is healed by re-reading.</summary>
public interface IConnectionChangePublisher
{
    ValueTask PublishAsync(IReadOnlyList<ConnectionChange> changes, CancellationToken cancellationToken);
}
