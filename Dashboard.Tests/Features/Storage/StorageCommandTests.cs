using Dashboard.Domain.Emails;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Storage;

/// <summary>The commands around the file of the database, as people run them.</summary>
public sealed class StorageCommandTests : DatabaseContext
{
    private string Folder => Path.GetDirectoryName(Database.FilePath)!;
    private string Backup => Path.Combine(Folder, "copies", "copy.db");

    [Fact]
    public async Task A_backup_holds_what_was_committed_and_replaces_no_file_unless_it_is_told_to()
    {
        await Database.EventsAsync(Some.Added(), Some.Broken(1));
        await Database.AuditAsync(AuditTrail.Entry());

        var first = await Database.RunAsync("backup", Backup);
        var second = await Database.RunAsync("backup", Backup);
        await Database.EventsAsync(Some.Fixed(2));
        var third = await Database.RunAsync("backup", Backup, "--force");

        Assert.Equal((0, ""), (first.Code, first.Errors));
        Assert.Contains(
            "1 connection, events up to number 2, audit entries up to number 1",
            first.Output,
            StringComparison.Ordinal
        );
        Assert.Equal(1, second.Code);
        Assert.Contains("exists already", second.Errors, StringComparison.Ordinal);
        Assert.Contains("events up to number 3", third.Output, StringComparison.Ordinal);
        // Nothing half done, and no log beside it.
        Assert.Equal(
            ["copy.db"],
            Directory.GetFiles(Path.GetDirectoryName(Backup)!).Select(Path.GetFileName)
        );
        Assert.Equal(0, (await Database.RunAsync("verify", Backup)).Code);
    }

    [Fact]
    public async Task A_restore_is_refused_while_the_database_is_in_use_and_keeps_what_it_replaces()
    {
        await Database.EventsAsync(Some.Added());
        await Database.RunAsync("backup", Backup);
        await Database.EventsAsync(Some.Broken(1));
        await using (var server = Database.CreateDbContext())
        {
            await server.Database.OpenConnectionAsync(Token);
            var refused = await Database.RunAsync("restore", Backup);
            Assert.Equal(1, refused.Code);
            Assert.Contains("Stop it, then restore again.", refused.Errors, StringComparison.Ordinal);
            Assert.Equal(2, await server.Events.CountAsync(Token));
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();

        var restored = await Database.RunAsync("restore", Backup);

        Assert.Equal((0, ""), (restored.Code, restored.Errors));
        await using var db = Database.CreateDbContext();
        Assert.Equal(1, await db.Events.CountAsync(Token));
        var replaced = Assert.Single(Directory.GetFiles(Folder, "*.replaced-*"));
        Assert.Contains(replaced, restored.Output, StringComparison.Ordinal);
        var kept = await Database.RunAsync("verify", replaced);
        Assert.Contains("events up to number 2", kept.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task E_mails_that_waited_in_a_backup_are_not_sent_again()
    {
        await Database.EventsAsync(Some.Added());
        await using (var db = Database.CreateDbContext())
        {
            db.Emails.Add(Email.Create("user-1", EmailTrigger.Policy, "policy", Some.Noon));
            await db.SaveChangesAsync(Token);
            await db.EmailPolicies.ExecuteDeleteAsync(Token);
            db.EmailPolicies.Add(new EmailPolicy { OnSince = Some.Noon });
            await db.SaveChangesAsync(Token);
        }
        await Database.RunAsync("backup", Backup);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();

        var restored = await Database.RunAsync("restore", Backup);

        Assert.Contains("1 e-mail waited", restored.Output, StringComparison.Ordinal);
        await using var after = Database.CreateDbContext();
        Assert.Equal(EmailState.Unsure, (await after.Emails.SingleAsync(Token)).State);
        // It would write to those again whom it wrote to after the backup.
        Assert.Null((await after.EmailPolicies.SingleAsync(Token)).OnSince);
        Assert.Contains("The e-mail policy is off now", restored.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_or_foreign_file_is_not_restored()
    {
        await Database.EventsAsync([.. Enumerable.Range(0, 2000).Select(i => Some.Broken(i))]);
        await Database.RunAsync("backup", Backup);
        await using (var file = File.OpenWrite(Backup))
        {
            file.Seek(file.Length / 2, SeekOrigin.Begin);
            await file.WriteAsync(new byte[256 * 1024], Token);
        }
        var other = Path.Combine(Folder, "other.db");
        await File.WriteAllTextAsync(
            other,
            "no database, but more than a hundred characters: " + new string('x', 200),
            Token
        );
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();

        var damaged = await Database.RunAsync("restore", Backup);
        var foreign = await Database.RunAsync("restore", other);

        Assert.Equal((1, 1), (damaged.Code, foreign.Code));
        Assert.Contains("can't be used", damaged.Errors, StringComparison.Ordinal);
        Assert.Contains("can't be used", foreign.Errors, StringComparison.Ordinal);
        Assert.Equal(1, (await Database.RunAsync("verify", Backup)).Code);
        Assert.Empty(Directory.GetFiles(Folder, "*.replaced-*"));
    }

    [Fact]
    public async Task A_damaged_database_is_replaced_only_on_request()
    {
        await Database.EventsAsync(Some.Added());
        await Database.RunAsync("backup", Backup);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await File.WriteAllTextAsync(Database.FilePath, "no database, " + new string('x', 4096), Token);

        var asked = await Database.RunAsync("restore", Backup);
        var forced = await Database.RunAsync("restore", Backup, "--force");

        Assert.Equal(1, asked.Code);
        Assert.Contains("--force", asked.Errors, StringComparison.Ordinal);
        Assert.Equal((0, ""), (forced.Code, forced.Errors));
        Assert.Equal(0, (await Database.RunAsync("verify")).Code);
    }

    [Fact]
    public async Task Wrong_kept_counts_are_named_and_rebuilt()
    {
        await Database.EventsAsync(Some.Added(), Some.Broken(1, "connection-2"));
        await using (var db = Database.CreateDbContext())
            await db.HealthCounts.ExecuteUpdateAsync(s => s.SetProperty(c => c.Total, 7), Token);

        var wrong = await Database.RunAsync("verify");
        var checkedFirst = await Database.RunAsync("check-figures", "--rebuild");
        var right = await Database.RunAsync("verify");

        Assert.Equal(1, wrong.Code);
        Assert.Contains("questrade-id, Healthy: kept 7, counted 1", wrong.Output, StringComparison.Ordinal);
        Assert.Equal(1, checkedFirst.Code);
        Assert.Contains("Corrected: 2 kept counts", checkedFirst.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (right.Code, right.Errors));
    }

    [Fact]
    public async Task A_broken_audit_trail_and_a_newer_version_fail_the_verification()
    {
        await Database.AuditAsync(AuditTrail.Entry(), AuditTrail.Entry());
        await Database.TamperAsync("UPDATE AuditEntries SET Actor = 'Nobody' WHERE Number = 1");
        var broken = await Database.RunAsync("verify");
        await using (var db = Database.CreateDbContext())
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO __EFMigrationsHistory (MigrationId, ProductVersion) VALUES ('29991231000000_Later', '99')",
                Token
            );
        var newer = await Database.RunAsync("verify");

        Assert.Equal((1, 1), (broken.Code, newer.Code));
        Assert.Contains("The audit trail is broken.", broken.Output, StringComparison.Ordinal);
        Assert.Contains("A newer version wrote it", newer.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backup", "Write: backup FILE")]
    [InlineData("restore", "Write: restore FILE")]
    public async Task A_command_without_its_file_says_how_to_write_it(string name, string words)
    {
        var result = await Database.RunAsync(name);

        Assert.Equal(2, result.Code);
        Assert.Contains(words, result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backup", "BACKUP DATABASE")]
    [InlineData("restore", "RESTORE DATABASE")]
    [InlineData("verify", "DBCC CHECKDB")]
    public async Task On_a_server_they_say_how_it_is_done_there(string name, string words)
    {
        var result = await DashboardCommand.RunAsync(
            "Server=nowhere.example",
            Folder,
            [name, "file"],
            ("Database__Provider", "SqlServer")
        );

        Assert.Equal(2, result.Code);
        Assert.Contains(words, result.Errors, StringComparison.Ordinal);
    }
}
