using Dashboard.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Support;

/// <summary>Audit trails as tests need them, in memory and in a database.</summary>
internal static class AuditTrail
{
    public static AuditEntry Entry(
        string action = AuditActions.CheckConnection,
        string? subject = "connection:c1",
        string result = "done",
        string? actorId = "id-1",
        string actor = "Mia Santos",
        DateTimeOffset? at = null,
        string? before = null,
        string? after = null
    ) =>
        new()
        {
            At = at ?? Some.Noon,
            ActorId = actorId,
            Actor = actor,
            ActorRole = "Support",
            Action = action,
            Subject = subject,
            Result = result,
            Address = "127.0.0.1",
            Before = before,
            After = after,
        };

    /// <summary>Entries chained as the database chains them.</summary>
    public static AuditEntry[] Chain(int length)
    {
        var entries = Enumerable
            .Range(1, length)
            .Select(i => Entry(subject: $"connection:{i}", at: Some.Noon.AddMinutes(i), after: "{}"))
            .ToArray();
        var hash = AuditEntry.NothingBefore;
        for (var i = 0; i < length; i++)
        {
            entries[i].Link(i + 1, hash);
            hash = entries[i].Hash;
        }
        return entries;
    }

    /// <summary>Changes one property of an entry, bypassing all protections.</summary>
    public static AuditEntry With(this AuditEntry entry, string property, object? value)
    {
        var copy = Entry();
        foreach (var each in typeof(AuditEntry).GetProperties())
            each.SetValue(copy, each.Name == property ? value : each.GetValue(entry));
        return copy;
    }

    public static async Task AuditAsync(this TestDatabase database, params AuditEntry[] entries)
    {
        await using var db = database.CreateDbContext();
        db.AuditEntries.AddRange(entries);
        await db.SaveChangesAsync(Token);
    }

    /// <summary>Acts like an attacker with write access to the database who removes the triggers.</summary>
    public static async Task TamperAsync(this TestDatabase database, string sql)
    {
        // The other provider's trigger would be missing in tests that use the database later.
        database.OnlySqlite();
        await using var db = database.CreateDbContext();
        await db.Database.RunSqliteAsync(
            "DROP TRIGGER AuditEntries_Keep_UPDATE; DROP TRIGGER AuditEntries_Keep_DELETE;"
        );
        await db.Database.RunSqliteAsync(sql);
    }
}
