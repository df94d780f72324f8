using Dashboard.SnapTrade;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Reconnect;

/// <summary>SnapTrade as these tests need it: it gives portal links and says how connections are.</summary>
internal sealed class FakeSnapTrade(TimeProvider time) : SilentSnapTrade
{
    public const string PortalUrl = "https://app.snaptrade.com/connect?token=portal-secret";

    public List<(UserCredentials User, LoginRequest Login)> Logins { get; } = [];
    public List<string> Checks { get; } = [];

    /// <summary>What a login ends in; by default a portal link.</summary>
    public Func<CancellationToken, Task<PortalLink>> OnLogin { get; set; } =
        _ => Task.FromResult(new PortalLink(PortalUrl, "session-1"));

    /// <summary>What a check ends in; by default the connection is still disabled.</summary>
    public Func<string, CancellationToken, Task<BrokerageAuthorization?>> OnCheck { get; set; } = Disabled;

    /// <summary>What a list ends in, while it is set.</summary>
    public SnapTradeException? ListFailure { get; set; }

    public static Task<BrokerageAuthorization?> Disabled(string id, CancellationToken cancellationToken) =>
        Task.FromResult<BrokerageAuthorization?>(new() { Id = id, Disabled = true });

    public static Task<BrokerageAuthorization?> Healthy(string id, CancellationToken cancellationToken) =>
        Task.FromResult<BrokerageAuthorization?>(new() { Id = id });

    public static Task<BrokerageAuthorization?> Gone(string id, CancellationToken cancellationToken) =>
        Task.FromResult<BrokerageAuthorization?>(null);

    public static Task<BrokerageAuthorization?> Silent(string id, CancellationToken cancellationToken) =>
        Task.FromException<BrokerageAuthorization?>(
            new SnapTradeException(SnapTradeErrorKind.Timeout, "no answer")
        );

    public override Task<PortalLink> LoginAsync(
        UserCredentials user,
        LoginRequest login,
        CancellationToken cancellationToken
    )
    {
        Logins.Add((user, login));
        return OnLogin(cancellationToken);
    }

    public override async Task<Observed<BrokerageAuthorization?>> GetAuthorizationAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    )
    {
        Checks.Add(connectionId);
        return new(await OnCheck(connectionId, cancellationToken), time.GetUtcNow());
    }

    /// <summary>No users: nobody can be told apart by it.</summary>
    public override Task<IReadOnlyList<string>> ListUsersAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    public override Task<Observed<IReadOnlyList<BrokerageAuthorization>>> ListAuthorizationsAsync(
        UserCredentials user,
        CancellationToken cancellationToken
    ) =>
        ListFailure is { } failure
            ? throw failure
            : Task.FromResult(new Observed<IReadOnlyList<BrokerageAuthorization>>([], time.GetUtcNow()));
}
