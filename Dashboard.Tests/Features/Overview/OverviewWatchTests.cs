using System.Data.Common;
using Dashboard.Data;
using Dashboard.Data.Outcomes;
using Dashboard.Features.Overview;
using Dashboard.Live;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Overview;

public sealed class OverviewWatchTests : ScreenContext
{
    public OverviewWatchTests()
    {
        Services.AddOutcomeFigures();
        Services.AddSingleton<OverviewFigureReader>();
    }

    [Fact]
    public async Task An_older_reading_does_not_replace_a_newer_one()
    {
        var contexts = new HeldSecondRead(Database);
        using var watch = new OverviewWatch(
            new OverviewNowReader(contexts),
            Services.GetRequiredService<OverviewFigureReader>(),
            Services.GetRequiredService<ConnectionFeed>(),
            Clock
        );
        // It has read how many are disabled, and not yet the rest.
        var older = watch.EnsureAsync(Token);
        await contexts.Reached.WaitAsync(TimeSpan.FromSeconds(10), Token);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var screen = watch.Subscribe(() =>
        {
            if (watch.Now is { Disabled: 1 })
                told.TrySetResult();
        });
        await HappenAsync(BrokeAt(Now.AddHours(-3), "c1"));
        await told.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);

        contexts.Release();
        await older;

        Assert.Equal(1, watch.Now!.Disabled);
    }

    private sealed class HeldSecondRead(TestDatabase database)
        : DbCommandInterceptor,
            IDbContextFactory<DashboardDbContext>
    {
        private readonly TaskCompletionSource _reached = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        private readonly TaskCompletionSource _released = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        private int _reads;

        public Task Reached => _reached.Task;

        public void Release() => _released.SetResult();

        public DashboardDbContext CreateDbContext()
        {
            var builder = new DbContextOptionsBuilder<SqliteDashboardDbContext>();
            DataSetup.UseSqlite(
                builder,
                new DatabaseOptions { ConnectionString = database.ConnectionString }
            );
            builder.AddInterceptors(this);
            return new SqliteDashboardDbContext(builder.WithIdentity().Options);
        }

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default
        )
        {
            if (Interlocked.Increment(ref _reads) == 2)
            {
                _reached.SetResult();
                await _released.Task.WaitAsync(cancellationToken);
            }
            return result;
        }
    }
}
