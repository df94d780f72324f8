using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Users.List;

/// <summary>Turns what the list shows into queries that both databases answer from an index where there is one.</summary>
internal static class UserSearch
{
    private const int MaxListed = 10_000;

    /// <summary>Users by id, after one.</summary>
    /// <param name="found">What the view's search finds; null without a search.</param>
    /// <param name="areManyBroken">
    /// Whether more connections are disabled than <see cref="MaxListed"/>. The users of few are listed beforehand. Of many, the
    /// next users are asked for theirs, which soon fills a page.
    /// </param>
    public static IQueryable<UserRow> Compose(
        DashboardDbContext db,
        UsersView view,
        string? after,
        FoundUsers? found,
        bool areManyBroken = false
    )
    {
        var users = Narrow(db, db.SnapTradeUsers.AsNoTracking(), view.Kind, areManyBroken);
        if (found is not null)
            users = users.Where(found.Test(db, isById: true).Of((SnapTradeUser u) => u.Id));
        if (after is not null)
            users = users.Where(u => string.Compare(u.Id, after) > 0);
        return Rows(users.OrderBy(u => u.Id));
    }

    /// <summary>The same without those who have a disabled connection.</summary>
    public static IQueryable<UserRow> ComposeRest(
        DashboardDbContext db,
        UsersView view,
        string? after,
        FoundUsers? found
    ) =>
        Compose(db, view, after, found)
            .Where(u => !db.Connections.Any(c => c.UserId == u.Id && c.Health == Health.Disabled));

    /// <summary>Whether <see cref="UserKind.Broken"/> finds many users.</summary>
    public static async Task<bool> AreManyBrokenAsync(
        DashboardDbContext db,
        UsersView view,
        CancellationToken cancellationToken
    ) =>
        (view.Kind == UserKind.Broken || view.IsBrokenFirst)
        && await db
            .Connections.Where(c => c.Health == Health.Disabled)
            .Take(MaxListed + 1)
            .CountAsync(cancellationToken) > MaxListed;

    /// <summary>The ids of users with a token that is the first word of a text, as a whole.</summary>
    public static IQueryable<string> WithToken(DashboardDbContext db, string text)
    {
        var word = SearchTokens.WordsOf(text) is [var first, ..] ? first : "";
        return db.SearchTokens.Where(t => t.Token == word).Select(t => t.UserId);
    }

    /// <summary>The users with these ids, in no order.</summary>
    public static IQueryable<UserRow> Among(DashboardDbContext db, IReadOnlyCollection<string> ids) =>
        Rows(db.SnapTradeUsers.AsNoTracking().Where(u => ids.Contains(u.Id)));

    private static IQueryable<UserRow> Rows(IQueryable<SnapTradeUser> users) =>
        users.Select(u => new UserRow
        {
            Id = u.Id,
            Name = u.Name,
            Email = u.Email,
            HasSecret = u.ProtectedSecret != null,
            SecretRefusedAt = u.SecretRefusedAt,
            OptedOutAt = u.OptedOutAt,
            DeletedAt = u.DeletedAt,
            ErasedAt = u.ErasedAt,
            UpdatedAt = u.UpdatedAt,
            UnlistedSince = u.UnlistedSince,
        });

    private static IQueryable<SnapTradeUser> Narrow(
        DashboardDbContext db,
        IQueryable<SnapTradeUser> users,
        UserKind kind,
        bool areManyBroken
    )
    {
        return kind switch
        {
            UserKind.All => users,
            UserKind.Broken when areManyBroken => users.Where(u =>
                db.Connections.Any(c => c.UserId == u.Id && c.Health == Health.Disabled)
            ),
            UserKind.Broken => users.Where(u =>
                db.Connections.Where(c => c.Health == Health.Disabled).Select(c => c.UserId).Contains(u.Id)
            ),
            UserKind.SecretKnown => users.Where(u => u.ProtectedSecret != null && u.SecretRefusedAt == null),
            UserKind.SecretMissing => users.Where(u => u.ProtectedSecret == null),
            UserKind.SecretRefused => users.Where(u =>
                u.SecretRefusedAt != null && u.ProtectedSecret != null
            ),
            UserKind.NoEmail => users.Where(u => u.Email == null),
            UserKind.OptedOut => users.Where(u => u.OptedOutAt != null),
            _ => users.Where(u => u.UnlistedSince != null),
        };
    }
}
