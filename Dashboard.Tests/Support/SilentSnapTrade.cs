using Dashboard.SnapTrade;

namespace Dashboard.Tests.Support;

/// <summary>A SnapTrade that fails every call; fakes override what their tests need.</summary>
public abstract class SilentSnapTrade : ISnapTradeClient
{
    public ISnapTradeClient WithPriority(CallPriority priority) => this;

    public virtual Task<PortalLink> LoginAsync(
        UserCredentials user,
        LoginRequest login,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public virtual Task<Observed<IReadOnlyList<BrokerageAuthorization>>> ListAuthorizationsAsync(
        UserCredentials user,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public virtual Task<Observed<BrokerageAuthorization?>> GetAuthorizationAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public virtual Task DisableAuthorizationAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public virtual Task RefreshAuthorizationAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public virtual Task<IReadOnlyList<BrokerageAccount>> ListAccountsAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public virtual Task DeleteConnectionAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public virtual Task<IReadOnlyList<string>> ListUsersAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public virtual Task<UserCredentials> RegisterUserAsync(
        string userId,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public virtual Task<UserCredentials> ResetUserSecretAsync(
        UserCredentials user,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public virtual Task DeleteUserAsync(string userId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public virtual Task<IReadOnlyList<BrokerageInfo>> ListBrokeragesAsync(
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public virtual Task<PartnerInfo> GetPartnerInfoAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public virtual Task<SnapTradeStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
