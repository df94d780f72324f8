using Dashboard.Domain.Connections;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Reading;

/// <summary>Healthy connections whose usual data does not arrive.</summary>
public static class SilentRows
{
    /// <summary>How many there are.</summary>
    public static Task<long> CountAsync(DashboardDbContext db, CancellationToken cancellationToken) =>
        Counted(db).SumAsync(cancellationToken);

    // A condition on the health would make SQLite read all healthy ones instead of the index of the marks. One that broke
    // since the last look is marked, but not silent.
    internal static IQueryable<long> Counted(DashboardDbContext db) =>
        db.Connections.Where(c => c.SilentSince != null).Select(c => c.Health == Health.Healthy ? 1L : 0L);
}
