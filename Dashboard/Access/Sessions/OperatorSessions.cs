using System.Globalization;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Access.Sessions;

/// <summary>
/// Where operators are signed in, and ending it: one's own, and for an admin anybody's. What was ended is gone
/// from pages, circuits and hubs within <see cref="AccessOptions.SessionCheckEvery"/>.
/// </summary>
public sealed class OperatorSessions(
    SignInManager<Operator> signIn,
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    AuditWriter audit,
    TimeProvider time
)
{
    /// <summary>Signs somebody in whose identity is proven, with a session of its own.</summary>
    /// <param name="who">The operator.</param>
    /// <param name="method">One of <see cref="SessionMethods"/>.</param>
    /// <exception cref="InvalidOperationException">The operator was disabled or removed meanwhile.</exception>
    public Task SignInAsync(Operator who, string method) =>
        signIn.SignInAsync(who, isPersistent: false, method);

    /// <summary>Ends the current session for real: a copied cookie is worth nothing once its owner has left.</summary>
    public async Task SignOutAsync(CancellationToken cancellationToken)
    {
        if (current.Actor is { Role: not null } actor)
            await WriteAsync(
                actor.Id,
                (db, now) => End(db, actor.Id, current.SessionId, now, cancellationToken),
                AuditActions.SignOut,
                _ => "done",
                cancellationToken
            );
        await signIn.SignOutAsync();
    }

    /// <summary>An operator's open sessions, the latest first.</summary>
    /// <exception cref="AccessDeniedException">Somebody else's, and one may not manage the team.</exception>
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
    /// <exception cref="AccessDeniedException">Somebody else's, and one may not manage the team.</exception>
    public async Task<bool> EndAsync(string operatorId, string sessionId, CancellationToken cancellationToken)
    {
        await DemandAsync(operatorId);
        var ended = await WriteAsync(
            operatorId,
            (db, now) => End(db, operatorId, sessionId, now, cancellationToken),
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
    /// <exception cref="AccessDeniedException">Somebody else's, and one may not manage the team.</exception>
    public async Task<int> EndAllAsync(
        string operatorId,
        string? exceptId,
        CancellationToken cancellationToken
    )
    {
        await DemandAsync(operatorId);
        return await WriteAsync(
            operatorId,
            (db, now) => SessionStore.EndAllAsync(db, operatorId, now, exceptId, cancellationToken),
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

    private async Task<int> WriteAsync(
        string operatorId,
        Func<DashboardDbContext, DateTimeOffset, Task<int>> end,
        string action,
        Func<int, string> result,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var ended = await end(db, time.GetUtcNow());
        audit.Add(db, action, $"operator:{operatorId}", result(ended));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ended;
    }

    private async Task DemandAsync(string operatorId)
    {
        if (current.Actor is not { IsOperator: true } actor || actor.Id != operatorId)
            await current.DemandAsync(Permission.ManageTeam);
    }
}
