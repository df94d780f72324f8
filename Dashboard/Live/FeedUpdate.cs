using System.Diagnostics;
using Dashboard.Domain.Connections;

namespace Dashboard.Live;

/// <summary>Changes for a listener.</summary>
/// <param name="Changes">The newest state of each connection that changed.</param>
/// <param name="MustReread">Changes may have been missed, or are too many to list: read again.</param>
public sealed record FeedUpdate(IReadOnlyList<ConnectionChange> Changes, bool MustReread) : IUpdate
{
    /// <summary>The span of the commit; of another node too.</summary>
    public ActivityContext Cause { get; init; }

    public static readonly FeedUpdate Reread = new([], MustReread: true);
}
