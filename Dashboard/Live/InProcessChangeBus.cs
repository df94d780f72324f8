using Dashboard.Domain;
using Dashboard.Domain.Connections;

namespace Dashboard.Live;

/// <summary>The bus of a single node.</summary>
internal sealed class InProcessChangeBus : IChangeBus
{
    private Action<FeedUpdate>? _receive;

    public bool IsConnected => true;

    public ValueTask PublishAsync(IReadOnlyList<ConnectionChange> changes)
    {
        _receive?.Invoke(new FeedUpdate(changes, MustReread: false) { Cause = Traces.Here });
        return ValueTask.CompletedTask;
    }

    public Task StartAsync(Action<FeedUpdate> receive, CancellationToken cancellationToken)
    {
        _receive = receive;
        return Task.CompletedTask;
    }
}
