using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Users.List;

/// <summary>Reads the list of users, in pages that continue after a user.</summary>
public sealed class UserQueries(IDbContextFactory<DashboardDbContext> contexts, CurrentOperator current)
{
    /// <summary>One page, by id.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<Page<UserRow, string>> PageAsync(
        UsersView view,
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await FoundUsers.FindAsync(db, view.Search, cancellationToken);
        var page = await UserSearch
            .Compose(db, view, after, found)
            .ToPageAsync(limit, row => row.Id, cancellationToken);
        return page with { Rows = await CountAsync(db, page.Rows, cancellationToken) };
    }

    private static async Task<IReadOnlyList<UserRow>> CountAsync(
        DashboardDbContext db,
        IReadOnlyList<UserRow> rows,
        CancellationToken cancellationToken
    )
    {
        if (rows.Count == 0)
            return rows;
        var healths = (
            await UserSearch.Healths(db, [.. rows.Select(r => r.Id)]).ToListAsync(cancellationToken)
        ).ToLookup(h => h.UserId, StringComparer.Ordinal);
        return
        [
            .. rows.Select(row =>
                row with
                {
                    Connections = healths[row.Id].Sum(h => h.Count),
                    Broken = healths[row.Id].Where(h => h.Health == Health.Disabled).Sum(h => h.Count),
                }
            ),
        ];
    }
}
