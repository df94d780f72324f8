using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Storage;

/// <summary>Reading of whole tables, which takes longer than a command of a screen may.</summary>
internal static class LongReading
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Lets the commands of this context take minutes, as SQL Server needs for many millions of rows.</summary>
    public static void AllowLongReading(this DashboardDbContext db) => db.Database.SetCommandTimeout(Limit);
}
