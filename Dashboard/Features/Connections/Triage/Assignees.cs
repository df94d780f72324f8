using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections.Triage;

/// <summary>Somebody who can be given connections.</summary>
/// <param name="Id">The operator's id.</param>
public sealed record Assignee(string Id, string Name);

/// <summary>Who can be given connections: operators who are enabled and may act on them.</summary>
internal sealed class Assignees(IDbContextFactory<DashboardDbContext> contexts, CurrentOperator current)
{
    /// <summary>A menu that is longer than this is no help.</summary>
    public const int Most = 200;

    private static readonly Role[] Roles =
    [
        .. Enum.GetValues<Role>().Where(r => Permissions.Of(r).Contains(Permission.TriageConnections)),
    ];

    /// <summary>By name.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<IReadOnlyList<Assignee>> ListAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.TriageConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Named(Query(db).OrderBy(o => o.DisplayName).Take(Most)).ToListAsync(cancellationToken);
    }

    /// <summary>Null when the operator was disabled meanwhile, or never could.</summary>
    public static Task<Assignee?> FindAsync(
        DashboardDbContext db,
        string operatorId,
        CancellationToken cancellationToken
    ) => Named(Query(db).Where(o => o.Id == operatorId)).SingleOrDefaultAsync(cancellationToken);

    internal static IQueryable<Operator> Query(DashboardDbContext db) =>
        db.Users.AsNoTracking().Where(o => o.DisabledAt == null && Roles.Contains(o.Role));

    private static IQueryable<Assignee> Named(IQueryable<Operator> operators) =>
        operators.Select(o => new Assignee(o.Id, o.DisplayName));
}
