using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections.Triage;

/// <summary>An operator to whom connections can be assigned.</summary>
/// <param name="Id">The operator's id.</param>
public sealed record Assignee(string Id, string Name);

/// <summary>Operators to whom connections can be assigned: enabled, and with the permission.</summary>
internal sealed class Assignees(IDbContextFactory<DashboardDbContext> contexts, CurrentOperator current)
{
    /// <summary>The longest menu.</summary>
    public const int MaxListed = 200;

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
        return await Named(Query(db).OrderBy(o => o.DisplayName).Take(MaxListed))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Null when the operator is disabled or lacks the permission.</summary>
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
