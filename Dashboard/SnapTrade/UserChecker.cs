using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconciliation;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.SnapTrade;

/// <summary>How the comparison of a user's connections ended.</summary>
/// <param name="Status"><see cref="VerificationStatus.Verified"/>: all are compared and recorded; else nothing is.</param>
/// <param name="Connections">How many SnapTrade has.</param>
/// <param name="Differences">What differed from what was believed.</param>
/// <param name="Error">What went wrong with a call, when one was made and failed.</param>
public sealed record UserCheck(
    VerificationStatus Status,
    int Connections = 0,
    IReadOnlyList<Difference>? Differences = null,
    SnapTradeException? Error = null
)
{
    public IReadOnlyList<Difference> Differences { get; } = Differences ?? [];
}

/// <summary>
/// Compares all connections of a user with SnapTrade's list and records what it says: a difference becomes an
/// event with source <see cref="EventSource.Poll"/>, and what webhooks lack is filled in.
/// </summary>
public sealed class UserChecker(
    ISnapTradeClient client,
    IDbContextFactory<DashboardDbContext> contexts,
    UserSecrets secrets,
    EventLog log,
    TimeProvider time
)
{
    /// <param name="userId">The user to ask about.</param>
    /// <param name="priority">Who goes first when calls are few.</param>
    /// <param name="cancellationToken">Cancels before anything is recorded.</param>
    /// <param name="pass">The pass over all users that asks; null: somebody asks for this one.</param>
    /// <param name="alongside">Writes that belong to the transaction that records the answer; not run when there is none.</param>
    public async Task<UserCheck> CheckAsync(
        string userId,
        CallPriority priority,
        CancellationToken cancellationToken,
        SweepPass? pass = null,
        Func<DashboardDbContext, CancellationToken, Task>? alongside = null
    )
    {
        if (await FindAsync(userId, cancellationToken) is not { } user)
            return new(VerificationStatus.UnknownUser);
        if (user.SecretRefusedAt is not null)
            return new(VerificationStatus.SecretRefused);
        // By the clock of the node that began the pass, should ours be behind: else the user would come up again.
        var now = time.GetUtcNow();
        if (now < pass?.StartedAt)
            now = pass.StartedAt;
        if (user.ProtectedSecret is not { } kept || secrets.Unprotect(kept) is not { } secret)
        {
            await NoteTriedAsync(userId, now, cancellationToken);
            return new(VerificationStatus.NoSecret);
        }
        try
        {
            var checks = await AskAsync(
                client.WithPriority(priority),
                new UserCredentials(userId, secret),
                cancellationToken
            );
            var differences = await log.RecordAsync(
                checks.ConvertAll(c => c with { PassId = pass?.Id, IsFirstLook = user.CheckedAt is null }),
                (db, token) => NoteCheckedAsync(db, userId, now, alongside, token),
                cancellationToken
            );
            return new(
                VerificationStatus.Verified,
                checks.Count(c => c.Health != Health.Deleted),
                differences
            );
        }
        catch (SnapTradeException error)
        {
            return await FailAsync(user, error, now, cancellationToken);
        }
    }

    /// <summary>What SnapTrade says of every connection it lists, and of every one it should.</summary>
    /// <exception cref="SnapTradeException">An answer is missing: then none of them counts.</exception>
    private async Task<List<ConnectionCheck>> AskAsync(
        ISnapTradeClient asked,
        UserCredentials credentials,
        CancellationToken cancellationToken
    )
    {
        var list = await asked.ListAuthorizationsAsync(credentials, cancellationToken);
        var checks = list
            .Value.Where(found => IsId(found.Id))
            .DistinctBy(found => found.Id, StringComparer.Ordinal)
            .Select(found =>
                AuthorizationChecks.Of(found.Id, credentials.UserId, new(found, list.RequestedAt))
            )
            .ToList();
        var listed = checks.Select(c => c.ConnectionId).ToHashSet(StringComparer.Ordinal);
        foreach (var id in await BelievedAsync(credentials.UserId, cancellationToken))
        {
            if (!listed.Contains(id))
                checks.Add(
                    await AskForMissingAsync(asked, id, credentials, list.RequestedAt, cancellationToken)
                );
        }
        return checks;
    }

    // To be taken for deleted, a connection has to be missing in the list and under its own address: one
    // answer that is empty by mistake must not bury everything a user has.
    private static async Task<ConnectionCheck> AskForMissingAsync(
        ISnapTradeClient asked,
        string connectionId,
        UserCredentials credentials,
        DateTimeOffset listedAt,
        CancellationToken cancellationToken
    )
    {
        var answer = await asked.GetAuthorizationAsync(connectionId, credentials, cancellationToken);
        return AuthorizationChecks.Of(
            connectionId,
            credentials.UserId,
            answer.Value is null ? new(null, listedAt) : answer
        );
    }

    // Without the user's version: a writer who read before and puts an older time back costs one more check.
    private static async Task NoteCheckedAsync(
        DashboardDbContext db,
        string userId,
        DateTimeOffset at,
        Func<DashboardDbContext, CancellationToken, Task>? alongside,
        CancellationToken cancellationToken
    )
    {
        await db
            .SnapTradeUsers.Where(u => u.Id == userId)
            .ExecuteUpdateAsync(
                s => s.SetProperty(u => u.CheckedAt, at).SetProperty(u => u.CheckTriedAt, at),
                cancellationToken
            );
        if (alongside is not null)
            await alongside(db, cancellationToken);
    }

    private async Task NoteTriedAsync(string userId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .SnapTradeUsers.Where(u => u.Id == userId)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.CheckTriedAt, at), cancellationToken);
    }

    private async Task<UserCheck> FailAsync(
        SnapTradeUser user,
        SnapTradeException error,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        if (error.IsRefusedSecret() && await contexts.NoteRefusedSecretAsync(user, at, cancellationToken))
            return new(VerificationStatus.SecretRefused, Error: error);
        // Being told to slow down says nothing about this user, who is asked about again soon.
        if (error.Kind != SnapTradeErrorKind.RateLimited)
            await NoteTriedAsync(user.Id, at, cancellationToken);
        return new(VerificationStatus.Unavailable, Error: error);
    }

    private async Task<SnapTradeUser?> FindAsync(string userId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .SnapTradeUsers.AsNoTracking()
            .SingleOrDefaultAsync(u => u.Id == userId, cancellationToken);
    }

    /// <summary>The user's connections that should be there.</summary>
    private async Task<List<string>> BelievedAsync(string userId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Connections.Where(c => c.UserId == userId && c.Health != Health.Deleted)
            .Select(c => c.Id)
            .ToListAsync(cancellationToken);
    }

    private static bool IsId(string id) => id is { Length: > 0 and <= Limits.Id } && !id.EndsWith(' ');
}
