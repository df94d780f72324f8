using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Data;
using Dashboard.Domain.Audit;

namespace Dashboard.Access;

/// <summary>
/// Adds an action to the audit trail. The entry is added to the caller's context, so that it is committed
/// only together with the action; the caller saves.
/// </summary>
public sealed class AuditWriter(CurrentOperator current, TimeProvider time)
{
    private static readonly JsonSerializerOptions Parts = new(JsonSerializerDefaults.Web)
    {
        // People read it, and every screen encodes it again.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <param name="db">The context that writes the action itself.</param>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="subject">The target of the action, such as <c>connection:3f1b…</c>.</param>
    /// <param name="result">How it ended: its first word says which <see cref="AuditResult"/> it is.</param>
    /// <param name="before">The state before, as an object of the changed parts; never a secret.</param>
    /// <param name="after">The state after, in the same shape.</param>
    /// <exception cref="InvalidOperationException">No operator or API key is signed in.</exception>
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
            current.Actor ?? throw new InvalidOperationException("No operator or API key is signed in.");
        Add(db, actor.Id, actor.Name, actor.RoleName, action, subject, result, before, after);
    }

    /// <summary>For actions without a signed-in operator or API key.</summary>
    /// <exception cref="ArgumentException">The action is not one of <see cref="AuditActions"/>.</exception>
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
            throw new ArgumentException("Use the name of an action from AuditActions.", nameof(action));
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

    // A subject may be any text from a URL. Text that a database returns differently from how it was stored,
    // such as a NUL, would look like a changed entry.
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
