using Dashboard.Data;
using Dashboard.Domain;

namespace Dashboard.Access;

/// <summary>
/// Puts an action on the audit trail. The entry is added to the caller's context, so that it is committed
/// with the action or not at all; the caller saves.
/// </summary>
public sealed class AuditWriter(CurrentOperator current, TimeProvider time)
{
    /// <param name="db">The context that the action itself is written with.</param>
    /// <param name="action">A short verb phrase in the present: <c>revoke link</c>.</param>
    /// <param name="subject">What it was done to: <c>connection:3f1b…</c>.</param>
    /// <param name="result">How it ended.</param>
    /// <exception cref="InvalidOperationException">Nobody has signed in.</exception>
    public void Add(DashboardDbContext db, string action, string? subject, string result = "done")
    {
        var actor =
            current.Actor ?? throw new InvalidOperationException("Nobody has signed in who could be named.");
        Add(db, actor.Name, actor.RoleName, action, subject, result);
    }

    /// <summary>For what happens before somebody has signed in.</summary>
    public void Add(
        DashboardDbContext db,
        string actor,
        string actorRole,
        string action,
        string? subject,
        string result
    ) =>
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = time.GetUtcNow(),
                Actor = Cut(actor, Limits.Id),
                ActorRole = actorRole,
                Action = Cut(action, Limits.Id),
                Subject = subject is null ? null : Cut(subject, Limits.Id),
                Result = Cut(result, Limits.Text),
                Address = current.Address,
            }
        );

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
