using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Users.List;

/// <summary>Reads the list of users, in pages that continue after a place.</summary>
public sealed class UserQueries(IDbContextFactory<DashboardDbContext> contexts, CurrentOperator current)
{
    /// <summary>One page, by id.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<UserSlice> PageAsync(
        UsersView view,
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await UserSearch.Compose(db, view, after).Take(limit + 1).ToListAsync(cancellationToken);
        var next = rows.Count > limit ? rows[limit - 1].Id : null;
        if (next is not null)
            rows.RemoveAt(limit);
        return new UserSlice(await CountAsync(db, rows, cancellationToken), next);
    }

    private static async Task<IReadOnlyList<UserRow>> CountAsync(
        DashboardDbContext db,
        List<UserRow> rows,
        CancellationToken cancellationToken
    )
    {
        if (rows.Count == 0)
            return rows;
        var healths = (
            await UserSearch.Healths(db, rows.ConvertAll(r => r.Id)).ToListAsync(cancellationToken)
        ).ToLookup(h => h.UserId, StringComparer.Ordinal);
        return rows.ConvertAll(row =>
            row with
            {
                Connections = healths[row.Id].Sum(h => h.Count),
                Broken = healths[row.Id].Where(h => h.Health == Health.Disabled).Sum(h => h.Count),
            }
        );
    }
}
