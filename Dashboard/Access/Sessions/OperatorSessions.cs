using System.Globalization;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Access.Sessions;

/// <summary>
/// Lists and ends sessions: operators their own, admins all. Pages, circuits and hubs of an ended session close within <see cref="AccessOptions.SessionCheckEvery"/>.
/// </summary>
public sealed class OperatorSessions(
    SignInManager<Operator> signIn,
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    AuditWriter audit,
    TimeProvider time
)
{
    /// <summary>Signs in an authenticated operator and opens a session.</summary>
    /// <param name="who">The operator.</param>
    /// <param name="method">One of <see cref="SessionMethods"/>.</param>
    /// <exception cref="InvalidOperationException">The operator was disabled or removed meanwhile.</exception>
    public Task SignInAsync(Operator who, string method) =>
        signIn.SignInAsync(who, isPersistent: false, method);

    /// <summary>Ends the current session in the database too, so that a copied cookie no longer works.</summary>
    public async Task SignOutAsync(CancellationToken cancellationToken)
    {
        if (current.Actor is { Role: not null } actor)
            await WriteAsync(
                actor.Id,
                (db, now, token) => End(db, actor.Id, current.SessionId, now, token),
                AuditActions.SignOut,
                _ => "done",
                cancellationToken
            );
        await signIn.SignOutAsync();
    }

    /// <summary>An operator's open sessions, the latest first.</summary>
    /// <exception cref="AccessDeniedException">It is another operator's, without <see cref="Permission.ManageTeam"/>.</exception>
    public async Task<IReadOnlyList<OperatorSession>> OfAsync(
        string operatorId,
        CancellationToken cancellationToken
    )
    {
        await DemandAsync(operatorId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await SessionStore
            .Open(db, operatorId, time.GetUtcNow())
            .AsNoTracking()
            .OrderByDescending(s => s.StartedAt)
            .ThenBy(s => s.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Ends one session.</summary>
    /// <returns>False when it was not open any more.</returns>
    /// <exception cref="AccessDeniedException">It is another operator's, without <see cref="Permission.ManageTeam"/>.</exception>
    public async Task<bool> EndAsync(string operatorId, string sessionId, CancellationToken cancellationToken)
    {
        await DemandAsync(operatorId);
        var ended = await WriteAsync(
            operatorId,
            (db, now, token) => End(db, operatorId, sessionId, now, token),
            AuditActions.EndSession,
            count => count == 0 ? "not open any more" : "done",
            cancellationToken
        );
        return ended > 0;
    }

    /// <summary>Ends all of an operator's sessions, or all but one.</summary>
    /// <param name="operatorId">Whose.</param>
    /// <param name="exceptId">The session that stays, usually the current one; null ends all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many were open.</returns>
    /// <exception cref="AccessDeniedException">It is another operator's, without <see cref="Permission.ManageTeam"/>.</exception>
    public async Task<int> EndAllAsync(
        string operatorId,
        string? exceptId,
        CancellationToken cancellationToken
    )
    {
        await DemandAsync(operatorId);
        return await WriteAsync(
            operatorId,
            (db, now, token) => SessionStore.EndAllAsync(db, operatorId, now, exceptId, token),
            exceptId is null ? AuditActions.EndAllSessions : AuditActions.EndOtherSessions,
            count => string.Create(CultureInfo.InvariantCulture, $"{count} ended"),
            cancellationToken
        );
    }

    private static Task<int> End(
        DashboardDbContext db,
        string operatorId,
        string? sessionId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        SessionStore
            .Open(db, operatorId, now)
            .Where(s => s.Id == sessionId)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), cancellationToken);

    private Task<int> WriteAsync(
        string operatorId,
        Func<DashboardDbContext, DateTimeOffset, CancellationToken, Task<int>> end,
        string action,
        Func<int, string> result,
        CancellationToken cancellationToken
    ) =>
        contexts.InTransactionAsync(
            async (db, token) =>
            {
                var ended = await end(db, time.GetUtcNow(), token);
                audit.Add(db, action, $"operator:{operatorId}", result(ended));
                await db.SaveChangesAsync(token);
                return ended;
            },
            cancellationToken
        );

    private async Task DemandAsync(string operatorId)
    {
        if (current.Actor is not { IsOperator: true } actor || actor.Id != operatorId)
            await current.DemandAsync(Permission.ManageTeam);
    }
}
