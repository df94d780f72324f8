using System.Data.Common;
using Dashboard.Data;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Dashboard.Tests.Data;

/// <summary>
/// Cancelled calls end in the same way on both databases: SqlClient reports a cancelled read as its own error, which an
/// interceptor simulates here.
/// </summary>
public sealed class CancellationDetectorTests : DatabaseContext
{
    [Fact]
    public async Task A_provider_error_after_cancellation_becomes_a_cancellation_with_the_token_of_the_caller()
    {
        using var cancellation = new CancellationTokenSource();
        await using var db = Context(new FailingCommands(cancellation.Cancel));

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            db.SnapTradeUsers.ToListAsync(cancellation.Token)
        );

        Assert.Equal(cancellation.Token, thrown.CancellationToken);
        Assert.IsType<SqliteException>(thrown.InnerException);
    }

    [Fact]
    public async Task A_provider_error_without_cancellation_stays_what_it_is()
    {
        using var cancellation = new CancellationTokenSource();
        await using var db = Context(new FailingCommands(() => { }));

        await Assert.ThrowsAsync<SqliteException>(() => db.SnapTradeUsers.ToListAsync(cancellation.Token));
    }

    private SqliteDashboardDbContext Context(DbCommandInterceptor interceptor)
    {
        var builder = new DbContextOptionsBuilder<SqliteDashboardDbContext>();
        DataSetup.UseSqlite(builder, new DatabaseOptions { ConnectionString = Database.ConnectionString });
        builder.AddInterceptors(interceptor);
        return new SqliteDashboardDbContext(builder.WithIdentity().Options);
    }

    private sealed class FailingCommands(Action before) : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default
        )
        {
            before();
            throw new SqliteException("A severe error occurred; the operation was cancelled.", 1);
        }
    }
}
