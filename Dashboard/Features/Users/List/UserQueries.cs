using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Users.List;

/// <summary>Reads the list of users, in pages that continue after a user.</summary>
public sealed class UserQueries(IDbContextFactory<DashboardDbContext> contexts, CurrentOperator current)
{
    private const int MaxCandidates = 100;

    /// <summary>One page: by id, or those with a disabled connection first.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<Page<UserRow, UserPosition>> PageAsync(
        UsersView view,
        UserPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await FoundUsers.FindAsync(db, view.Search, cancellationToken);
        var areMany = await UserSearch.AreManyBrokenAsync(db, view, cancellationToken);
        var page = view.IsBrokenFirst
            ? await BrokenFirstAsync(db, view, after, limit, found, areMany, cancellationToken)
            : await UserSearch
                .Compose(db, view, after?.Id, found, areMany)
                .ToPageAsync(limit, row => new UserPosition(row.Id, IsBroken: false), cancellationToken);
        return page with { Rows = await UserRelations.AddAsync(db, page.Rows, cancellationToken) };
    }

    // Two lists one after the other, each found in an index.
    private static async Task<Page<UserRow, UserPosition>> BrokenFirstAsync(
        DashboardDbContext db,
        UsersView view,
        UserPosition? after,
        int limit,
        FoundUsers? found,
        bool areMany,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<UserRow> first = [];
        if (after is null or { IsBroken: true })
        {
            var broken = await UserSearch
                .Compose(db, view with { Kind = UserKind.Broken }, after?.Id, found, areMany)
                .ToPageAsync(limit, row => new UserPosition(row.Id, IsBroken: true), cancellationToken);
            if (broken.Next is not null)
                return broken;
            if (broken.Rows.Count == limit)
                return broken with { Next = new UserPosition("", IsBroken: false) };
            (first, after) = (broken.Rows, null);
        }
        var rest = await UserSearch
            .ComposeRest(db, view, after?.Id, found)
            .ToPageAsync(
                limit - first.Count,
                row => new UserPosition(row.Id, IsBroken: false),
                cancellationToken
            );
        return rest with { Rows = [.. first, .. rest.Rows] };
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
        return await UserRelations.AddAsync(
            db,
            [
                .. rows.Where(r =>
                    r.Id == text || (r.Email is { } email && EmailAddress.Normalize(email) == address)
                ),
            ],
            cancellationToken
        );
    }
}
