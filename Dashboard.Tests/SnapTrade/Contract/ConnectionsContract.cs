using Dashboard.SnapTrade;

namespace Dashboard.Tests.SnapTrade.Contract;

/// <summary>The operations on connections, and the login that repairs one.</summary>
public abstract class ConnectionsContract(ContractClient client) : SnapTradeClientContract(client)
{
    [Fact]
    public async Task Connections_are_listed_with_all_that_is_known_of_them()
    {
        var (user, broken) = Simulator.BreakConnection();

        var answer = await Client.ListAuthorizationsAsync(Credentials(user), Token);

        var expected = Simulator.World.Authorizations.Where(a => a.UserId == user.UserId);
        Assert.Equal(expected.Select(a => a.Id).Order(), answer.Value.Select(a => a.Id).Order());
        var found = answer.Value.Single(a => a.Id == broken.Id);
        Assert.True(found.Disabled);
        Assert.Equal(Now, found.DisabledDate!.Value, TimeSpan.FromMilliseconds(1));
        Assert.Equal(broken.Type, found.Type);
        Assert.NotNull(found.Brokerage?.Slug);
        Assert.NotNull(found.CreatedDate);
        Assert.Equal(Now, answer.RequestedAt, TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task One_connection_is_found_until_it_is_deleted()
    {
        var (user, connection) = Any();

        var before = await Client.GetAuthorizationAsync(connection.Id, user, Token);
        await Client.DeleteConnectionAsync(connection.Id, user, Token);
        var after = await Client.GetAuthorizationAsync(connection.Id, user, Token);

        Assert.Equal(connection.Id, before.Value?.Id);
        Assert.Null(after.Value);
    }

    [Fact]
    public async Task What_a_disabled_connection_refuses_comes_with_SnapTrades_code()
    {
        var (user, connection) = Any();
        await Client.RefreshAuthorizationAsync(connection.Id, user, Token);
        await Client.DisableAuthorizationAsync(connection.Id, user, Token);

        var twice = await FailAsync(() => Client.DisableAuthorizationAsync(connection.Id, user, Token));
        var refresh = await FailAsync(() => Client.RefreshAuthorizationAsync(connection.Id, user, Token));

        Assert.Equal((SnapTradeErrorKind.Disabled, 402, "3011"), (twice.Kind, twice.StatusCode, twice.Code));
        Assert.Equal((SnapTradeErrorKind.Disabled, "3003"), (refresh.Kind, refresh.Code));
        Assert.NotNull(twice.Detail);
        Assert.NotNull(twice.RequestId);
    }

    [Fact]
    public async Task A_login_gives_a_portal_link_and_sends_what_was_wished()
    {
        var (user, connection) = Any();

        var link = await Client.LoginAsync(
            user,
            new LoginRequest
            {
                Reconnect = connection.Id,
                ConnectionType = "trade",
                CustomRedirect = "https://dashboard.example/r/é?x=1",
                ImmediateRedirect = true,
                ShowCloseButton = false,
                DarkMode = true,
                Locale = "en",
                ConnectionPortalVersion = "v4",
            },
            Token
        );
        var bare = await Client.LoginAsync(user, new LoginRequest(), Token);

        Assert.StartsWith($"{Simulator.Client.BaseAddress}simulator/", link.RedirectUri);
        Assert.Contains(link.SessionId!, link.RedirectUri, StringComparison.Ordinal);
        Assert.NotEqual(link.SessionId, bare.SessionId);
    }

    [Fact]
    public async Task A_refused_login_says_why()
    {
        var (user, connection) = Any();
        var elsewhere = new LoginRequest { Reconnect = "00000000-0000-0000-0000-000000000000" };

        var unknown = await FailAsync(() => Client.LoginAsync(user, elsewhere, Token));
        var wrong = await FailAsync(() =>
            Client.LoginAsync(
                user with
                {
                    UserSecret = "wrong@secret",
                },
                new LoginRequest { Reconnect = connection.Id },
                Token
            )
        );

        Assert.Equal((SnapTradeErrorKind.NotFound, 404), (unknown.Kind, unknown.StatusCode));
        Assert.Equal((SnapTradeErrorKind.Unauthorized, "1083"), (wrong.Kind, wrong.Code));
        Assert.DoesNotContain(
            "wrong@secret",
            string.Join('\n', [.. Host.Log.Lines, $"{wrong}"]),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Accounts_tell_when_they_were_last_synced()
    {
        var (user, connection) = Any();

        var accounts = await Client.ListAccountsAsync(connection.Id, user, Token);

        Assert.NotEmpty(accounts);
        Assert.All(accounts, account => Assert.NotNull(account.SyncStatus?.Holdings?.LastSuccessfulSync));
    }
}
