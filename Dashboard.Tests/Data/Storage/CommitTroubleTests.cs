using System.Data.Common;
using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Features.Webhooks;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Data.Storage;

/// <summary>What SQLite itself does when it can't write, and that it is known and goes away without a restart.</summary>
public sealed class CommitTroubleTests : DatabaseContext
{
    [Fact]
    public async Task A_database_that_another_program_locks_is_told_until_it_is_free()
    {
        var health = new CommitHealth(Database);
        Assert.True(await health.CanCommitAsync(Token));
        await using (var other = Database.CreateDbContext())
        {
            await using var held = await other.Database.BeginTransactionAsync(Token);
            await Eventually.TrueAsync(
                async () => !await health.CanCommitAsync(Token) && health.Trouble == CommitTrouble.Waiting,
                "the lock is noticed"
            );
        }

        await Eventually.TrueAsync(() => health.CanCommitAsync(Token), "it can commit again");
        Assert.Null(health.Trouble);
    }

    [Fact]
    public async Task Events_that_were_committed_show_that_it_can_commit_although_the_probe_finds_a_lock()
    {
        var health = new CommitHealth(Database);
        await using var other = Database.CreateDbContext();
        await using var held = await other.Database.BeginTransactionAsync(Token);

        var whileItWaits = health.CanCommitAsync(Token);
        Assert.False(whileItWaits.IsCompleted);
        health.Succeeded();

        Assert.True(await health.CanCommitAsync(Token));
        Assert.True(await whileItWaits);
        Assert.Null(health.Trouble);
        await held.RollbackAsync(Token);
        await Eventually.TrueAsync(
            () => other.WorkLeases.AnyAsync(l => l.Name == CommitHealth.ProbeName, Token),
            "the probe has ended"
        );
    }

    [Fact]
    public async Task A_read_only_database_is_told_until_it_can_be_written()
    {
        var contexts = new PragmaContexts(Database) { Pragma = "PRAGMA query_only=1" };
        var health = new CommitHealth(contexts);

        Assert.False(await health.CanCommitAsync(Token));
        Assert.Equal(CommitTrouble.ReadOnly, health.Trouble);

        contexts.Pragma = "PRAGMA query_only=0";
        await Eventually.TrueAsync(() => health.CanCommitAsync(Token), "it can commit again");
        Assert.Null(health.Trouble);
    }

    [Fact]
    public async Task Events_that_find_no_room_are_refused_and_the_reason_told_until_there_is_room()
    {
        var contexts = new PragmaContexts(Database) { Pragma = "PRAGMA max_page_count=1000000" };
        var health = new CommitHealth(contexts);
        using var writer = new EventWriter(
            new EventLog(contexts, Database.Changes, TimeProvider.System),
            contexts,
            health,
            new WriterPulse(),
            NullLogger<EventWriter>.Instance
        );
        await writer.StartAsync(Token);
        var known = Some.Broken(1);
        var large = Some.Broken(2) with { Payload = new string('x', 1 << 20) };
        Assert.Equal(Appended.Accepted, await writer.WriteAsync(known));
        // No page can be added, as on a full disk.
        contexts.Pragma = "PRAGMA max_page_count=1";

        await Assert.ThrowsAsync<NotCommittedException>(() => writer.WriteAsync(large));
        Assert.Equal(CommitTrouble.Full, health.Trouble);
        Assert.False(await health.CanCommitAsync(Token));
        // Writes nothing, so it says nothing about the room.
        Assert.Equal(Appended.Duplicate, await writer.WriteAsync(known));
        Assert.False(await health.CanCommitAsync(Token));

        contexts.Pragma = "PRAGMA max_page_count=1000000";
        Assert.Equal(Appended.Accepted, await writer.WriteAsync(large));
        Assert.Null(health.Trouble);
        Assert.True(await health.CanCommitAsync(Token));
        await writer.StopAsync(Token);
    }

    /// <summary>Contexts whose connections run a statement each time they are opened.</summary>
    private sealed class PragmaContexts(TestDatabase database)
        : DbConnectionInterceptor,
            IDbContextFactory<DashboardDbContext>
    {
        public required string Pragma { get; set; }

        public DashboardDbContext CreateDbContext()
        {
            var builder = new DbContextOptionsBuilder<SqliteDashboardDbContext>();
            DataSetup.UseSqlite(
                builder,
                new DatabaseOptions { ConnectionString = database.ConnectionString + ";Cache=Private" }
            );
            builder.AddInterceptors(this);
            return new SqliteDashboardDbContext(builder.WithIdentity().Options);
        }

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Pragma;
            command.ExecuteNonQuery();
        }

        public override Task ConnectionOpenedAsync(
            DbConnection connection,
            ConnectionEndEventData eventData,
            CancellationToken cancellationToken = default
        )
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }
}
