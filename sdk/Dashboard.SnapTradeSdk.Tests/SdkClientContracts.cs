using Dashboard.SnapTrade;
using Dashboard.Tests.SnapTrade.Contract;

namespace Dashboard.SnapTradeSdk.Tests;

public sealed class SdkConnections() : ConnectionsContract(SdkClientContracts.Client)
{
    [Theory]
    [InlineData("c", "a+b@example.com")]
    [InlineData("c", "a/b")]
    [InlineData("c/d", "a")]
    public async Task What_the_SDK_would_sign_wrong_is_refused_with_the_way_out(
        string connectionId,
        string userId
    )
    {
        var failure = await FailAsync(() =>
            Client.DeleteConnectionAsync(connectionId, new(userId, "secret"), Token)
        );

        Assert.Equal((SnapTradeErrorKind.BadRequest, null), (failure.Kind, failure.StatusCode));
        Assert.Contains("SnapTrade__Client to Http", failure.Message);
    }
}

public sealed class SdkUsers() : UsersContract(SdkClientContracts.Client);

public sealed class SdkFailures() : FailuresContract(SdkClientContracts.Client);

public sealed class SdkWithoutAnswer() : NoAnswerContract(SdkClientContracts.Client);

internal static class SdkClientContracts
{
    public static ContractClient Client { get; } =
        new(SnapTradeOptions.SdkClient, services => SnapTradeSdkStartup.AddSnapTradeSdk(services));
}
