using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Users.List;

/// <summary>Turns what the list shows into queries that both databases answer from an index where there is one.</summary>
internal static class UserSearch
{
    /// <summary>Users by id, after one.</summary>
    /// <param name="found">What the view's search finds; null without a search.</param>
    public static IQueryable<UserRow> Compose(
        DashboardDbContext db,
        UsersView view,
        string? after,
        FoundUsers? found
    )
    {
        var users = Narrow(db, db.SnapTradeUsers.AsNoTracking(), view.Kind);
        if (found?.Ids is { } ids)
            users = users.Where(u => ids.Contains(u.Id));
        foreach (var tokens in found?.TokensOf(db) ?? [])
            users = users.Where(u => tokens.Any(t => t.UserId == u.Id));
        if (after is not null)
            users = users.Where(u => string.Compare(u.Id, after) > 0);
        return users
            .OrderBy(u => u.Id)
            .Select(u => new UserRow
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
    }

    /// <summary>How many connections of each health these users have.</summary>
    public static IQueryable<HealthOfUser> Healths(
        DashboardDbContext db,
        IReadOnlyCollection<string> userIds
    ) =>
        db
            .Connections.Where(c => userIds.Contains(c.UserId) && c.Health != Health.Deleted)
            .GroupBy(c => new { c.UserId, c.Health })
            .Select(g => new HealthOfUser(g.Key.UserId, g.Key.Health, g.Count()));

    private static IQueryable<SnapTradeUser> Narrow(
        DashboardDbContext db,
        IQueryable<SnapTradeUser> users,
        UserKind kind
    )
    {
        // A set of ids in the order of the list, rather than a question about each user: few are broken of many.
        var broken = db.Connections.Where(c => c.Health == Health.Disabled).Select(c => c.UserId);
        return kind switch
        {
            UserKind.All => users,
            UserKind.Broken => users.Where(u => broken.Contains(u.Id)),
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

/// <summary>How many connections of a health a user has.</summary>
internal sealed record HealthOfUser(string UserId, Health Health, int Count);
