using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Access.Sessions;

/// <summary>
/// Opens a session and records the sign-in. Bypasses Identity, whose concurrency check fails
/// when the same operator signs in twice at the same time.
/// </summary>
public sealed class SessionStart(
    IDbContextFactory<DashboardDbContext> contexts,
    IHttpContextAccessor http,
    CurrentOperator current,
    AuditWriter audit,
    TimeProvider time
)
{
    /// <returns>The session's id, for the cookie.</returns>
    /// <exception cref="InvalidOperationException">The operator was disabled or removed meanwhile.</exception>
    public Task<string> OpenAsync(Operator who, string method, CancellationToken cancellationToken) =>
        contexts.InTransactionAsync((db, token) => OpenAsync(db, who, method, token), cancellationToken);

    private async Task<string> OpenAsync(
        DashboardDbContext db,
        Operator who,
        string method,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var marked = await db
            .Users.Where(o => o.Id == who.Id && o.DisabledAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(o => o.LastSignInAt, now), cancellationToken);
        if (marked == 0)
            throw new InvalidOperationException("The operator was disabled or removed.");
        var session = NewSession(who, method, now);
        db.OperatorSessions.Add(session);
        audit.Add(
            db,
            who.Id,
            who.DisplayName,
            who.Role.ToString(),
            AuditActions.SignIn,
            $"operator:{who.Id}",
            "done",
            after: new { session.Method, session.Device }
        );
        await db.SaveChangesAsync(cancellationToken);
        return session.Id;
    }

    private OperatorSession NewSession(Operator who, string method, DateTimeOffset now) =>
        new()
        {
            Id = Guid.NewGuid().ToString("N"),
            OperatorId = who.Id,
            StartedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + SessionStore.Lifetime,
            Method = method,
            Address = current.Address,
            Device = DeviceWords.Of(http.HttpContext?.Request.Headers.UserAgent),
        };
}
