using Dashboard.Domain.Connections;

namespace Dashboard.Data.Outcomes;

internal static class BrokenUsers
{
    /// <summary>The ids of users all of whose connections broke before a time; deleted ones don't count.</summary>
    public static IQueryable<string> Since(DashboardDbContext db, DateTimeOffset brokenBefore) =>
        db
            .Connections.Where(c =>
                c.Health == Health.Disabled
                && c.Since < brokenBefore
                && !db.Connections.Any(other =>
                    other.UserId == c.UserId
                    && other.Health != Health.Deleted
                    && (other.Health != Health.Disabled || other.Since >= brokenBefore)
                )
            )
            .Select(c => c.UserId)
            .Distinct();
}
