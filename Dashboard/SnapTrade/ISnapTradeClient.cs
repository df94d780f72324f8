namespace Dashboard.SnapTrade;

/// <summary>
/// SnapTrade's API as far as the dashboard needs it. Every operation fails with
/// <see cref="SnapTradeException"/>; none is retried. Cancelling ends in
/// <see cref="OperationCanceledException"/>.
/// </summary>
public interface ISnapTradeClient
{
    /// <summary>The same client, drawing on the rate budget with <paramref name="priority"/>; the default is interactive.</summary>
    ISnapTradeClient WithPriority(CallPriority priority);

    /// <summary>Makes a portal link, valid for 5 minutes.</summary>
    Task<PortalLink> LoginAsync(
        UserCredentials user,
        LoginRequest login,
        CancellationToken cancellationToken
    );

    Task<Observed<IReadOnlyList<BrokerageAuthorization>>> ListAuthorizationsAsync(
        UserCredentials user,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// One connection; its value is null when SnapTrade itself says that there is none. A 404 that is not
    /// SnapTrade's (a wrong base URL, a proxy) is an error where it can be told apart, which is not always:
    /// check <see cref="ListAuthorizationsAsync"/> before treating a connection as deleted.
    /// </summary>
    Task<Observed<BrokerageAuthorization?>> GetAuthorizationAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    );

    /// <summary>Disables a connection; works with test keys only.</summary>
    Task DisableAuthorizationAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    );

    /// <summary>Refreshes holdings; SnapTrade charges for every call.</summary>
    Task RefreshAuthorizationAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    );

    Task<IReadOnlyList<BrokerageAccount>> ListAccountsAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    );

    /// <summary>Deletes a connection for good.</summary>
    Task DeleteConnectionAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    );

    /// <summary>All user ids, in one answer.</summary>
    Task<IReadOnlyList<string>> ListUsersAsync(CancellationToken cancellationToken);
    Task<UserCredentials> RegisterUserAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Returns the user with the new secret; the old one stops working.</summary>
    Task<UserCredentials> ResetUserSecretAsync(UserCredentials user, CancellationToken cancellationToken);

    /// <summary>Queues the user and everything of theirs for deletion.</summary>
    Task DeleteUserAsync(string userId, CancellationToken cancellationToken);
    Task<IReadOnlyList<BrokerageInfo>> ListBrokeragesAsync(CancellationToken cancellationToken);
    Task<PartnerInfo> GetPartnerInfoAsync(CancellationToken cancellationToken);

    /// <summary>The public status call; it needs no key.</summary>
    Task<SnapTradeStatus> GetStatusAsync(CancellationToken cancellationToken);
}
