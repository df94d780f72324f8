using Dashboard.Data;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Access.Sessions;

/// <summary>The open sessions, for the checks of cookies, circuits and hubs.</summary>
public sealed class SessionStore(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    /// <summary>How long a session lasts without use; the cookie lasts as long.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>The maximum lifetime of a session in use, so that a copied cookie does not work forever.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(7);

    // Shorter than the minute between two checks, so that each check is stored, but not each of several requests at once.
    private static readonly TimeSpan SeenPrecision = TimeSpan.FromSeconds(30);

    /// <summary>Whether the session is open; updates when it was last seen.</summary>
    public async Task<bool> IsOpenAsync(
        string operatorId,
        string? sessionId,
        CancellationToken cancellationToken
    )
    {
        if (sessionId is null)
            return false;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var session = Open(db, operatorId, now).Where(s => s.Id == sessionId);
        var lastSeen = await session
            .Select(s => (DateTimeOffset?)s.LastSeenAt)
            .SingleOrDefaultAsync(cancellationToken);
        if (lastSeen is null || now - lastSeen < SeenPrecision)
            return lastSeen is not null;
        var end = now + Lifetime;
        return await session.ExecuteUpdateAsync(
                s => s.SetProperty(x => x.LastSeenAt, now).SetProperty(x => x.ExpiresAt, end),
                cancellationToken
            ) == 1;
    }

    /// <summary>Ends an operator's sessions within the caller's transaction, all of them or all but one.</summary>
    /// <returns>How many were open.</returns>
    public static Task<int> EndAllAsync(
        DashboardDbContext db,
        string operatorId,
        DateTimeOffset now,
        string? exceptId,
        CancellationToken cancellationToken
    ) =>
        Open(db, operatorId, now)
            .Where(s => s.Id != exceptId)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), cancellationToken);

    internal static IQueryable<OperatorSession> Open(
        DashboardDbContext db,
        string operatorId,
        DateTimeOffset now
    )
    {
        var oldest = now - MaxLifetime;
        return db.OperatorSessions.Where(s =>
            s.OperatorId == operatorId && s.EndedAt == null && s.ExpiresAt > now && s.StartedAt > oldest
        );
    }
}
