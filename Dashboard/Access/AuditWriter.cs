using System.Text.Json;
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
    /// <param name="before">What was there, as an object of the changed parts; never a secret.</param>
    /// <param name="after">What is there now, in the same shape.</param>
    /// <exception cref="InvalidOperationException">Nobody has signed in.</exception>
    public void Add(
        DashboardDbContext db,
        string action,
        string? subject,
        string result = "done",
        object? before = null,
        object? after = null
    )
    {
        var actor =
            current.Actor ?? throw new InvalidOperationException("Nobody has signed in who could be named.");
        Add(db, actor.Id, actor.Name, actor.RoleName, action, subject, result, before, after);
    }

    /// <summary>For what happens before somebody has signed in.</summary>
    public void Add(
        DashboardDbContext db,
        string? actorId,
        string actor,
        string actorRole,
        string action,
        string? subject,
        string result,
        object? before = null,
        object? after = null
    ) =>
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = time.GetUtcNow(),
                ActorId = actorId,
                Actor = Limits.Cut(actor, Limits.Id)!,
                ActorRole = actorRole,
                Action = Limits.Cut(action, Limits.Id)!,
                Subject = Limits.Cut(subject, Limits.Id),
                Result = Limits.Cut(result, Limits.Text)!,
                Address = current.Address,
                Before = Json(before),
                After = Json(after),
            }
        );

    private static string? Json(object? part) =>
        part is null ? null : JsonSerializer.Serialize(part, JsonSerializerOptions.Web);
}
