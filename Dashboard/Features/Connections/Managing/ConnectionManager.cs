using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Users;
using Dashboard.SnapTrade;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Connections.Managing;

/// <summary>
/// Changes connections at SnapTrade. The request is recorded before the call, so that a crash can't hide it, and its
/// result afterwards. The new state of the connection comes from SnapTrade's webhook or a check.
/// </summary>
internal sealed class ConnectionManager(
    ISnapTradeClient client,
    IDbContextFactory<DashboardDbContext> contexts,
    UserSecrets secrets,
    SecretRefusals refusals,
    EventLog log,
    AuditWriter audit,
    CurrentOperator current,
    IOptions<SnapTradeOptions> options,
    TimeProvider time
)
{
    /// <summary>Whether the keys are test keys, with which connections can be broken on purpose.</summary>
    public bool OffersDrills => options.Value.AllowsDrills;

    /// <summary>Deletes the connection at SnapTrade for good.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<ManagingReport> DeleteAsync(string connectionId, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.DeleteConnections);
        return await ActAsync(
            new(
                EventTypes.DeletionAsked,
                AuditActions.DeleteConnection,
                (user, token) => client.DeleteConnectionAsync(connectionId, user, token)
            ),
            connectionId,
            cancellationToken
        );
    }

    /// <summary>Has SnapTrade disable the connection, as a drill.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<ManagingReport> BreakAsync(string connectionId, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.RunDrills);
        if (!OffersDrills)
            return ManagingReport.NoTestKeys;
        return await ActAsync(
            new(
                EventTypes.DrillAsked,
                AuditActions.BreakConnection,
                (user, token) => client.DisableAuthorizationAsync(connectionId, user, token)
            ),
            connectionId,
            cancellationToken
        );
    }

    private async Task<ManagingReport> ActAsync(
        Act act,
        string connectionId,
        CancellationToken cancellationToken
    )
    {
        var (connection, user) = await FindAsync(connectionId, cancellationToken);
        var secret = user?.ProtectedSecret is { } kept ? secrets.Unprotect(kept) : null;
        if (WhyNot(connection, user, secret) is { } refusal)
        {
            await RecordAsync(act, connectionId, $"{AuditResults.Refused}: {refusal.Reason}");
            return refusal;
        }
        await AskAsync(act, connection!, cancellationToken);
        // The request is recorded now, so it is not cancelled when the operator leaves the page.
        var failure = await CallAsync(act, new UserCredentials(user!.Id, secret!));
        if (failure is null)
            refusals.Answered();
        else if (SecretRefusals.IsRefusal(failure))
            failure = (
                await refusals.JudgeAsync(failure, user, time.GetUtcNow(), client, CancellationToken.None)
            ).Error;
        else if (await client.IsSharedAsync(failure, connectionId, new(user.Id, secret!)))
        {
            await RecordAsync(act, connectionId, $"{AuditResults.Refused}: {ManagingReport.Shared.Reason}");
            return ManagingReport.Shared;
        }
        await RecordAsync(
            act,
            connectionId,
            failure is null ? "done" : $"{AuditResults.Failed}: {failure.Kind}"
        );
        return failure is null ? ManagingReport.Done : ManagingReport.Of(failure);
    }

    private static ManagingReport? WhyNot(Connection? connection, SnapTradeUser? user, string? secret) =>
        (connection, user, secret) switch
        {
            (null, _, _) => ManagingReport.Unknown,
            ({ Health: Health.Deleted }, _, _) => ManagingReport.Deleted,
            (_, null, _) or (_, _, null) => ManagingReport.NoSecret,
            (_, { SecretRefusedAt: not null }, _) => ManagingReport.SecretRefused,
            _ => null,
        };

    private async Task<(Connection?, SnapTradeUser?)> FindAsync(
        string connectionId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var connection = await db
            .Connections.AsNoTracking()
            .SingleOrDefaultAsync(c => c.Id == connectionId, cancellationToken);
        var user = connection is null
            ? null
            : await db
                .SnapTradeUsers.AsNoTracking()
                .SingleOrDefaultAsync(u => u.Id == connection.UserId, cancellationToken);
        return (connection, user);
    }

    private Task AskAsync(Act act, Connection connection, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var asked = new IncomingEvent
        {
            Type = act.EventType,
            Source = EventSource.Operator,
            UserId = connection.UserId,
            ConnectionId = connection.Id,
            OccurredAt = now,
            ReceivedAt = now,
            Actor = current.DisplayName,
        };
        return log.AppendAsync(
            [asked],
            (db, token) =>
            {
                audit.Add(db, act.AuditAction, $"connection:{connection.Id}", "asked");
                return db.SaveChangesAsync(token);
            },
            cancellationToken
        );
    }

    private static async Task<SnapTradeException?> CallAsync(Act act, UserCredentials user)
    {
        try
        {
            await act.Call(user, CancellationToken.None);
            return null;
        }
        catch (SnapTradeException failure)
        {
            return failure;
        }
    }

    private async Task RecordAsync(Act act, string connectionId, string result)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        audit.Add(db, act.AuditAction, $"connection:{connectionId}", result);
        await db.SaveChangesAsync(CancellationToken.None);
    }

    private sealed record Act(
        string EventType,
        string AuditAction,
        Func<UserCredentials, CancellationToken, Task> Call
    );
}
