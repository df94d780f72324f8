using System.Data.Common;
using Dashboard.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Dashboard.Tests.Support;

/// <summary>
/// A database whose reads wait while it is held. A waiting read that is cancelled ends in a
/// <see cref="DbException"/>, as with SQL Server.
/// </summary>
internal sealed class HeldReads(TestDatabase database)
    : DbCommandInterceptor,
        IDbContextFactory<DashboardDbContext>
{
    private volatile TaskCompletionSource? _held;
    private int _waiting;

    /// <summary>How many reads were held up.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public void Hold() => _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release()
    {
        var held = _held;
        _held = null;
        held?.SetResult();
    }

    public DashboardDbContext CreateDbContext() => database.CreateDbContext(this);

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        if (_held is not { } held)
            return result;
        Interlocked.Increment(ref _waiting);
        try
        {
            await held.Task.WaitAsync(cancellationToken);
            return result;
        }
        catch (OperationCanceledException)
        {
            throw new CancelledReadException();
        }
    }

    private sealed class CancelledReadException() : DbException("Operation cancelled by user.");
}
