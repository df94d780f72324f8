using Dashboard.Data;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Support;

/// <summary>A database that answers only while its gate is open.</summary>
internal sealed class GatedContexts(TestDatabase database) : IDbContextFactory<DashboardDbContext>
{
    private TaskCompletionSource _gate = new();

    /// <summary>Lets waiting and later calls through.</summary>
    public void Open() => _gate.TrySetResult();

    /// <summary>Makes later calls wait.</summary>
    public void Close() => _gate = new TaskCompletionSource();

    public DashboardDbContext CreateDbContext() => database.CreateDbContext();

    public async Task<DashboardDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default)
    {
        await _gate.Task.WaitAsync(cancellationToken);
        return CreateDbContext();
    }
}
