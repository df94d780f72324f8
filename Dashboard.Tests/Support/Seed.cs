using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Support;

/// <summary>Puts things into a database the way the product does.</summary>
internal static class Seed
{
    public static Task EventsAsync(this TestDatabase database, params IncomingEvent[] events) =>
        database.Log.AppendAsync(events, cancellationToken: Token);

    public static async Task BrokerageAsync(this TestDatabase database, string id, string slug, string name)
    {
        await using var db = database.CreateDbContext();
        db.Brokerages.Add(
            new Brokerage
            {
                Id = id,
                Slug = slug,
                Name = name,
            }
        );
        await db.SaveChangesAsync(Token);
    }

    /// <summary>The search tokens of a user, in binary order.</summary>
    public static async Task<List<string>> TokensAsync(this TestDatabase database, string userId)
    {
        await using var db = database.CreateDbContext();
        return await db
            .SearchTokens.Where(t => t.UserId == userId)
            .OrderBy(t => t.Token)
            .Select(t => t.Token)
            .ToListAsync(Token);
    }

    /// <summary>How to reach a user who is known from events already.</summary>
    public static async Task ContactAsync(
        this TestDatabase database,
        string userId,
        string? name,
        string? email = null
    )
    {
        await using var db = database.CreateDbContext();
        var user = await db.SnapTradeUsers.FindAsync([userId], Token);
        user!.SetContact(name, email, locale: null, Some.Noon);
        await db.SaveChangesAsync(Token);
    }
}
