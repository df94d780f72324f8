using Dashboard.SnapTrade;

namespace Dashboard.Tests.SnapTrade.Contract;

/// <summary>The operations on users, and those that concern no user.</summary>
public abstract class UsersContract(ContractClient client) : SnapTradeClientContract(client)
{
    [Theory]
    [InlineData("plain")]
    [InlineData("customer 1&2@example.com")]
    [InlineData("Zoë 株 100%41")]
    public async Task A_user_is_registered_renewed_and_deleted(string userId)
    {
        var user = await Client.RegisterUserAsync(userId, Token);
        Assert.Equal(userId, user.UserId);
        Assert.Contains(userId, await Client.ListUsersAsync(Token));
        Assert.Empty((await Client.ListAuthorizationsAsync(user, Token)).Value);

        var renewed = await Client.ResetUserSecretAsync(user, Token);
        Assert.Empty((await Client.ListAuthorizationsAsync(renewed, Token)).Value);
        var old = await FailAsync(() => Client.ListAuthorizationsAsync(user, Token));
        Assert.Equal((SnapTradeErrorKind.Unauthorized, "1083"), (old.Kind, old.Code));

        await Client.DeleteUserAsync(userId, Token);
        Assert.DoesNotContain(userId, await Client.ListUsersAsync(Token));
    }

    [Fact]
    public async Task Brokerages_the_client_and_the_status_are_read()
    {
        var brokerages = await Client.ListBrokeragesAsync(Token);
        var partner = await Client.GetPartnerInfoAsync(Token);
        var status = await Client.GetStatusAsync(Token);

        Assert.Equal(20, brokerages.Count);
        Assert.All(brokerages, brokerage => Assert.NotNull(brokerage.MaintenanceMode));
        Assert.NotNull(partner.Slug);
        Assert.True(status.Online);
        Assert.NotNull(status.Timestamp);
        Assert.NotNull(status.Version);
    }
}
