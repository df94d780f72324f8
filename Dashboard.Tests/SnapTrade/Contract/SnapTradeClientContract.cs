using Dashboard.Simulator.State;
using Dashboard.SnapTrade;
using Dashboard.Tests.Simulator;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.SnapTrade.Contract;

/// <summary>An implementation of <see cref="ISnapTradeClient"/>.</summary>
/// <param name="Name">Its value of <c>SnapTrade__Client</c>.</param>
/// <param name="Register">Adds what the dashboard itself does not register.</param>
public sealed record ContractClient(string Name, Action<IServiceCollection> Register);

/// <summary>
/// What every implementation of <see cref="ISnapTradeClient"/> does, against the simulator over a real network.
/// </summary>
public abstract class SnapTradeClientContract(ContractClient client) : IAsyncLifetime
{
    // The official SDK signs by the machine's clock, and the simulator checks the time.
    private protected DateTimeOffset Now { get; } = TimeProvider.System.GetUtcNow();

    private protected SimulatorHost Simulator { get; private set; } = null!;

    private protected SnapTradeClientHost Host { get; private set; } = null!;

    private protected ISnapTradeClient Client => Host.Client;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Simulator = await SimulatorHost.StartAsync(
            Now,
            ("SnapTrade:ClientId", "TESTCLIENT"),
            ("SnapTrade:ConsumerKey", SnapTradeClientHost.ConsumerKey),
            ("Simulator:RequestsPerMinute", "50")
        );
        Host = HostFor($"{Simulator.Client.BaseAddress}simulator");
    }

    public async ValueTask DisposeAsync()
    {
        Host.Dispose();
        await Simulator.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected SnapTradeClientHost HostFor(string baseUrl) =>
        new(baseUrl: baseUrl, overNetwork: true, client: client, at: Now);

    private protected static UserCredentials Credentials(SimulatedUser user) =>
        new(user.UserId, user.UserSecret);

    private protected (UserCredentials User, SimulatedAuthorization Connection) Any()
    {
        var connection = Simulator.World.Authorizations.First(candidate => !candidate.IsDisabled);
        return (Credentials(Simulator.World.FindUser(connection.UserId)!), connection);
    }

    /// <summary>Every operation on one user and one connection of theirs.</summary>
    private protected static Func<Task>[] Operations(
        ISnapTradeClient client,
        UserCredentials user,
        string connectionId,
        CancellationToken cancellationToken
    ) =>
        [
            () => client.LoginAsync(user, new LoginRequest(), cancellationToken),
            () => client.ListAuthorizationsAsync(user, cancellationToken),
            () => client.GetAuthorizationAsync(connectionId, user, cancellationToken),
            () => client.DisableAuthorizationAsync(connectionId, user, cancellationToken),
            () => client.RefreshAuthorizationAsync(connectionId, user, cancellationToken),
            () => client.ListAccountsAsync(connectionId, user, cancellationToken),
            () => client.DeleteConnectionAsync(connectionId, user, cancellationToken),
            () => client.ListUsersAsync(cancellationToken),
            () => client.RegisterUserAsync("new", cancellationToken),
            () => client.ResetUserSecretAsync(user, cancellationToken),
            () => client.DeleteUserAsync(user.UserId, cancellationToken),
            () => client.ListBrokeragesAsync(cancellationToken),
            () => client.GetPartnerInfoAsync(cancellationToken),
            () => client.GetStatusAsync(cancellationToken),
        ];

    private protected static Task<SnapTradeException> FailAsync(Func<Task> call) =>
        Assert.ThrowsAsync<SnapTradeException>(call);
}
