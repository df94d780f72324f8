using Dashboard.Data;
using Dashboard.Domain.Users;
using Dashboard.Features.Users.Import;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Users.Import;

/// <summary>Tests imports whose rows the database refuses, permanently or temporarily.</summary>
public sealed class ImportFailureTests
{
    private const int BusyPerPass = 5;

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unwritable_rows_fail_the_import_and_the_next_one_runs()
    {
        using var host = new ImportHost();
        await RunAsync(
            host,
            "CREATE TRIGGER refuse BEFORE INSERT ON SnapTradeUsers WHEN NEW.Id = 'u700' BEGIN SELECT RAISE(ABORT, 'secret of u700'); END"
        );
        var bad = (await host.CheckAsync(ImportHost.Users(1200))).Id;
        var good = (await host.CheckAsync("userId,name\nz1,Zoë\n")).Id;
        await host.StartAsync(bad);
        await host.StartAsync(good);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        var runner = host.Node();

        Assert.True(await runner.RunOnceAsync(Ended));
        Assert.True(await runner.RunOnceAsync(Ended));
        Assert.False(await runner.RunOnceAsync(Ended));

        var failed = await host.FindAsync(bad);
        Assert.Equal(
            (
                UserImportState.Failed,
                500,
                "The rows after row 500 can't be written to the database. The server's log names the error."
            ),
            (failed.State, failed.RowsDone, failed.Problem)
        );
        Assert.NotNull(failed.FinishedAt);
        Assert.Equal(UserImportState.Done, (await host.FindAsync(good)).State);
        await using var db = host.Database.CreateDbContext();
        Assert.Equal(501, await db.SnapTradeUsers.CountAsync(Ended));
        Assert.Equal(0, await db.UserImportChunks.CountAsync(Ended));
        // No import is left that an erasure would have to wait for.
        Assert.False(await db.UserImports.AnyAsync(i => i.State <= UserImportState.Running, Ended));
        var log = Assert.Single(host.Log.Lines, line => line.StartsWith("Error:", StringComparison.Ordinal));
        Assert.Contains($"{bad} failed after row 500 by SqliteException", log, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_audit_trail_has_how_an_import_failed_and_how_far_it_came()
    {
        using var host = new ImportHost();
        await RunAsync(
            host,
            "CREATE TRIGGER refuse BEFORE INSERT ON SnapTradeUsers BEGIN SELECT RAISE(ABORT, 'refused'); END"
        );
        var import = await host.ImportAsync(ImportHost.Users(3));

        await using var db = host.Database.CreateDbContext();
        var entry = await db.AuditEntries.OrderByDescending(e => e.Number).FirstAsync(Ended);
        Assert.Equal(
            ("finish user import", $"import:{import.Id}", "Test person"),
            (entry.Action, entry.Subject, entry.Actor)
        );
        Assert.StartsWith("failed: The first rows can't be written", entry.Result, StringComparison.Ordinal);
        Assert.Contains("\"rowsDone\":0", entry.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_can_fail_too_without_an_audit_entry()
    {
        using var host = new ImportHost();
        await RunAsync(
            host,
            "CREATE TRIGGER refuse BEFORE INSERT ON UserImportIssues BEGIN SELECT RAISE(ABORT, 'refused'); END"
        );
        var import = await host.CheckAsync("userId,email\nu1,nowhere\n");

        Assert.Equal(
            (
                UserImportState.Failed,
                "The first rows can't be compared with the users. The server's log names the error."
            ),
            (import.State, import.Problem)
        );
        await using var db = host.Database.CreateDbContext();
        Assert.Equal(
            (0, 0),
            (await db.AuditEntries.CountAsync(Ended), await db.UserImportChunks.CountAsync(Ended))
        );
    }

    [Fact]
    public async Task A_busy_database_pauses_one_import_while_the_next_goes_on()
    {
        var busy = 0;
        using var host = Busy(() => busy-- > 0);
        var first = (await host.CheckAsync(ImportHost.Users(3))).Id;
        var second = (await host.CheckAsync("userId,name\nz1,Zoë\n")).Id;
        await host.StartAsync(first);
        await host.StartAsync(second);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        var runner = host.Node();

        busy = BusyPerPass;
        Assert.True(await runner.RunOnceAsync(Ended));
        Assert.Equal(UserImportState.Running, (await host.FindAsync(first)).State);
        Assert.True(await runner.RunOnceAsync(Ended));
        Assert.Equal(UserImportState.Done, (await host.FindAsync(second)).State);
        host.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(await runner.RunOnceAsync(Ended));

        host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await runner.RunOnceAsync(Ended));
        Assert.Equal(UserImportState.Done, (await host.FindAsync(first)).State);
    }

    [Fact]
    public async Task A_database_that_stays_busy_ends_the_import_after_a_quarter_of_an_hour()
    {
        var busy = 0;
        using var host = Busy(() => busy-- > 0);
        var id = (await host.CheckAsync(ImportHost.Users(3))).Id;
        await host.StartAsync(id);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        var runner = host.Node();
        busy = ImportRetries.MaxFailures * BusyPerPass;
        var began = host.Clock.GetUtcNow();

        var passes = 0;
        while ((await host.FindAsync(id)).State == UserImportState.Running)
        {
            passes += await runner.RunOnceAsync(Ended) ? 1 : 0;
            host.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(ImportRetries.MaxFailures, passes);
        Assert.InRange(host.Clock.GetUtcNow() - began, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(17));
        var import = await host.FindAsync(id);
        Assert.Equal(
            (
                UserImportState.Failed,
                "The first rows could not be written to the database in 8 attempts. Import the file again later."
            ),
            (import.State, import.Problem)
        );
    }

    [Fact]
    public void Written_rows_reset_the_attempts()
    {
        var retries = new ImportRetries(new FakeTimeProvider(Some.Noon));
        for (var failure = 1; failure < ImportRetries.MaxFailures; failure++)
            Assert.True(retries.Add("i1", rowsDone: 500));
        Assert.True(retries.Add("i1", rowsDone: 1000));
        for (var failure = 2; failure < ImportRetries.MaxFailures; failure++)
            Assert.True(retries.Add("i1", rowsDone: 1000));
        Assert.False(retries.Add("i1", rowsDone: 1000));
        Assert.True(retries.IsPaused("i1"));
        retries.KeepOnly(["i2"]);
        Assert.False(retries.IsPaused("i1"));
    }

    private static async Task RunAsync(ImportHost host, string sql)
    {
        await using var db = host.Database.CreateDbContext();
        await db.Database.RunSqliteAsync(sql);
    }

    /// <summary>Transactions fail as long as the test says, as those of a database that others keep locked.</summary>
    private static ImportHost Busy(Func<bool> isBusy) =>
        new(database => new FaultyContexts(
            database,
            _ => isBusy() ? new SqliteException("database is locked", 5) : null
        ));
}
