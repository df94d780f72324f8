using Dashboard.Domain.Connections;

namespace Dashboard.Live;

/// <summary>Carries changes to every node, this one included.</summary>
public interface IChangeBus
{
    /// <summary>Whether changes of other nodes arrive; while they do not, screens read again and again.</summary>
    bool IsConnected { get; }

    /// <summary>Publishes changes. Does not throw: screens make up for a lost change by reading again.</summary>
    ValueTask PublishAsync(IReadOnlyList<ConnectionChange> changes);

    /// <summary>Starts delivery to this node; called once.</summary>
    Task StartAsync(Action<FeedUpdate> receive, CancellationToken cancellationToken);
}
