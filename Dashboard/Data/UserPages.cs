using Dashboard.Domain.Users;

namespace Dashboard.Data;

/// <summary>
/// All users, by id, in steps: one query over a large table would keep SQLite's log from being copied back meanwhile.
/// </summary>
internal static class UserPages
{
    public const int Size = 1000;

    /// <summary>The next users; fewer than <see cref="Size"/> are the last.</summary>
    /// <param name="users">What is walked, without an order.</param>
    /// <param name="after">The last id of the step before; null at the first.</param>
    public static IQueryable<SnapTradeUser> After(this IQueryable<SnapTradeUser> users, string? after)
    {
        if (after is not null)
            users = users.Where(u => string.Compare(u.Id, after) > 0);
        return users.OrderBy(u => u.Id).Take(Size);
    }
}
