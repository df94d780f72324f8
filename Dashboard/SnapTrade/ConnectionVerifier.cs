using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.SnapTrade;

/// <summary>How an attempt to check a connection ended.</summary>
public enum VerificationStatus
{
    /// <summary>SnapTrade answered, and the answer is recorded.</summary>
    Verified,

    /// <summary>We know of no such connection.</summary>
    UnknownConnection,

    /// <summary>We know of no such user.</summary>
    UnknownUser,

    /// <summary>The host application has not brought the user's secret, or its key is gone.</summary>
    NoSecret,

    /// <summary>SnapTrade refuses the user's secret.</summary>
    SecretRefused,

    /// <summary>SnapTrade did not answer, or contradicted itself; a later try may succeed.</summary>
    Unavailable,
}

/// <param name="Health">What SnapTrade said, when <see cref="VerificationStatus.Verified"/>.</param>
/// <param name="Error">What went wrong with the call, when it was made and failed.</param>
public sealed record Verification(
    VerificationStatus Status,
    Health? Health = null,
    SnapTradeException? Error = null
);

/// <summary>Asks SnapTrade how a connection is and records the answer.</summary>
public sealed class ConnectionVerifier(
    ISnapTradeClient client,
    IDbContextFactory<DashboardDbContext> contexts,
    UserSecrets secrets,
    EventLog log,
    TimeProvider time
)
{
    /// <param name="connectionId">The connection to ask about.</param>
    /// <param name="priority">Who goes first when calls are few.</param>
    /// <param name="cancellationToken">Cancels before the answer is recorded.</param>
    /// <param name="alongside">Writes that belong to the transaction that records an answer; not run when there is none.</param>
    public async Task<Verification> VerifyAsync(
        string connectionId,
        CallPriority priority,
        CancellationToken cancellationToken,
        Func<DashboardDbContext, Verification, CancellationToken, Task>? alongside = null
    )
    {
        var (userId, user) = await FindUserAsync(connectionId, cancellationToken);
        if (userId is null)
            return new(VerificationStatus.UnknownConnection);
        if (user?.ProtectedSecret is not { } kept || secrets.Unprotect(kept) is not { } secret)
            return new(VerificationStatus.NoSecret);
        if (user.SecretRefusedAt is not null)
            return new(VerificationStatus.SecretRefused);
        try
        {
            var answer = await AskAsync(
                client.WithPriority(priority),
                connectionId,
                new UserCredentials(userId, secret),
                cancellationToken
            );
            var check = AuthorizationChecks.Of(connectionId, userId, answer);
            var verified = new Verification(VerificationStatus.Verified, check.Health);
            await log.RecordAsync(
                [check],
                alongside is null ? null : (db, token) => alongside(db, verified, token),
                cancellationToken
            );
            return verified;
        }
        catch (SnapTradeException error)
        {
            return await FailAsync(connectionId, user, priority, error, cancellationToken);
        }
    }

    // Whatever stands between us and SnapTrade may answer 404 to anything. Only a user's list without the
    // connection tells that it is gone.
    private static async Task<Observed<BrokerageAuthorization?>> AskAsync(
        ISnapTradeClient client,
        string connectionId,
        UserCredentials credentials,
        CancellationToken cancellationToken
    )
    {
        var answer = await client.GetAuthorizationAsync(connectionId, credentials, cancellationToken);
        if (answer.Value is not null)
            return answer;
        var list = await client.ListAuthorizationsAsync(credentials, cancellationToken);
        if (list.Value.Any(found => found.Id == connectionId))
            throw new SnapTradeException(
                SnapTradeErrorKind.InvalidResponse,
                "SnapTrade lists a connection and says that there is none."
            );
        return new(null, list.RequestedAt);
    }

    private async Task<(string? UserId, SnapTradeUser? User)> FindUserAsync(
        string connectionId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var userId = await db
            .Connections.Where(c => c.Id == connectionId)
            .Select(c => c.UserId)
            .SingleOrDefaultAsync(cancellationToken);
        var user = userId is null
            ? null
            : await db
                .SnapTradeUsers.AsNoTracking()
                .SingleOrDefaultAsync(u => u.Id == userId, cancellationToken);
        return (userId, user);
    }

    private async Task<Verification> FailAsync(
        string connectionId,
        SnapTradeUser user,
        CallPriority priority,
        SnapTradeException error,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        if (error.IsRefusedSecret() && await contexts.NoteRefusedSecretAsync(user, now, cancellationToken))
            return new(VerificationStatus.SecretRefused, Error: error);
        // Being told to slow down says nothing about this connection; and who asked by hand asks again by hand.
        var isThrottled = error.Kind == SnapTradeErrorKind.RateLimited;
        if (isThrottled && priority == CallPriority.Interactive)
            return new(VerificationStatus.Unavailable, Error: error);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var connection = await db
            .Connections.AsNoTracking()
            .SingleAsync(c => c.Id == connectionId, cancellationToken);
        if (isThrottled)
            connection.PostponeVerificationUntil(
                now + (error.RetryAfter ?? SnapTradeRateBudget.DefaultPause)
            );
        else
            connection.PostponeVerification(now);
        // News that came meanwhile knows better.
        await db
            .Connections.Where(c => c.Id == connectionId && c.Version == connection.Version)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(c => c.VerifyAfter, connection.VerifyAfter)
                        .SetProperty(c => c.VerifyFailures, connection.VerifyFailures),
                cancellationToken
            );
        return new(VerificationStatus.Unavailable, Error: error);
    }
}
