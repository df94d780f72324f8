using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Users;
using Dashboard.Mail;
using Dashboard.SnapTrade;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Users.Erasing;

/// <summary>Why a person was not erased, or not wholly.</summary>
public enum ErasingObstacle
{
    /// <summary>No such user is known.</summary>
    UnknownUser,

    /// <summary>A message to the person is being handed over; it ends within a minute.</summary>
    EmailInHand,

    /// <summary>An uploaded file, which nobody can look into, may bring the person back.</summary>
    ImportPending,

    /// <summary>Erased here, but SnapTrade did not take the deletion.</summary>
    SnapTradeFailed,

    /// <summary>Erased here, but the files of the pickup folder could not be looked through.</summary>
    FilesLeft,
}

/// <summary>
/// Erases a person on request: name, address, language, time zone, secret, and what else tells of them. What stays
/// names them by the userId alone.
/// </summary>
public sealed class PersonEraser(
    IDbContextFactory<DashboardDbContext> contexts,
    EventLog log,
    ISnapTradeClient snapTrade,
    PickupFolder pickup,
    CurrentOperator current,
    AuditWriter audit,
    TimeProvider time
)
{
    private const int Tries = 5;

    /// <summary>Erases; again is the same as once, and goes on with what was left over.</summary>
    /// <param name="userId">SnapTrade's.</param>
    /// <param name="atSnapTrade">Also has SnapTrade delete the user, with all connections, for good.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>What stood in the way; null when everything was done.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<ErasingObstacle?> EraseAsync(
        string userId,
        bool atSnapTrade,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ManageUsers);
        if (atSnapTrade)
            await current.DemandAsync(Permission.DeleteConnections);
        if (await EraseHereAsync(userId, atSnapTrade, cancellationToken) is { } refusal)
            return refusal;
        // From here on it is done: who leaves the page does not stop the rest.
        var filesLeft = await RemoveFilesAsync(userId);
        if (atSnapTrade && !await DeleteThereAsync(userId))
            return ErasingObstacle.SnapTradeFailed;
        return filesLeft ? ErasingObstacle.FilesLeft : null;
    }

    private static async Task<ErasingObstacle?> RefusalAsync(
        DashboardDbContext db,
        string userId,
        CancellationToken cancellationToken
    )
    {
        if (!await db.SnapTradeUsers.AnyAsync(u => u.Id == userId, cancellationToken))
            return ErasingObstacle.UnknownUser;
        var isInHand = await db.Emails.AnyAsync(
            e => e.UserId == userId && e.State == EmailState.Sending,
            cancellationToken
        );
        if (isInHand)
            return ErasingObstacle.EmailInHand;
        return await db.UserImports.AnyAsync(i => i.State <= UserImportState.Running, cancellationToken)
            ? ErasingObstacle.ImportPending
            : null;
    }

    private async Task<ErasingObstacle?> EraseHereAsync(
        string userId,
        bool atSnapTrade,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            try
            {
                await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
                if (await RefusalAsync(db, userId, cancellationToken) is { } refusal)
                    return refusal;
                await EraseAsync(db, userId, cancellationToken);
                // What can't be taken back is written down before SnapTrade hears of it.
                audit.Add(db, AuditActions.ErasePerson, $"user:{userId}", after: new { atSnapTrade });
                await db.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return null;
            }
            catch (Exception e)
                when (attempt < Tries && (e is DbUpdateConcurrencyException || db.IsTransient(e))) { }
        }
    }

    private async Task EraseAsync(DashboardDbContext db, string userId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var user = await db.SnapTradeUsers.SingleAsync(u => u.Id == userId, cancellationToken);
        var traces = await PersonalTraces.FindAsync(db, user, cancellationToken);
        if (await traces.IsUnwillingAsync(db, cancellationToken))
            user.OptOut(PersonalTraces.Erased, now);
        user.Erase(now);
        user.NextVersion();
        await db
            .Emails.Where(e => e.UserId == userId && e.State == EmailState.Queued)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(e => e.State, EmailState.Cancelled)
                        .SetProperty(e => e.FinishedAt, (DateTimeOffset?)now),
                cancellationToken
            );
        await traces.RemoveAsync(db, now, cancellationToken);
    }

    private async Task<bool> RemoveFilesAsync(string userId)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var sent = await db.Emails.Where(e => e.UserId == userId).Select(e => e.Id).ToHashSetAsync();
        try
        {
            await pickup.RemoveAsync(sent, CancellationToken.None);
            return false;
        }
        catch (MailException)
        {
            return true;
        }
    }

    private async Task<bool> DeleteThereAsync(string userId)
    {
        string result;
        List<IncomingEvent> news = [];
        try
        {
            await snapTrade.DeleteUserAsync(userId, CancellationToken.None);
            result = "done";
            news.Add(DeletionOf(userId));
        }
        // Deleted before, or never known by these keys.
        catch (SnapTradeException exception) when (exception.Kind == SnapTradeErrorKind.NotFound)
        {
            result = "done: unknown there";
        }
        catch (SnapTradeException exception)
        {
            result = $"{AuditResults.Failed}: {exception.Kind}";
        }
        await log.AppendAsync(
            news,
            (db, token) =>
            {
                audit.Add(db, AuditActions.DeleteUserAtSnapTrade, $"user:{userId}", result);
                return db.SaveChangesAsync(token);
            },
            CancellationToken.None
        );
        return AuditResults.KindOf(result) == AuditResult.Done;
    }

    // Without the secret no check can tell that the connections are gone, should the webhook be lost.
    private IncomingEvent DeletionOf(string userId)
    {
        var now = time.GetUtcNow();
        return new()
        {
            Type = EventTypes.UserDeleted,
            Source = EventSource.Operator,
            UserId = userId,
            OccurredAt = now,
            ReceivedAt = now,
            Actor = current.DisplayName,
        };
    }
}
