using System.Collections.Concurrent;
using Dashboard.SnapTrade;

namespace Dashboard.Tests.Support;

/// <summary>A SnapTrade that knows the connections a test gives it and remembers what it was asked.</summary>
public sealed class FakeSnapTradeClient(TimeProvider time) : SilentSnapTrade
{
    public ConcurrentDictionary<string, BrokerageAuthorization> Connections { get; } =
        new(StringComparer.Ordinal);
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>What every question ends in, while it is set.</summary>
    public SnapTradeException? Failure { get; set; }

    public override Task<Observed<BrokerageAuthorization?>> GetAuthorizationAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    )
    {
        Asked.Enqueue(connectionId);
        return Failure is { } failure
            ? throw failure
            : Task.FromResult(
                new Observed<BrokerageAuthorization?>(
                    Connections.GetValueOrDefault(connectionId),
                    time.GetUtcNow()
                )
            );
    }

    public override Task<IReadOnlyList<BrokerageInfo>> ListBrokeragesAsync(
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<BrokerageInfo>>([]);

    public override Task<Observed<IReadOnlyList<BrokerageAuthorization>>> ListAuthorizationsAsync(
        UserCredentials user,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            new Observed<IReadOnlyList<BrokerageAuthorization>>([.. Connections.Values], time.GetUtcNow())
        );
}
