using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Team;

internal static class TeamActor
{
    /// <summary>
    /// Checks in the database that the operator still is an enabled admin: the session may be a minute old.
    /// </summary>
    /// <exception cref="AccessDeniedException"/>
    public static async Task DemandStillAdminAsync(
        this DashboardDbContext db,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        if (
            !await db.Users.AnyAsync(
                o => o.Id == actor.Id && o.Role == Role.Admin && o.DisabledAt == null,
                cancellationToken
            )
        )
            throw new AccessDeniedException(Permission.ManageTeam);
    }
}
