using Dashboard.SnapTrade;

namespace Dashboard.SnapTradeSdk;

/// <summary>The operations on users.</summary>
internal static class UserRequests
{
    public static SdkRequest List() =>
        new(
            new(HttpMethod.Get, "/snapTrade/listUsers"),
            async (sdk, token) =>
                await sdk.Authentication.ListSnapTradeUsersWithHttpInfoAsync(cancellationToken: token)
        );

    public static SdkRequest Register(string userId) =>
        new(
            new(HttpMethod.Post, "/snapTrade/registerUser"),
            async (sdk, token) =>
                await sdk.Authentication.RegisterSnapTradeUserWithHttpInfoAsync(
                    new Model.SnapTradeRegisterUserRequestBody(userId),
                    cancellationToken: token
                )
        );

    public static SdkRequest ResetSecret(UserCredentials user) =>
        new(
            new(HttpMethod.Post, "/snapTrade/resetUserSecret") { Secret = user.UserSecret },
            async (sdk, token) =>
                await sdk.Authentication.ResetSnapTradeUserSecretWithHttpInfoAsync(
                    new Model.UserIDandSecret(user.UserId, user.UserSecret),
                    cancellationToken: token
                )
        );

    public static SdkRequest Delete(string userId) =>
        new(
            new(HttpMethod.Delete, "/snapTrade/deleteUser") { Parameters = [new("userId", userId)] },
            async (sdk, token) =>
                await sdk.Authentication.DeleteSnapTradeUserWithHttpInfoAsync(
                    userId,
                    cancellationToken: token
                )
        );
}
