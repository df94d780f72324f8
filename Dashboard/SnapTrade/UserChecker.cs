using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconciliation;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.SnapTrade;

/// <summary>
/// Compares all connections of a user with SnapTrade's list and records the list: a difference becomes an event with source
/// <see cref="EventSource.Poll"/>, and details that webhooks lack are filled in.
/// </summary>
public sealed class UserChecker(
    ISnapTradeClient client,
    IDbContextFactory<DashboardDbContext> contexts,
    UserSecrets secrets,
    SecretRefusals refusals,
    EventLog log,
    TimeProvider time,
    ILogger<UserChecker>? logger = null
)
{
    private readonly UserListing _listing = new(contexts, logger);

    /// <param name="userId">The user to check.</param>
    /// <param name="priority">The priority of the calls.</param>
    /// <param name="cancellationToken">Cancels before anything is recorded.</param>
    /// <param name="pass">The pass that checks; null: an operator does.</param>
    /// <param name="alongside">Adds writes to the transaction that records the answer; not called without an answer.</param>
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
        // A pass asks again, because a wrong key pair may have been at fault.
        if (user.SecretRefusedAt is not null && pass is null)
            return new(VerificationStatus.SecretRefused);
        // Not before the start of the pass, even if this clock is behind: else the user would be checked again.
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
            var checks = await _listing.AskAsync(
                client.WithPriority(priority),
                new UserCredentials(userId, secret),
                cancellationToken
            );
            refusals.Answered();
            var differences = await log.RecordAsync(
                checks.ConvertAll(c => c with { PassId = pass?.Id, IsFirstLook = user.CheckedAt is null }),
                (db, token) => NoteCheckedAsync(db, user, now, alongside, token),
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
            return await FailAsync(user, error, now, client.WithPriority(priority), cancellationToken);
        }
    }

    // Ignores the user's version: a concurrent writer that puts an older time back costs one more check.
    private static async Task NoteCheckedAsync(
        DashboardDbContext db,
        SnapTradeUser user,
        DateTimeOffset at,
        Func<DashboardDbContext, CancellationToken, Task>? alongside,
        CancellationToken cancellationToken
    )
    {
        if (user.SecretRefusedAt is not null)
            await WrittenOffSecrets.RemoveAsync(db, user, cancellationToken);
        await db
            .SnapTradeUsers.Where(u => u.Id == user.Id)
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
        ISnapTradeClient asking,
        CancellationToken cancellationToken
    )
    {
        if (SecretRefusals.IsRefusal(error))
        {
            var verdict = await refusals.JudgeAsync(error, user, at, asking, cancellationToken);
            if (verdict.IsNoted)
            {
                await NoteTriedAsync(user.Id, at, cancellationToken);
                return new(VerificationStatus.SecretRefused, Error: error);
            }
            error = verdict.Error;
        }
        // Throttling and wrong keys say nothing about this user, who is checked again soon.
        if (error.Kind is not (SnapTradeErrorKind.RateLimited or SnapTradeErrorKind.ForeignKeys))
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
}
