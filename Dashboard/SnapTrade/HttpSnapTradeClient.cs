using System.Text.Json;

namespace Dashboard.SnapTrade;

/// <summary>The operations, each as one signed request.</summary>
internal sealed class HttpSnapTradeClient(
    SnapTradeTransport transport,
    CallPriority priority = CallPriority.Interactive
) : ISnapTradeClient
{
    public ISnapTradeClient WithPriority(CallPriority priority) =>
        new HttpSnapTradeClient(transport, priority);

    public async Task<PortalLink> LoginAsync(
        UserCredentials user,
        LoginRequest login,
        CancellationToken cancellationToken
    )
    {
        var call = SnapTradeCall.For(HttpMethod.Post, "/snapTrade/login", user) with
        {
            Body = SnapTradeBody.Login(login),
        };
        var answer = await SendAsync<JsonElement>(call, cancellationToken);
        return SnapTradeAnswers.PortalLink(answer, call);
    }

    public async Task<Observed<IReadOnlyList<BrokerageAuthorization>>> ListAuthorizationsAsync(
        UserCredentials user,
        CancellationToken cancellationToken
    )
    {
        var call = SnapTradeCall.For(HttpMethod.Get, "/authorizations", user) with
        {
            MaxAnswer = SnapTradeCall.ListAnswer,
        };
        var answer = await transport.SendAsync<List<BrokerageAuthorization>>(
            call,
            priority,
            cancellationToken
        );
        return new(SnapTradeAnswers.Complete(answer.Value, call), answer.RequestedAt);
    }

    public async Task<Observed<BrokerageAuthorization?>> GetAuthorizationAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    )
    {
        var call = Connection(HttpMethod.Get, connectionId, "", user) with { MayBeAbsent = true };
        return await transport.SendAsync<BrokerageAuthorization>(call, priority, cancellationToken);
    }

    public Task DisableAuthorizationAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    ) => DoAsync(Connection(HttpMethod.Post, connectionId, "/disable", user), cancellationToken);

    public Task RefreshAuthorizationAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    ) => DoAsync(Connection(HttpMethod.Post, connectionId, "/refresh", user), cancellationToken);

    public async Task<IReadOnlyList<BrokerageAccount>> ListAccountsAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    )
    {
        var call = Connection(HttpMethod.Get, connectionId, "/accounts", user) with
        {
            MaxAnswer = SnapTradeCall.ListAnswer,
        };
        return SnapTradeAnswers.Complete(
            await SendAsync<List<BrokerageAccount>>(call, cancellationToken),
            call
        );
    }

    public Task DeleteConnectionAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    ) =>
        DoAsync(
            SnapTradeCall.For(HttpMethod.Delete, $"/connection/{SnapTradeCall.Segment(connectionId)}", user),
            cancellationToken
        );

    public async Task<IReadOnlyList<string>> ListUsersAsync(CancellationToken cancellationToken)
    {
        var call = new SnapTradeCall(HttpMethod.Get, "/snapTrade/listUsers")
        {
            MaxAnswer = SnapTradeCall.AllUsersAnswer,
        };
        return SnapTradeAnswers.Complete(await SendAsync<List<string>>(call, cancellationToken), call);
    }

    public Task<UserCredentials> RegisterUserAsync(string userId, CancellationToken cancellationToken) =>
        UserAsync(
            new(HttpMethod.Post, "/snapTrade/registerUser") { Body = SnapTradeBody.User(userId) },
            cancellationToken
        );

    public Task<UserCredentials> ResetUserSecretAsync(
        UserCredentials user,
        CancellationToken cancellationToken
    ) =>
        UserAsync(
            new(HttpMethod.Post, "/snapTrade/resetUserSecret")
            {
                Body = SnapTradeBody.User(user),
                Secret = user.UserSecret,
            },
            cancellationToken
        );

    public Task DeleteUserAsync(string userId, CancellationToken cancellationToken) =>
        DoAsync(
            new(HttpMethod.Delete, "/snapTrade/deleteUser") { Parameters = [new("userId", userId)] },
            cancellationToken
        );

    public async Task<IReadOnlyList<BrokerageInfo>> ListBrokeragesAsync(CancellationToken cancellationToken)
    {
        var call = new SnapTradeCall(HttpMethod.Get, "/brokerages") { MaxAnswer = SnapTradeCall.ListAnswer };
        return SnapTradeAnswers.Named(await SendAsync<List<BrokerageInfo?>>(call, cancellationToken));
    }

    public Task<PartnerInfo> GetPartnerInfoAsync(CancellationToken cancellationToken) =>
        SendAsync<PartnerInfo>(new(HttpMethod.Get, "/snapTrade/partners"), cancellationToken);

    public Task<SnapTradeStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        SendAsync<SnapTradeStatus>(new(HttpMethod.Get, "/") { IsPublic = true }, cancellationToken);

    private static SnapTradeCall Connection(
        HttpMethod method,
        string connectionId,
        string action,
        UserCredentials user
    ) => SnapTradeCall.For(method, $"/authorizations/{SnapTradeCall.Segment(connectionId)}{action}", user);

    private async Task<UserCredentials> UserAsync(SnapTradeCall call, CancellationToken cancellationToken)
    {
        var answer = await SendAsync<JsonElement>(call, cancellationToken);
        return SnapTradeAnswers.Credentials(answer, call);
    }

    private async Task<T> SendAsync<T>(SnapTradeCall call, CancellationToken cancellationToken)
        where T : notnull =>
        (await transport.SendAsync<T>(call, priority, cancellationToken)).Value
        ?? throw SnapTradeErrors.Unexpected(call);

    // The responses of these operations contain nothing beyond their status.
    private Task DoAsync(SnapTradeCall call, CancellationToken cancellationToken) =>
        transport.SendAsync<Nothing>(call, priority, cancellationToken);
}
