using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.SnapTrade;

/// <summary>The result of an attempt to check a connection.</summary>
public enum VerificationStatus
{
    /// <summary>SnapTrade answered, and the answer is recorded.</summary>
    Verified,

    /// <summary>The connection is unknown.</summary>
    UnknownConnection,

    /// <summary>The user is unknown.</summary>
    UnknownUser,

    /// <summary>The user's secret is not stored, or its key is lost.</summary>
    NoSecret,

    /// <summary>SnapTrade refuses the user's secret.</summary>
    SecretRefused,

    /// <summary>SnapTrade did not answer, or contradicted itself; a later attempt may succeed.</summary>
    Unavailable,
}

/// <param name="Health">SnapTrade's answer, when <see cref="VerificationStatus.Verified"/>.</param>
/// <param name="Error">The failed call, if any.</param>
public sealed record Verification(
    VerificationStatus Status,
    Health? Health = null,
    SnapTradeException? Error = null
);

/// <summary>Checks the health of one connection with SnapTrade and records the answer.</summary>
public sealed class ConnectionVerifier(
    ISnapTradeClient client,
    IDbContextFactory<DashboardDbContext> contexts,
    UserSecrets secrets,
    SecretRefusals refusals,
    EventLog log,
    TimeProvider time
)
{
    /// <param name="connectionId">The connection to check.</param>
    /// <param name="priority">The priority of the calls.</param>
    /// <param name="cancellationToken">Cancels before the answer is recorded.</param>
    /// <param name="alongside">Adds writes to the transaction that records an answer; not called without an answer.</param>
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
            refusals.Answered();
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

    // A proxy in between may answer 404 to any request. Only a user's list without the connection proves that it is
    // deleted.
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
        if (SecretRefusals.IsRefusal(error))
        {
            var asking = client.WithPriority(priority);
            var verdict = await refusals.JudgeAsync(error, user, now, asking, cancellationToken);
            if (verdict.IsNoted)
                return new(VerificationStatus.SecretRefused, Error: error);
            error = verdict.Error;
        }
        // Throttling does not concern this connection, and an operator who asked can ask again.
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
        // A change since then takes precedence.
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
