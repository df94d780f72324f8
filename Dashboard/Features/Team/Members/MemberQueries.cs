using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Team.Members;

/// <summary>An operator as the list shows them.</summary>
/// <param name="SortKey">The address as the database compares it; the place in the list.</param>
/// <param name="Refusal">Why they can't lose their role or be disabled; null when they can.</param>
public sealed record Member(
    string Id,
    string Name,
    string Email,
    string SortKey,
    Role Role,
    MemberState State,
    bool HasAuthenticator,
    bool HasPasskey,
    DateTimeOffset? LastSignInAt,
    TeamRefusal? Refusal
);

/// <summary>Reads the team page by page, by e-mail address.</summary>
internal sealed class MemberQueries(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    TimeProvider time
)
{
    /// <exception cref="AccessDeniedException"/>
    public async Task<Page<Member, string>> PageAsync(
        TeamView view,
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var actor = await current.DemandAsync(Permission.ManageTeam);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var page = await Compose(db, view, after, now)
            .ToPageAsync(limit, row => row.SortKey, cancellationToken);
        var admins = await db
            .Users.Where(o => o.Role == Role.Admin && o.DisabledAt == null)
            .OrderBy(o => o.Id)
            .Select(o => o.Id)
            .Take(2)
            .ToListAsync(cancellationToken);
        return new([.. page.Rows.Select(r => ToMember(r, actor, admins, now))], page.Next);
    }

    internal static IQueryable<MemberRow> Compose(
        DashboardDbContext db,
        TeamView view,
        string? after,
        DateTimeOffset now
    )
    {
        var operators = Narrow(db.Users.AsNoTracking(), view, now);
        if (after is not null)
            operators = operators.Where(o => string.Compare(o.NormalizedUserName, after) > 0);
        return operators
            .OrderBy(o => o.NormalizedUserName)
            .Select(o => new MemberRow(
                o.Id,
                o.DisplayName,
                o.Email!,
                o.NormalizedUserName!,
                o.Role,
                o.DisabledAt,
                o.LockoutEnd,
                o.TwoFactorEnabled,
                db.UserPasskeys.Any(p => p.UserId == o.Id),
                o.LastSignInAt
            ));
    }

    private static IQueryable<Operator> Narrow(
        IQueryable<Operator> operators,
        TeamView view,
        DateTimeOffset now
    )
    {
        if (view.Search is { } search)
        {
            var part = LikePattern.Containing(search);
            operators = operators.Where(o =>
                EF.Functions.Like(o.DisplayName, part, LikePattern.Escape)
                || EF.Functions.Like(o.Email, part, LikePattern.Escape)
            );
        }
        if (view.Role is { } role)
            operators = operators.Where(o => o.Role == role);
        // As sign-in counts a lock: one that ends too late was set by a wrong clock.
        var latest = OperatorIdentity.LatestLockoutEnd(now);
        return view.State switch
        {
            MemberState.Disabled => operators.Where(o => o.DisabledAt != null),
            MemberState.Locked => operators.Where(o =>
                o.DisabledAt == null && o.LockoutEnd > now && o.LockoutEnd <= latest
            ),
            MemberState.Active => operators.Where(o =>
                o.DisabledAt == null && (o.LockoutEnd == null || o.LockoutEnd <= now || o.LockoutEnd > latest)
            ),
            _ => operators,
        };
    }

    private static Member ToMember(MemberRow row, Actor actor, List<string> admins, DateTimeOffset now)
    {
        var state =
            row.DisabledAt is not null ? MemberState.Disabled
            : row.LockoutEnd > now && row.LockoutEnd <= OperatorIdentity.LatestLockoutEnd(now)
                ? MemberState.Locked
            : MemberState.Active;
        return new Member(
            row.Id,
            row.Name,
            row.Email,
            row.SortKey,
            row.Role,
            state,
            row.HasAuthenticator,
            row.HasPasskey,
            row.LastSignInAt,
            MemberRules.OfLosing(
                row.Role,
                row.DisabledAt is not null,
                row.Id == actor.Id,
                admins.Exists(id => id != row.Id)
            )
        );
    }

    internal sealed record MemberRow(
        string Id,
        string Name,
        string Email,
        string SortKey,
        Role Role,
        DateTimeOffset? DisabledAt,
        DateTimeOffset? LockoutEnd,
        bool HasAuthenticator,
        bool HasPasskey,
        DateTimeOffset? LastSignInAt
    );
}
