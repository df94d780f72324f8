using System.Net;
using System.Net.Sockets;
using Dashboard.Simulator.Control;
using Dashboard.Simulator.State;
using Dashboard.SnapTrade;
using Dashboard.Tests.Simulator;

namespace Dashboard.Tests.SnapTrade;

/// <summary>
/// What every implementation of <see cref="ISnapTradeClient"/> does, against the simulator over a real network.
/// </summary>
public abstract class SnapTradeClientContract(string client) : IAsyncLifetime
{
    // The SDK signs by the machine's clock, and the simulator minds the time.
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private static readonly UserCredentials Somebody = new("customer", "secret");
    private SimulatorHost _simulator = null!;
    private SnapTradeClientHost _host = null!;

    private protected ISnapTradeClient Client => _host.Client;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorHost.StartAsync(
            _now,
            ("SnapTrade:ClientId", "TESTCLIENT"),
            ("SnapTrade:ConsumerKey", SnapTradeClientHost.ConsumerKey),
            ("Simulator:RequestsPerMinute", "50")
        );
        _host = HostFor($"{_simulator.Client.BaseAddress}simulator");
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _simulator.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Connections_are_listed_with_all_that_is_known_of_them()
    {
        var (user, broken) = _simulator.BreakConnection();

        var answer = await Client.ListAuthorizationsAsync(Credentials(user), Token);

        var expected = _simulator.World.Authorizations.Where(a => a.UserId == user.UserId);
        Assert.Equal(expected.Select(a => a.Id).Order(), answer.Value.Select(a => a.Id).Order());
        var found = answer.Value.Single(a => a.Id == broken.Id);
        Assert.True(found.Disabled);
        Assert.Equal(_now, found.DisabledDate!.Value, TimeSpan.FromMilliseconds(1));
        Assert.Equal(broken.Type, found.Type);
        Assert.NotNull(found.Brokerage?.Slug);
        Assert.NotNull(found.CreatedDate);
        Assert.Equal(_now, answer.RequestedAt, TimeSpan.FromMinutes(5));
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

        Assert.StartsWith($"{_simulator.Client.BaseAddress}simulator/", link.RedirectUri);
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
            string.Join('\n', [.. _host.Log.Lines, $"{wrong}"]),
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

    [Theory]
    [InlineData(500, SnapTradeErrorKind.ServerError)]
    [InlineData(504, SnapTradeErrorKind.Timeout)]
    [InlineData(403, SnapTradeErrorKind.Forbidden)]
    [InlineData(425, SnapTradeErrorKind.StillSyncing)]
    public async Task Failures_have_their_kind_in_every_operation(int status, SnapTradeErrorKind kind)
    {
        var (user, connection) = Any();
        Func<Task>[] operations =
        [
            () => Client.LoginAsync(user, new LoginRequest(), Token),
            () => Client.ListAuthorizationsAsync(user, Token),
            () => Client.GetAuthorizationAsync(connection.Id, user, Token),
            () => Client.RefreshAuthorizationAsync(connection.Id, user, Token),
            () => Client.ListAccountsAsync(connection.Id, user, Token),
            () => Client.ListUsersAsync(Token),
            () => Client.ListBrokeragesAsync(Token),
        ];
        _simulator
            .Get<SimulatorFaults>()
            .Set(new FaultState { FailNext = operations.Length, FailStatus = status });

        foreach (var operation in operations)
        {
            var failure = await FailAsync(operation);
            Assert.Equal((kind, status), (failure.Kind, failure.StatusCode));
        }
    }

    [Fact]
    public async Task Throttling_is_obeyed_by_the_next_call()
    {
        _simulator.Get<SimulatorFaults>().Set(new FaultState { RequestsPerMinute = 1 });
        await Client.ListUsersAsync(Token);
        _host.Time.Advance(TimeSpan.FromMinutes(1));

        var throttled = await FailAsync(() => Client.ListUsersAsync(Token));
        var heldBack = await FailAsync(() => Client.ListUsersAsync(Token));

        Assert.Equal(
            (SnapTradeErrorKind.RateLimited, 429, "0000"),
            (throttled.Kind, throttled.StatusCode, throttled.Code)
        );
        Assert.InRange(throttled.RetryAfter!.Value.TotalSeconds, 1, 60);
        Assert.Equal((SnapTradeErrorKind.RateLimited, null), (heldBack.Kind, heldBack.StatusCode));
    }

    [Fact]
    public async Task The_budget_learns_what_others_use_and_at_which_limit()
    {
        using var other = HostFor($"{_simulator.Client.BaseAddress}simulator");
        for (var i = 0; i < 7; i++)
            await other.Client.ListUsersAsync(Token);

        await Client.WithPriority(CallPriority.Background).ListUsersAsync(Token);

        var state = _host.Budget.Snapshot();
        Assert.Equal((50, 1, 7), (state.Limit, state.UsedInLastMinute, state.UsedByOthers));
    }

    [Fact]
    public async Task Silence_is_a_timeout()
    {
        using var silent = new SilentServer();
        using var host = HostFor(silent.Url);
        var call = FailAsync(() => host.Client.ListUsersAsync(Token));
        await silent.AcceptAsync();

        host.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal((SnapTradeErrorKind.Timeout, null), ((await call).Kind, (await call).StatusCode));
    }

    [Fact]
    public async Task A_caller_who_gives_up_sees_a_cancellation()
    {
        using var silent = new SilentServer();
        using var host = HostFor(silent.Url);
        using var cancellation = new CancellationTokenSource();
        var calls = new Task[]
        {
            host.Client.ListUsersAsync(cancellation.Token),
            host.Client.LoginAsync(Somebody, new LoginRequest(), cancellation.Token),
        };
        await silent.AcceptAsync();

        await cancellation.CancelAsync();

        foreach (var call in calls)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task A_refused_connection_is_unreachable()
    {
        string url;
        using (var closed = new SilentServer())
            url = closed.Url;
        using var host = HostFor(url);

        var list = await FailAsync(() => host.Client.ListUsersAsync(Token));
        var login = await FailAsync(() => host.Client.LoginAsync(Somebody, new LoginRequest(), Token));

        Assert.Equal(SnapTradeErrorKind.Unreachable, list.Kind);
        Assert.Equal(SnapTradeErrorKind.Unreachable, login.Kind);
    }

    private SnapTradeClientHost HostFor(string baseUrl) =>
        new(baseUrl: baseUrl, overNetwork: true, client: client, at: _now);

    private static UserCredentials Credentials(SimulatedUser user) => new(user.UserId, user.UserSecret);

    private (UserCredentials User, SimulatedAuthorization Connection) Any()
    {
        var connection = _simulator.World.Authorizations.First(candidate => !candidate.IsDisabled);
        return (Credentials(_simulator.World.FindUser(connection.UserId)!), connection);
    }

    private protected static Task<SnapTradeException> FailAsync(Func<Task> call) =>
        Assert.ThrowsAsync<SnapTradeException>(call);

    /// <summary>Takes connections and says nothing.</summary>
    private sealed class SilentServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public SilentServer() => _listener.Start();

        public string Url => $"http://{_listener.LocalEndpoint}";

        public async Task AcceptAsync() => await _listener.AcceptTcpClientAsync(Token);

        public void Dispose() => _listener.Dispose();
    }
}

public sealed class HttpSnapTradeClientContract() : SnapTradeClientContract(SnapTradeOptions.HttpClient)
{
    [Fact]
    public Task A_user_may_have_any_name() =>
        A_user_is_registered_renewed_and_deleted("a+b/c d&e=f@x%41?#~*'():|");
}

#if SNAPTRADE_SDK
public sealed class SdkSnapTradeClientContract() : SnapTradeClientContract(SnapTradeOptions.SdkClient)
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
#endif
