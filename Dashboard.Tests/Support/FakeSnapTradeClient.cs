using System.Collections.Concurrent;
using Dashboard.SnapTrade;

namespace Dashboard.Tests.Support;

/// <summary>A fake SnapTrade with a test's connections that records requests.</summary>
public sealed class FakeSnapTradeClient(TimeProvider time) : SilentSnapTrade
{
    public ConcurrentDictionary<string, BrokerageAuthorization> Connections { get; } =
        new(StringComparer.Ordinal);
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>What every question ends in, while it is set.</summary>
    public SnapTradeException? Failure { get; set; }

    /// <summary>What a list of connections ends in, while it is set.</summary>
    public SnapTradeException? ListFailure { get; set; }

    /// <summary>Connections that are listed but return 404.</summary>
    public ConcurrentDictionary<string, BrokerageAuthorization> Listed { get; } = new(StringComparer.Ordinal);

    /// <summary>Lists of single users; who has none is given every connection there is.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<BrokerageAuthorization>> Lists { get; } =
        new(StringComparer.Ordinal);

    /// <summary>The users whose lists were read, in order.</summary>
    public ConcurrentQueue<string> ListsAsked { get; } = new();

    /// <summary>What a user's list ends in, while it is there.</summary>
    public ConcurrentDictionary<string, SnapTradeException> ListFailures { get; } =
        new(StringComparer.Ordinal);

    /// <summary>Runs while a list is being read.</summary>
    public Func<string, Task> OnListAsked { get; set; } = _ => Task.CompletedTask;
    public List<BrokerageInfo> Brokerages { get; } = [];

    /// <summary>What a list of users says.</summary>
    public List<string> Users { get; } = [];

    /// <summary>Users that were to be deleted.</summary>
    public List<string> DeletedUsers { get; } = [];

    /// <summary>Runs during a request.</summary>
    public Func<Task> OnAsked { get; set; } = () => Task.CompletedTask;

    /// <summary>The offset of this clock.</summary>
    public TimeSpan Skew { get; set; }

    public override async Task<Observed<BrokerageAuthorization?>> GetAuthorizationAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    )
    {
        Asked.Enqueue(connectionId);
        await OnAsked();
        return Failure is { } failure
            ? throw failure
            : new(Connections.GetValueOrDefault(connectionId), time.GetUtcNow() + Skew);
    }

    public override async Task<IReadOnlyList<string>> ListUsersAsync(CancellationToken cancellationToken)
    {
        await OnAsked();
        // A user's secret has no part in it, so it is never refused as unknown.
        return Failure is { Code: not "1083" } failure ? throw failure : [.. Users];
    }

    /// <summary>Connections that were to be deleted or disabled, in order: "delete c1".</summary>
    public ConcurrentQueue<string> Acts { get; } = new();

    public override Task DeleteConnectionAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    ) => ActAsync($"delete {connectionId} of {user.UserId}");

    public override Task DisableAuthorizationAsync(
        string connectionId,
        UserCredentials user,
        CancellationToken cancellationToken
    ) => ActAsync($"disable {connectionId} of {user.UserId}");

    private async Task ActAsync(string act)
    {
        Acts.Enqueue(act);
        await OnAsked();
        if (Failure is { } failure)
            throw failure;
    }

    public override Task DeleteUserAsync(string userId, CancellationToken cancellationToken)
    {
        DeletedUsers.Add(userId);
        return Failure is { } failure ? throw failure : Task.CompletedTask;
    }

    public override Task<IReadOnlyList<BrokerageInfo>> ListBrokeragesAsync(
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<BrokerageInfo>>([.. Brokerages]);

    public override async Task<Observed<IReadOnlyList<BrokerageAuthorization>>> ListAuthorizationsAsync(
        UserCredentials user,
        CancellationToken cancellationToken
    )
    {
        ListsAsked.Enqueue(user.UserId);
        var requestedAt = time.GetUtcNow() + Skew;
        await OnListAsked(user.UserId);
        if ((ListFailure ?? ListFailures.GetValueOrDefault(user.UserId)) is { } failure)
            throw failure;
        return new(
            Lists.GetValueOrDefault(user.UserId) ?? [.. Connections.Values, .. Listed.Values],
            requestedAt
        );
    }
}
