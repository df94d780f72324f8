using System.Data.Common;
using Dashboard.Data;
using Dashboard.Domain.Users;
using Dashboard.Features.Users.Import;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Dashboard.Tests.Features.Users.Import;

/// <summary>SQLite has one writer: what an import does while it keeps others, such as webhooks, from writing.</summary>
public sealed class ImportLockTests
{
    [Fact]
    public async Task Users_are_read_and_compared_before_the_transaction_that_writes_them()
    {
        var statements = new TransactionStatements();
        using var host = new ImportHost(statements.Of);
        var file = ImportHost.Users(ImportBatch.Size * 2, i => $"u{i},Name {i},u{i}@example.com\n");
        await host.ImportAsync(file);

        // What writes the users themselves is not EF Core's, but what records how far it is.
        Assert.Contains(
            statements.Within,
            text => text.Contains("\"RowsDone\" = ", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            statements.Within,
            text =>
                text.Contains("FROM \"SnapTradeUsers\"", StringComparison.Ordinal)
                || text.Contains("FROM \"UserImportChunks\"", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_large_file_is_deleted_in_slices()
    {
        var statements = new TransactionStatements();
        using var host = new ImportHost(statements.Of);
        // 30 users to a piece.
        var pad = new string('x', 1500);
        var file =
            "userId,name,ignored\n"
            + string.Concat(Enumerable.Range(0, 1500).Select(i => $"u{i},Name {i},{pad}\n"));
        var id = await host.UploadAsync(file);
        await using var db = host.Database.CreateDbContext();
        var pieces = await db.UserImportChunks.CountAsync(Token);
        Assert.InRange(pieces, StagedFile.PiecesAtATime * 2 + 1, StagedFile.PiecesAtATime * 3);

        Assert.True(await host.Imports().CancelAsync(id, Token));

        Assert.Equal([20, 20, pieces - 40], statements.Deleted);
        Assert.Equal(0, await db.UserImportChunks.CountAsync(Token));
    }

    [Fact]
    public async Task What_a_dead_process_left_of_a_file_is_deleted_by_the_next_run()
    {
        using var host = new ImportHost();
        var id = await host.UploadAsync(ImportHost.Users(2));
        await using (var db = host.Database.CreateDbContext())
        {
            var import = await db.UserImports.SingleAsync(i => i.Id == id, Token);
            import.Cancel(host.Clock.GetUtcNow());
            await db.SaveChangesAsync(Token);
        }
        var waiting = await host.UploadAsync(ImportHost.Users(3));

        await host.NewRunnerAsync();

        await using var after = host.Database.CreateDbContext();
        Assert.Equal([waiting], await after.UserImportChunks.Select(c => c.ImportId).ToListAsync(Token));
        Assert.Equal(UserImportState.Uploaded, (await host.FindAsync(waiting)).State);
    }

    /// <summary>Keeps the statements that ran within a transaction, and how many pieces each deletion took.</summary>
    private sealed class TransactionStatements : DbCommandInterceptor
    {
        public List<string> Within { get; } = [];
        public List<int> Deleted { get; } = [];

        public IDbContextFactory<DashboardDbContext> Of(TestDatabase database) =>
            new Contexts(database, this);

        public override InterceptionResult<DbDataReader> ReaderExecuting(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result
        )
        {
            Keep(command);
            return result;
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default
        )
        {
            Keep(command);
            return new(result);
        }

        public override ValueTask<int> NonQueryExecutedAsync(
            DbCommand command,
            CommandExecutedEventData eventData,
            int result,
            CancellationToken cancellationToken = default
        )
        {
            Keep(command);
            if (command.CommandText.Contains("DELETE FROM \"UserImportChunks\"", StringComparison.Ordinal))
                Deleted.Add(result);
            return new(result);
        }

        private void Keep(DbCommand command)
        {
            if (command.Transaction is not null)
                Within.Add(command.CommandText);
        }
    }

    private sealed class Contexts(TestDatabase database, IInterceptor interceptor)
        : IDbContextFactory<DashboardDbContext>
    {
        public DashboardDbContext CreateDbContext()
        {
            var builder = new DbContextOptionsBuilder<SqliteDashboardDbContext>();
            DataSetup.UseSqlite(
                builder,
                new DatabaseOptions { ConnectionString = database.ConnectionString }
            );
            builder.AddInterceptors(interceptor);
            return new SqliteDashboardDbContext(builder.WithIdentity().Options);
        }
    }
}
