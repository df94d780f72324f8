using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Data;
using Dashboard.Domain.Audit;

namespace Dashboard.Access;

/// <summary>
/// Puts an action on the audit trail. The entry is added to the caller's context, so that it is committed
/// with the action or not at all; the caller saves.
/// </summary>
public sealed class AuditWriter(CurrentOperator current, TimeProvider time)
{
    private static readonly JsonSerializerOptions Parts = new(JsonSerializerDefaults.Web)
    {
        // It is read by people, and encoded anew wherever it is shown.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <param name="db">The context that the action itself is written with.</param>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="subject">What it was done to: <c>connection:3f1b…</c>.</param>
    /// <param name="result">How it ended: its first word says which <see cref="AuditResult"/> it is.</param>
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
    /// <exception cref="ArgumentException">The action is none of <see cref="AuditActions"/>.</exception>
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
    )
    {
        if (!AuditActions.All.Contains(action))
            throw new ArgumentException("An action has its name from AuditActions.", nameof(action));
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = time.GetUtcNow(),
                ActorId = actorId,
                Actor = Clean(actor, Limits.Id)!,
                ActorRole = actorRole,
                Action = action,
                Subject = Clean(subject, Limits.Id),
                Result = Clean(result, Limits.Text)!,
                Address = current.Address,
                Before = Json(before),
                After = Json(after),
            }
        );
    }

    private static string? Json(object? part) => part is null ? null : JsonSerializer.Serialize(part, Parts);

    // A subject may be whatever a caller put into an address. What a database would give back otherwise than it
    // took it, such as a NUL, would look as if the entry had been changed.
    private static string? Clean(string? text, int length)
    {
        text = Limits.Cut(text, length);
        if (text?.Any(c => char.IsControl(c) || char.IsSurrogate(c)) != true)
            return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(Rune.IsControl(rune) ? Rune.ReplacementChar : rune);
        return clean.ToString();
    }
}
