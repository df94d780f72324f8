using Dashboard.Domain.Emails;
using Dashboard.Domain.Reconnect;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Emails.Delivery;

/// <summary>Customers with broken connections, and e-mails on their way to them.</summary>
internal static class Mailing
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A customer who can be reached, with connections that broke at noon.</summary>
    public static async Task CustomerAsync(
        this TestDatabase database,
        string userId,
        string? address = null,
        params string[] connectionIds
    )
    {
        string[] ids = connectionIds is [] ? [$"c-{userId}"] : connectionIds;
        await database.EventsAsync([.. ids.Select((id, i) => Some.Broken(i, id, userId))]);
        await using var db = database.CreateDbContext();
        var user = await db.SnapTradeUsers.SingleAsync(u => u.Id == userId, Token);
        user.SetContact("Ana Lima", address ?? $"{userId}@customer.example", "pt-BR", Some.Noon);
        user.SetSecret("protected", Some.Noon);
        await db.SaveChangesAsync(Token);
    }

    public static async Task<string> QueueAsync(
        this TestDatabase database,
        string userId,
        EmailTrigger trigger = EmailTrigger.Operator,
        string? batchId = null,
        DateTimeOffset? notBefore = null,
        string? overrideReason = null,
        DateTimeOffset? at = null
    )
    {
        var email = Email.Create(
            userId,
            trigger,
            "Bea",
            at ?? Some.Noon,
            batchId: batchId,
            notBefore: notBefore,
            overrideReason: overrideReason
        );
        await using var db = database.CreateDbContext();
        db.Add(email);
        await db.SaveChangesAsync(Token);
        return email.Id;
    }

    /// <summary>Many customers with an e-mail each, in one batch.</summary>
    public static async Task<List<string>> QueueManyAsync(
        this TestDatabase database,
        int count,
        string domain = "customer.example"
    )
    {
        List<string> ids = [];
        for (var i = 0; i < count; i++)
        {
            await database.CustomerAsync($"{domain}-{i}", $"user{i}@{domain}");
            ids.Add(await database.QueueAsync($"{domain}-{i}", batchId: "batch"));
        }
        return ids;
    }

    public static async Task<Email> EmailAsync(this TestDatabase database, string id)
    {
        await using var db = database.CreateDbContext();
        return await db.Emails.AsNoTracking().SingleAsync(e => e.Id == id, Token);
    }

    public static async Task<List<Email>> EmailsAsync(this TestDatabase database)
    {
        await using var db = database.CreateDbContext();
        return await db.Emails.AsNoTracking().ToListAsync(Token);
    }

    public static async Task<List<ReconnectLink>> LinksAsync(this TestDatabase database)
    {
        await using var db = database.CreateDbContext();
        return await db.ReconnectLinks.AsNoTracking().OrderBy(l => l.ConnectionId).ToListAsync(Token);
    }

    public static Task BecomesAsync(this TestDatabase database, string id, EmailState state) =>
        Eventually.TrueAsync(
            async () => (await database.EmailAsync(id)).State == state,
            $"the e-mail was {state}"
        );

    public static Task AllBecomeAsync(this TestDatabase database, EmailState state) =>
        Eventually.TrueAsync(
            async () => (await database.EmailsAsync()).TrueForAll(e => e.State == state),
            $"all e-mails were {state}"
        );
}
