using Dashboard.Domain;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Search;

/// <summary>Compares stored tokens with those that the rule makes of users.</summary>
internal static class SearchTokenRepair
{
    /// <summary>The users of a step, see <see cref="UserPages"/>.</summary>
    public static Task<List<IndexedUser>> NextAsync(
        DashboardDbContext db,
        string? after,
        CancellationToken cancellationToken
    ) =>
        db
            .SnapTradeUsers.AsNoTracking()
            .After(after)
            .Select(u => new IndexedUser(u.Id, u.Name, u.Email))
            .ToListAsync(cancellationToken);

    /// <summary>Makes the tokens of these users what the rule makes of them, within the caller's transaction.</summary>
    /// <returns>How many tokens were wrong or missing.</returns>
    public static async Task<int> RunAsync(
        DashboardDbContext db,
        List<string> ids,
        CancellationToken cancellationToken
    )
    {
        // Locks the rows until the commit, so that no writer changes a name meanwhile.
        await db
            .SnapTradeUsers.Where(u => ids.Contains(u.Id))
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.Version, u => u.Version), cancellationToken);
        var users = await db
            .SnapTradeUsers.AsNoTracking()
            .Where(u => ids.Contains(u.Id))
            .Select(u => new IndexedUser(u.Id, u.Name, u.Email))
            .ToListAsync(cancellationToken);
        var (gone, missing) = await DifferenceAsync(db, users, cancellationToken);
        var rows = new RowCommands(db);
        await rows.DeleteAsync(gone, cancellationToken);
        await rows.InsertAsync(missing, cancellationToken);
        return gone.Count + missing.Count;
    }

    /// <summary>The stored tokens that the rule does not make of these users, and those that it makes and that are not stored.</summary>
    public static async Task<(List<SearchToken> Gone, List<SearchToken> Missing)> DifferenceAsync(
        DashboardDbContext db,
        List<IndexedUser> users,
        CancellationToken cancellationToken
    )
    {
        var ids = users.ConvertAll(u => u.Id);
        var stored = (
            await db
                .SearchTokens.AsNoTracking()
                .Where(t => ids.Contains(t.UserId))
                .ToListAsync(cancellationToken)
        ).ToLookup(t => t.UserId, t => t.Token, StringComparer.Ordinal);
        List<SearchToken> gone = [],
            missing = [];
        foreach (var user in users)
        {
            var rule = SearchTokens.OfUser(user.Id, user.Name, user.Email);
            var known = stored[user.Id].ToHashSet(StringComparer.Ordinal);
            gone.AddRange(known.Except(rule, StringComparer.Ordinal).Select(user.TokenOf));
            missing.AddRange(rule.Where(token => !known.Contains(token)).Select(user.TokenOf));
        }
        return (gone, missing);
    }

    /// <summary>What the tokens of a user are made of.</summary>
    public sealed record IndexedUser(string Id, string? Name, string? Email)
    {
        public SearchToken TokenOf(string token) => new() { UserId = Id, Token = token };
    }
}
