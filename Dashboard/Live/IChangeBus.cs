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

/// <summary>Changes for a listener.</summary>
/// <param name="Changes">The newest state of each connection that changed.</param>
/// <param name="MustReread">Changes may have been missed, or are too many to list: read again.</param>
public sealed record FeedUpdate(IReadOnlyList<ConnectionChange> Changes, bool MustReread)
{
    public static readonly FeedUpdate Reread = new([], MustReread: true);
}
