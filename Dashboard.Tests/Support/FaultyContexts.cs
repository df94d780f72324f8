using System.Data.Common;
using Dashboard.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Dashboard.Tests.Support;

/// <summary>A database whose transactions fail as the test says.</summary>
/// <param name="fault">What the transaction with that number, counted from 1, ends in; null lets it through.</param>
internal sealed class FaultyContexts(TestDatabase database, Func<int, Exception?> fault)
    : DbTransactionInterceptor,
        IDbContextFactory<DashboardDbContext>
{
    private int _begun;

    public int Begun => Volatile.Read(ref _begun);

    public DashboardDbContext CreateDbContext()
    {
        // The faults are SQLite's.
        database.OnlySqlite();
        return database.CreateDbContext(this);
    }

    public override ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection,
        TransactionStartingEventData eventData,
        InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default
    ) => fault(Interlocked.Increment(ref _begun)) is { } exception ? throw exception : new(result);
}
