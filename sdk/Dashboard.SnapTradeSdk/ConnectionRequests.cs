using Dashboard.SnapTrade;

namespace Dashboard.SnapTradeSdk;

/// <summary>The operations on the connections of one user.</summary>
internal static class ConnectionRequests
{
    public static SdkRequest List(UserCredentials user) =>
        new(
            SnapTradeCall.For(HttpMethod.Get, "/authorizations", user),
            async (sdk, token) =>
                await sdk.Connections.ListBrokerageAuthorizationsWithHttpInfoAsync(
                    user.UserId,
                    user.UserSecret,
                    cancellationToken: token
                )
        );

    public static SdkRequest Detail(string connectionId, UserCredentials user) =>
        new(
            Call(HttpMethod.Get, connectionId, "", user) with
            {
                MayBeAbsent = true,
            },
            async (sdk, token) =>
                await sdk.Connections.DetailBrokerageAuthorizationWithHttpInfoAsync(
                    connectionId,
                    user.UserId,
                    user.UserSecret,
                    cancellationToken: token
                )
        );

    public static SdkRequest Disable(string connectionId, UserCredentials user) =>
        new(
            Call(HttpMethod.Post, connectionId, "/disable", user),
            async (sdk, token) =>
                await sdk.Connections.DisableBrokerageAuthorizationWithHttpInfoAsync(
                    connectionId,
                    user.UserId,
                    user.UserSecret,
                    cancellationToken: token
                )
        );

    public static SdkRequest Refresh(string connectionId, UserCredentials user) =>
        new(
            Call(HttpMethod.Post, connectionId, "/refresh", user),
            async (sdk, token) =>
                await sdk.Connections.RefreshBrokerageAuthorizationWithHttpInfoAsync(
                    connectionId,
                    user.UserId,
                    user.UserSecret,
                    cancellationToken: token
                )
        );

    public static SdkRequest Accounts(string connectionId, UserCredentials user) =>
        new(
            Call(HttpMethod.Get, connectionId, "/accounts", user),
            async (sdk, token) =>
                await sdk.Connections.ListBrokerageAuthorizationAccountsWithHttpInfoAsync(
                    connectionId,
                    user.UserId,
                    user.UserSecret,
                    cancellationToken: token
                )
        );

    public static SdkRequest Delete(string connectionId, UserCredentials user) =>
        new(
            SnapTradeCall.For(HttpMethod.Delete, $"/connection/{SnapTradeCall.Segment(connectionId)}", user),
            async (sdk, token) =>
                await sdk.Connections.DeleteConnectionWithHttpInfoAsync(
                    connectionId,
                    user.UserId,
                    user.UserSecret,
                    cancellationToken: token
                )
        );

    private static SnapTradeCall Call(
        HttpMethod method,
        string connectionId,
        string action,
        UserCredentials user
    ) => SnapTradeCall.For(method, $"/authorizations/{SnapTradeCall.Segment(connectionId)}{action}", user);
}
