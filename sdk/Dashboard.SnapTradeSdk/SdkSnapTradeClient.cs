using System.Text.Json;
using Dashboard.SnapTrade;

namespace Dashboard.SnapTradeSdk;

/// <summary>
/// Implements the operations with SnapTrade.Net 6.0.9. It opens a connection for each call and signs by the machine's
/// clock. User ids, secrets and connection ids that it would sign wrong are refused.
/// </summary>
internal sealed class SdkSnapTradeClient(
    SdkTransport transport,
    CallPriority priority = CallPriority.Interactive
) : ISnapTradeClient
{
    public ISnapTradeClient WithPriority(CallPriority priority) =>
        new SdkSnapTradeClient(transport, priority);

    public async Task<PortalLink> LoginAsync(
        UserCredentials user,
        LoginRequest login,
        CancellationToken cancellationToken
    )
    {
        var request = LoginRequests.Login(user, login);
        var answer = await SendAsync<JsonElement>(request, cancellationToken);
        return SnapTradeAnswers.PortalLink(answer, request.Call);
    }

    public async Task<Observed<IReadOnlyList<BrokerageAuthorization>>> ListAuthorizationsAsync(
        UserCredentials user,
        CancellationToken cancellationToken
    )
    {
        var request = ConnectionRequests.List(user);
        var answer = await transport.SendAsync<List<BrokerageAuthorization>>(
            request,
            priority,
            cancellationToken
        );
        return new(SnapTradeAnswers.Complete(answer.Value, request.Call), answer.RequestedAt);
    }

    public Task<Observed<BrokerageAuthorization?>> GetAuthorizationAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    ) =>
        transport.SendAsync<BrokerageAuthorization>(
            ConnectionRequests.Detail(connectionId, user),
            priority,
            cancellationToken
        );

    public Task DisableAuthorizationAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    ) => DoAsync(ConnectionRequests.Disable(connectionId, user), cancellationToken);

    public Task RefreshAuthorizationAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    ) => DoAsync(ConnectionRequests.Refresh(connectionId, user), cancellationToken);

    public Task<IReadOnlyList<BrokerageAccount>> ListAccountsAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    ) => ListAsync<BrokerageAccount>(ConnectionRequests.Accounts(connectionId, user), cancellationToken);

    public Task DeleteConnectionAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    ) => DoAsync(ConnectionRequests.Delete(connectionId, user), cancellationToken);

    public Task<IReadOnlyList<string>> ListUsersAsync(CancellationToken cancellationToken) =>
        ListAsync<string>(UserRequests.List(), cancellationToken);

    public Task<UserCredentials> RegisterUserAsync(string userId, CancellationToken cancellationToken) =>
        UserAsync(UserRequests.Register(userId), cancellationToken);

    public Task<UserCredentials> ResetUserSecretAsync(
        UserCredentials user,
        CancellationToken cancellationToken
    ) => UserAsync(UserRequests.ResetSecret(user), cancellationToken);

    public Task DeleteUserAsync(string userId, CancellationToken cancellationToken) =>
        DoAsync(UserRequests.Delete(userId), cancellationToken);

    public async Task<IReadOnlyList<BrokerageInfo>> ListBrokeragesAsync(
        CancellationToken cancellationToken
    ) =>
        SnapTradeAnswers.Named(
            await SendAsync<List<BrokerageInfo?>>(ReferenceRequests.Brokerages(), cancellationToken)
        );

    public Task<PartnerInfo> GetPartnerInfoAsync(CancellationToken cancellationToken) =>
        SendAsync<PartnerInfo>(ReferenceRequests.PartnerInfo(), cancellationToken);

    public Task<SnapTradeStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        SendAsync<SnapTradeStatus>(ReferenceRequests.Status(), cancellationToken);

    private async Task<T> SendAsync<T>(SdkRequest request, CancellationToken cancellationToken)
        where T : notnull =>
        (await transport.SendAsync<T>(request, priority, cancellationToken)).Value
        ?? throw SnapTradeErrors.Unexpected(request.Call);

    private async Task<IReadOnlyList<T>> ListAsync<T>(SdkRequest request, CancellationToken cancellationToken)
        where T : class =>
        SnapTradeAnswers.Complete(await SendAsync<List<T>>(request, cancellationToken), request.Call);

    private async Task<UserCredentials> UserAsync(SdkRequest request, CancellationToken cancellationToken) =>
        SnapTradeAnswers.Credentials(await SendAsync<JsonElement>(request, cancellationToken), request.Call);

    private Task DoAsync(SdkRequest request, CancellationToken cancellationToken) =>
        transport.SendAsync<Nothing>(request, priority, cancellationToken);
}
