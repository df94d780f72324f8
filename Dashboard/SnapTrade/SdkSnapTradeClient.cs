using System.Text;
using System.Text.Json;
using System.Web;
using Microsoft.Extensions.Options;
using Model = global::SnapTrade.Net.Model;
using Net = global::SnapTrade.Net.Client;

namespace Dashboard.SnapTrade;

/// <summary>
/// The operations through SnapTrade.Net 6.0.9, compiled with <c>-p:UseSnapTradeSdk=true</c> only. The SDK signs
/// and sends; budget, timeout, reading of answers and errors are the same as without it. It opens a connection
/// for each call, and signs by the machine's clock. Names and secrets that it would sign wrong are refused, and
/// SnapTrade's own default for <c>connectionPortalVersion</c> is kept when a version is unknown to it.
/// </summary>
internal sealed class SdkSnapTradeClient(
    SnapTradeExchange exchange,
    SnapTradeEndpoint endpoint,
    IOptions<SnapTradeOptions> options,
    CallPriority priority
) : ISnapTradeClient
{
    // Ours ends first, and says so.
    private static readonly TimeSpan LaterThanOurTimeout = TimeSpan.FromSeconds(30);

    public ISnapTradeClient WithPriority(CallPriority priority) =>
        new SdkSnapTradeClient(exchange, endpoint, options, priority);

    public async Task<PortalLink> LoginAsync(
        UserCredentials user,
        LoginRequest login,
        CancellationToken cancellationToken
    )
    {
        var call = SnapTradeCall.For(HttpMethod.Post, "/snapTrade/login", user);
        var answer = await SendAsync<JsonElement>(
            call,
            (sdk, token) => PostLoginAsync(sdk, user, login, token),
            cancellationToken
        );
        return SnapTradeAnswers.PortalLink(answer, call);
    }

    public async Task<Observed<IReadOnlyList<BrokerageAuthorization>>> ListAuthorizationsAsync(
        UserCredentials user,
        CancellationToken cancellationToken
    )
    {
        var call = SnapTradeCall.For(HttpMethod.Get, "/authorizations", user);
        var answer = await ObserveAsync<List<BrokerageAuthorization>>(
            call,
            async (sdk, token) =>
                await sdk.Connections.ListBrokerageAuthorizationsWithHttpInfoAsync(
                    user.UserId,
                    user.UserSecret,
                    cancellationToken: token
                ),
            cancellationToken
        );
        return new(SnapTradeAnswers.Complete(answer.Value, call), answer.RequestedAt);
    }

    public Task<Observed<BrokerageAuthorization?>> GetAuthorizationAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    ) =>
        ObserveAsync<BrokerageAuthorization>(
            Connection(HttpMethod.Get, connectionId, "", user) with
            {
                MayBeAbsent = true,
            },
            async (sdk, token) =>
                await sdk.Connections.DetailBrokerageAuthorizationWithHttpInfoAsync(
                    connectionId,
                    user.UserId,
                    user.UserSecret,
                    cancellationToken: token
                ),
            cancellationToken
        );

    public Task DisableAuthorizationAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    ) =>
        DoAsync(
            Connection(HttpMethod.Post, connectionId, "/disable", user),
            async (sdk, token) =>
                await sdk.Connections.DisableBrokerageAuthorizationWithHttpInfoAsync(
                    connectionId,
                    user.UserId,
                    user.UserSecret,
                    cancellationToken: token
                ),
            cancellationToken
        );

    public Task RefreshAuthorizationAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    ) =>
        DoAsync(
            Connection(HttpMethod.Post, connectionId, "/refresh", user),
            async (sdk, token) =>
                await sdk.Connections.RefreshBrokerageAuthorizationWithHttpInfoAsync(
                    connectionId,
                    user.UserId,
                    user.UserSecret,
                    cancellationToken: token
                ),
            cancellationToken
        );

    public async Task<IReadOnlyList<BrokerageAccount>> ListAccountsAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    )
    {
        var call = Connection(HttpMethod.Get, connectionId, "/accounts", user);
        var accounts = await SendAsync<List<BrokerageAccount>>(
            call,
            async (sdk, token) =>
                await sdk.Connections.ListBrokerageAuthorizationAccountsWithHttpInfoAsync(
                    connectionId,
                    user.UserId,
                    user.UserSecret,
                    cancellationToken: token
                ),
            cancellationToken
        );
        return SnapTradeAnswers.Complete(accounts, call);
    }

    public Task DeleteConnectionAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    ) =>
        DoAsync(
            SnapTradeCall.For(HttpMethod.Delete, $"/connection/{SnapTradeCall.Segment(connectionId)}", user),
            async (sdk, token) =>
                await sdk.Connections.DeleteConnectionWithHttpInfoAsync(
                    connectionId,
                    user.UserId,
                    user.UserSecret,
                    cancellationToken: token
                ),
            cancellationToken
        );

    public async Task<IReadOnlyList<string>> ListUsersAsync(CancellationToken cancellationToken)
    {
        var call = new SnapTradeCall(HttpMethod.Get, "/snapTrade/listUsers");
        var users = await SendAsync<List<string>>(
            call,
            async (sdk, token) =>
                await sdk.Authentication.ListSnapTradeUsersWithHttpInfoAsync(cancellationToken: token),
            cancellationToken
        );
        return SnapTradeAnswers.Complete(users, call);
    }

    public async Task<UserCredentials> RegisterUserAsync(string userId, CancellationToken cancellationToken)
    {
        var call = new SnapTradeCall(HttpMethod.Post, "/snapTrade/registerUser");
        var answer = await SendAsync<JsonElement>(
            call,
            async (sdk, token) =>
                await sdk.Authentication.RegisterSnapTradeUserWithHttpInfoAsync(
                    new Model.SnapTradeRegisterUserRequestBody(userId),
                    cancellationToken: token
                ),
            cancellationToken
        );
        return SnapTradeAnswers.Credentials(answer, call);
    }

    public async Task<UserCredentials> ResetUserSecretAsync(
        UserCredentials user,
        CancellationToken cancellationToken
    )
    {
        var call = new SnapTradeCall(HttpMethod.Post, "/snapTrade/resetUserSecret")
        {
            Secret = user.UserSecret,
        };
        var answer = await SendAsync<JsonElement>(
            call,
            async (sdk, token) =>
                await sdk.Authentication.ResetSnapTradeUserSecretWithHttpInfoAsync(
                    new Model.UserIDandSecret(user.UserId, user.UserSecret),
                    cancellationToken: token
                ),
            cancellationToken
        );
        return SnapTradeAnswers.Credentials(answer, call);
    }

    public Task DeleteUserAsync(string userId, CancellationToken cancellationToken) =>
        DoAsync(
            new(HttpMethod.Delete, "/snapTrade/deleteUser") { Parameters = [new("userId", userId)] },
            async (sdk, token) =>
                await sdk.Authentication.DeleteSnapTradeUserWithHttpInfoAsync(
                    userId,
                    cancellationToken: token
                ),
            cancellationToken
        );

    public async Task<IReadOnlyList<BrokerageInfo>> ListBrokeragesAsync(
        CancellationToken cancellationToken
    ) =>
        SnapTradeAnswers.Named(
            await SendAsync<List<BrokerageInfo?>>(
                new(HttpMethod.Get, "/brokerages"),
                async (sdk, token) =>
                    await sdk.ReferenceData.ListAllBrokeragesWithHttpInfoAsync(cancellationToken: token),
                cancellationToken
            )
        );

    public Task<PartnerInfo> GetPartnerInfoAsync(CancellationToken cancellationToken) =>
        SendAsync<PartnerInfo>(
            new(HttpMethod.Get, "/snapTrade/partners"),
            async (sdk, token) =>
                await sdk.ReferenceData.GetPartnerInfoWithHttpInfoAsync(cancellationToken: token),
            cancellationToken
        );

    public Task<SnapTradeStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        SendAsync<SnapTradeStatus>(
            new(HttpMethod.Get, "/"),
            async (sdk, token) => await sdk.APIStatus.CheckWithHttpInfoAsync(cancellationToken: token),
            cancellationToken
        );

    private static SnapTradeCall Connection(
        HttpMethod method,
        string connectionId,
        string action,
        UserCredentials user
    ) => SnapTradeCall.For(method, $"/authorizations/{SnapTradeCall.Segment(connectionId)}{action}", user);

    private async Task<T> SendAsync<T>(
        SnapTradeCall call,
        Func<Net.Snaptrade, CancellationToken, Task<Net.IApiResponse>> operation,
        CancellationToken cancellationToken
    )
        where T : notnull =>
        (await ObserveAsync<T>(call, operation, cancellationToken)).Value
        ?? throw SnapTradeErrors.Unexpected(call);

    private Task DoAsync(
        SnapTradeCall call,
        Func<Net.Snaptrade, CancellationToken, Task<Net.IApiResponse>> operation,
        CancellationToken cancellationToken
    ) => ObserveAsync<Nothing>(call, operation, cancellationToken);

    private async Task<Observed<T?>> ObserveAsync<T>(
        SnapTradeCall call,
        Func<Net.Snaptrade, CancellationToken, Task<Net.IApiResponse>> operation,
        CancellationToken cancellationToken
    )
    {
        if (!CanSign(call))
            throw new SnapTradeException(
                SnapTradeErrorKind.BadRequest,
                $"SnapTrade.Net can't sign {call} for this user or connection, because of characters such as + / = or : in their names. Set SnapTrade__Client to Http."
            );
        return await exchange.RunAsync<T>(
            call,
            priority,
            async token => Message(await operation(CreateSdk(), token), token),
            cancellationToken
        );
    }

    /// <summary>
    /// Whether what the SDK signs is what it sends: it signs paths unescaped, and queries with escapes in capital
    /// letters, while RestSharp sends them in small ones.
    /// </summary>
    private static bool CanSign(SnapTradeCall call) =>
        !call.Path.Contains('%', StringComparison.Ordinal)
        && call.Parameters.All(p => Sent(p.Value) == Uri.EscapeDataString(p.Value));

    private static string Sent(string value)
    {
        var escaped = HttpUtility.UrlEncode(value).Replace("+", "%20", StringComparison.Ordinal);
        return new Uri($"https://host/?{escaped}").Query.TrimStart('?');
    }

    private Net.Snaptrade CreateSdk()
    {
        var sdk = new Net.Snaptrade()
            .SetBasePath(endpoint.BaseUrl)
            .SetClientId(options.Value.ClientId)
            .SetConsumerKey(options.Value.ConsumerKey);
        sdk.Configuration.Timeout = (int)(options.Value.Timeout + LaterThanOurTimeout).TotalMilliseconds;
        // Without it the SDK hands back every answer as it is, instead of exceptions that lose half of it.
        foreach (
            var api in (Net.IApiAccessor[])
                [sdk.APIStatus, sdk.Authentication, sdk.Connections, sdk.ReferenceData]
        )
            api.ExceptionFactory = null;
        return sdk;
    }

    /// <summary>
    /// The SDK's own operation expects one of two shapes, and answers an error with a
    /// <see cref="System.Reflection.TargetInvocationException"/> that has neither status nor headers.
    /// </summary>
    private static async Task<Net.IApiResponse> PostLoginAsync(
        Net.Snaptrade sdk,
        UserCredentials user,
        LoginRequest login,
        CancellationToken cancellationToken
    )
    {
        var request = new Net.RequestOptions
        {
            Operation = "AuthenticationApi.LoginSnapTradeUser",
            Data = Body(login),
        };
        request.HeaderParameters.Add("Content-Type", "application/json");
        request.HeaderParameters.Add("Accept", "application/json");
        request.QueryParameters.Add("userId", user.UserId);
        request.QueryParameters.Add("userSecret", user.UserSecret);
        request.QueryParameters.Add("clientId", sdk.Configuration.GetApiKeyWithPrefix("clientId"));
        return await sdk.Authentication.AsynchronousClient.PostAsync<Model.LoginRedirectURI>(
            "/snapTrade/login",
            request,
            sdk.Configuration,
            cancellationToken
        );
    }

    // Flags are always sent, so that the close button, which SnapTrade shows by default, has to be asked for.
    private static Model.SnapTradeLoginUserRequestBody Body(LoginRequest login) =>
        new(
            login.Broker,
            login.ImmediateRedirect ?? false,
            SnapTradeBody.AsciiUrl(login.CustomRedirect),
            login.Reconnect,
            ConnectionType(login.ConnectionType),
            login.ShowCloseButton ?? true,
            login.DarkMode ?? false,
            login.Locale,
            PortalVersion(login.ConnectionPortalVersion)
        );

    private static Model.SnapTradeLoginUserRequestBody.ConnectionTypeEnum? ConnectionType(string? type) =>
        type switch
        {
            null => null,
            "read" => Model.SnapTradeLoginUserRequestBody.ConnectionTypeEnum.Read,
            "trade" => Model.SnapTradeLoginUserRequestBody.ConnectionTypeEnum.Trade,
            "trade-if-available" => Model.SnapTradeLoginUserRequestBody.ConnectionTypeEnum.TradeIfAvailable,
            _ => throw new ArgumentException(
                $"SnapTrade.Net knows no connection type '{type}'.",
                nameof(type)
            ),
        };

    private static Model.SnapTradeLoginUserRequestBody.ConnectionPortalVersionEnum? PortalVersion(
        string? version
    ) =>
        version switch
        {
            "v4" => Model.SnapTradeLoginUserRequestBody.ConnectionPortalVersionEnum.V4,
            "v3" => Model.SnapTradeLoginUserRequestBody.ConnectionPortalVersionEnum.V3,
            "v2" => Model.SnapTradeLoginUserRequestBody.ConnectionPortalVersionEnum.V2,
            _ => null,
        };

    /// <summary>What the SDK was told, as the response it came in.</summary>
    private static HttpResponseMessage Message(Net.IApiResponse answer, CancellationToken cancellationToken)
    {
        if ((int)answer.StatusCode == 0 || (answer.RawContent is null && answer.Exception is not null))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new HttpRequestException(
                "SnapTrade.Net got no answer.",
                answer.Exception?.GetBaseException()
            );
        }
        var message = new HttpResponseMessage(answer.StatusCode)
        {
            Content = new StringContent(answer.RawContent ?? "", Encoding.UTF8),
        };
        foreach (var (name, values) in answer.Headers)
            message.Headers.TryAddWithoutValidation(name, values);
        return message;
    }
}
