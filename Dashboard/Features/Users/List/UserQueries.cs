using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Users.List;

/// <summary>Reads the list of users, in pages that continue after a user.</summary>
public sealed class UserQueries(IDbContextFactory<DashboardDbContext> contexts, CurrentOperator current)
{
    private const int MaxCandidates = 100;

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
        var areMany = await UserSearch.AreManyBrokenAsync(db, view, cancellationToken);
        var page = await UserSearch
            .Compose(db, view, after, found, areMany)
            .ToPageAsync(limit, row => row.Id, cancellationToken);
        return page with { Rows = await CountAsync(db, page.Rows, cancellationToken) };
    }

    /// <summary>The users with this whole id or e-mail address, however many others begin with it.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<IReadOnlyList<UserRow>> ExactAsync(string text, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Other tokens may be equal: those of "a.b@example.com" hold "b@example.com".
        var candidates = await UserSearch
            .WithToken(db, text)
            .Take(MaxCandidates)
            .ToListAsync(cancellationToken);
        var rows = await UserSearch.Among(db, [text, .. candidates]).ToListAsync(cancellationToken);
        var address = EmailAddress.Normalize(text);
        return await CountAsync(
            db,
            [
                .. rows.Where(r =>
                    r.Id == text || (r.Email is { } email && EmailAddress.Normalize(email) == address)
                ),
            ],
            cancellationToken
        );
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
