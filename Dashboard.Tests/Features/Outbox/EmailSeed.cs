using Dashboard.Domain.Emails;
using Dashboard.Domain.Reconnect;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Outbox;

/// <summary>Puts users, broken connections and e-mails into a database as the dispatcher would have left them.</summary>
internal static class EmailSeed
{
    /// <summary>A user with an address, a secret, and one disabled connection of the same name.</summary>
    public static async Task<string> BrokenAsync(
        this TestDatabase database,
        string user,
        string? address = null
    )
    {
        await database.EventsAsync(Some.Broken(0, $"{user}-c", user));
        await using var db = database.CreateDbContext();
        var stored = await db.SnapTradeUsers.SingleAsync(u => u.Id == user, Token);
        stored.SetContact($"Name of {user}", address ?? $"{user}@example.com", "en", Some.Noon);
        stored.SetSecret("protected", Some.Noon);
        await db.SaveChangesAsync(Token);
        return user;
    }

    public static async Task<Email> AddEmailAsync(
        this TestDatabase database,
        string user,
        DateTimeOffset at,
        Action<Email>? then = null,
        EmailTrigger trigger = EmailTrigger.Operator,
        string? overrideReason = null
    )
    {
        await using var db = database.CreateDbContext();
        var email = Email.Create(user, trigger, "Ana", at, overrideReason: overrideReason);
        then?.Invoke(email);
        db.Emails.Add(email);
        await db.SaveChangesAsync(Token);
        return email;
    }

    /// <summary>An e-mail that went out with a link to the user's connection.</summary>
    public static async Task<(Email Email, ReconnectLink Link)> SentAsync(
        this TestDatabase database,
        string user,
        DateTimeOffset at,
        Action<ReconnectLink>? then = null,
        string? batchId = null
    )
    {
        await using var db = database.CreateDbContext();
        var email = Email.Create(user, EmailTrigger.Operator, "Ana", at, batchId: batchId);
        email.Prepare($"{user}@example.com", "en", wordingId: null, $"opt-out-{email.Id}");
        email.MarkSent(at);
        var connection = await db.Connections.AsNoTracking().SingleAsync(c => c.Id == $"{user}-c", Token);
        var link = ReconnectLink.Create(
            $"hash-{email.Id}",
            connection,
            LinkOrigin.Email,
            "Ana",
            at,
            TimeSpan.FromDays(7),
            email.Id
        );
        then?.Invoke(link);
        db.AddRange(
            email,
            link,
            new EmailItem
            {
                EmailId = email.Id,
                ConnectionId = connection.Id,
                LinkId = link.Id,
                BrokerageName = "Questrade",
                BrokenSince = connection.Since,
                Position = 0,
            }
        );
        await db.SaveChangesAsync(Token);
        return (email, link);
    }

    public static async Task<Email> EmailAsync(this TestDatabase database, string id)
    {
        await using var db = database.CreateDbContext();
        return await db.Emails.AsNoTracking().SingleAsync(e => e.Id == id, Token);
    }

    public static async Task<List<string>> AuditedAsync(this TestDatabase database)
    {
        await using var db = database.CreateDbContext();
        return await db
            .AuditEntries.OrderBy(e => e.Number)
            .Select(e => $"{e.Action}, {e.Subject}: {e.Result}")
            .ToListAsync(Token);
    }
}
