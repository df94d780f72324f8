using System.Linq.Expressions;
using Dashboard.Domain.Connections;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Reading;

/// <summary>A row and its brokerage's name.</summary>
/// <remarks>Has no constructor with parameters, so that queries can continue with its properties.</remarks>
public sealed record WithBrokerage<TRow>
{
    public required TRow Row { get; init; }

    /// <summary>Null while the brokerage is unknown.</summary>
    public string? Brokerage { get; init; }
}

/// <summary>Reads brokerages for lists.</summary>
public static class BrokerageRows
{
    private static readonly PreparedQuery<Brokerage> All = new(() =>
        EF.CompileAsyncQuery((DashboardDbContext db) => db.Brokerages.AsNoTracking())
    );

    /// <summary>Adds the name of each row's brokerage. Sort the result: a join keeps no order.</summary>
    public static IQueryable<WithBrokerage<TRow>> WithBrokerage<TRow>(
        this IQueryable<TRow> rows,
        DashboardDbContext db,
        Expression<Func<TRow, string?>> brokerageId
    ) =>
        rows.LeftJoin(
            db.Brokerages.AsNoTracking(),
            brokerageId,
            brokerage => brokerage.Id,
            (row, brokerage) => new WithBrokerage<TRow> { Row = row, Brokerage = brokerage!.Name }
        );

    /// <summary>All brokerages, by id.</summary>
    public static ValueTask<Dictionary<string, Brokerage>> ByIdAsync(
        DashboardDbContext db,
        CancellationToken cancellationToken
    ) => All.Run(db).ToDictionaryAsync(b => b.Id, StringComparer.Ordinal, cancellationToken);

    /// <summary>A brokerage's name; null when the brokerage is unknown.</summary>
    public static Task<string?> NameAsync(
        DashboardDbContext db,
        string brokerageId,
        CancellationToken cancellationToken
    ) =>
        db
            .Brokerages.Where(b => b.Id == brokerageId)
            .Select(b => (string?)b.Name)
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>The brokerages that have connections which are not deleted, by name.</summary>
    public static IQueryable<Brokerage> InUse(DashboardDbContext db)
    {
        var used = db
            .HealthCounts.Where(c => c.Total > 0 && c.Health != Health.Deleted)
            .Select(c => c.BrokerageId);
        return db.Brokerages.AsNoTracking().Where(b => used.Contains(b.Id)).OrderBy(b => b.Name);
    }
}
