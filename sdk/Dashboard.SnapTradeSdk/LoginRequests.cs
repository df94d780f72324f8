using Dashboard.SnapTrade;
using ConnectionType = SnapTrade.Net.Model.SnapTradeLoginUserRequestBody.ConnectionTypeEnum;
using PortalVersion = SnapTrade.Net.Model.SnapTradeLoginUserRequestBody.ConnectionPortalVersionEnum;

namespace Dashboard.SnapTradeSdk;

/// <summary>
/// The login, sent by the SDK's generic POST. The SDK's own login operation reports every error as a
/// <see cref="System.Reflection.TargetInvocationException"/> that has neither status nor headers.
/// </summary>
internal static class LoginRequests
{
    /// <exception cref="ArgumentException">The SDK does not know the connection type.</exception>
    public static SdkRequest Login(UserCredentials user, LoginRequest login)
    {
        var body = Body(login);
        return new(
            SnapTradeCall.For(HttpMethod.Post, "/snapTrade/login", user),
            async (sdk, token) =>
                await sdk.Authentication.AsynchronousClient.PostAsync<Model.LoginRedirectURI>(
                    "/snapTrade/login",
                    Options(sdk, user, body),
                    sdk.Configuration,
                    token
                )
        );
    }

    private static Net.RequestOptions Options(Net.Snaptrade sdk, UserCredentials user, object body)
    {
        var options = new Net.RequestOptions
        {
            Operation = "AuthenticationApi.LoginSnapTradeUser",
            Data = body,
        };
        options.HeaderParameters.Add("Content-Type", "application/json");
        options.HeaderParameters.Add("Accept", "application/json");
        options.QueryParameters.Add("userId", user.UserId);
        options.QueryParameters.Add("userSecret", user.UserSecret);
        options.QueryParameters.Add("clientId", sdk.Configuration.GetApiKeyWithPrefix("clientId"));
        return options;
    }

    // The SDK always sends the flags, and its default hides the close button, which SnapTrade's default shows.
    private static Model.SnapTradeLoginUserRequestBody Body(LoginRequest login) =>
        new(
            login.Broker,
            login.ImmediateRedirect ?? false,
            SnapTradeBody.AsciiUrl(login.CustomRedirect),
            login.Reconnect,
            ConnectionTypeOf(login.ConnectionType),
            login.ShowCloseButton ?? true,
            login.DarkMode ?? false,
            login.Locale,
            PortalVersionOf(login.ConnectionPortalVersion)
        );

    private static ConnectionType? ConnectionTypeOf(string? type) =>
        type switch
        {
            null => null,
            "read" => ConnectionType.Read,
            "trade" => ConnectionType.Trade,
            "trade-if-available" => ConnectionType.TradeIfAvailable,
            _ => throw new ArgumentException($"SnapTrade.Net has no connection type '{type}'.", nameof(type)),
        };

    // An unknown version leaves the choice to SnapTrade.
    private static PortalVersion? PortalVersionOf(string? version) =>
        version switch
        {
            "v4" => PortalVersion.V4,
            "v3" => PortalVersion.V3,
            "v2" => PortalVersion.V2,
            _ => null,
        };
}
