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

/// <summary>
/// Erases a person on request: name, address, language, time zone, secret, and all other personal data. What remains names
/// the person by userId only.
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
    /// <summary>Erases the person. Another call completes what an earlier one left.</summary>
    /// <param name="userId">SnapTrade's.</param>
    /// <param name="atSnapTrade">Also deletes the user at SnapTrade, with all connections, permanently.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>The obstacle; null when everything was erased.</returns>
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
        // The erasure is committed: closing the page does not stop the rest.
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
        var isSending = await db.Emails.AnyAsync(
            e => e.UserId == userId && e.State == EmailState.Sending,
            cancellationToken
        );
        if (isSending)
            return ErasingObstacle.EmailInProgress;
        return await db.UserImports.AnyAsync(i => i.State <= UserImportState.Running, cancellationToken)
            ? ErasingObstacle.ImportPending
            : null;
    }

    private Task<ErasingObstacle?> EraseHereAsync(
        string userId,
        bool atSnapTrade,
        CancellationToken cancellationToken
    ) =>
        contexts.InTransactionAsync(
            async (db, token) =>
            {
                if (await RefusalAsync(db, userId, token) is { } refusal)
                    return refusal;
                await EraseAsync(db, userId, token);
                // SnapTrade's deletion can't be undone, so the entry is committed before SnapTrade is asked.
                audit.Add(db, AuditActions.ErasePerson, $"user:{userId}", after: new { atSnapTrade });
                await db.SaveChangesAsync(token);
                return (ErasingObstacle?)null;
            },
            cancellationToken
        );

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
        List<IncomingEvent> events = [];
        try
        {
            await snapTrade.DeleteUserAsync(userId, CancellationToken.None);
            result = "done";
            events.Add(DeletionOf(userId));
        }
        // Deleted before, or never registered with these keys.
        catch (SnapTradeException exception) when (exception.Kind == SnapTradeErrorKind.NotFound)
        {
            result = "done: unknown there";
        }
        catch (SnapTradeException exception)
        {
            result = $"{AuditResults.Failed}: {exception.Kind}";
        }
        await log.AppendAsync(
            events,
            (db, token) =>
            {
                audit.Add(db, AuditActions.DeleteUserAtSnapTrade, $"user:{userId}", result);
                return db.SaveChangesAsync(token);
            },
            CancellationToken.None
        );
        return AuditResults.KindOf(result) == AuditResult.Done;
    }

    // Without the secret no check can find out that the connections are gone if the webhook is lost.
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
