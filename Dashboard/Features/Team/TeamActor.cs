using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Team;

internal static class TeamActor
{
    /// <summary>
    /// A page may be a minute behind: whoever lost the role or was shut out meanwhile lets nobody else in.
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
