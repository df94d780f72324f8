using System.Collections.Concurrent;
using Dashboard.SnapTrade;

namespace Dashboard.Tests.Support;

/// <summary>A SnapTrade that knows the connections a test gives it and remembers what it was asked.</summary>
public sealed class FakeSnapTradeClient(TimeProvider time) : ISnapTradeClient
{
    public ConcurrentDictionary<string, BrokerageAuthorization> Connections { get; } =
        new(StringComparer.Ordinal);
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>What every question ends in, while it is set.</summary>
    public SnapTradeException? Failure { get; set; }

    public ISnapTradeClient WithPriority(CallPriority priority) => this;

    public Task<Observed<BrokerageAuthorization?>> GetAuthorizationAsync(
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

    public Task<IReadOnlyList<BrokerageInfo>> ListBrokeragesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<BrokerageInfo>>([]);

    public Task<Observed<IReadOnlyList<BrokerageAuthorization>>> ListAuthorizationsAsync(
        UserCredentials user,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            new Observed<IReadOnlyList<BrokerageAuthorization>>([.. Connections.Values], time.GetUtcNow())
        );

    public Task<PortalLink> LoginAsync(
        UserCredentials user,
        LoginRequest login,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public Task DisableAuthorizationAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public Task RefreshAuthorizationAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public Task<IReadOnlyList<BrokerageAccount>> ListAccountsAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public Task DeleteConnectionAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> ListUsersAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<UserCredentials> RegisterUserAsync(string userId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<UserCredentials> ResetUserSecretAsync(
        UserCredentials user,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public Task DeleteUserAsync(string userId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<PartnerInfo> GetPartnerInfoAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<SnapTradeStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
