using Dashboard.Data;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Data;

/// <summary>A lock in SQLite remains after its process is killed; the next start must not wait for it forever.</summary>
public sealed class MigratorTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Some.Noon);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dashboard-migrator-");

    [Fact]
    public async Task The_folder_and_the_file_are_made()
    {
        var files = new SqliteFile(Path.Combine(_folder.FullName, "below", "dashboard.db"));

        await MigrateAsync(files);

        await using var db = files.CreateDbContext();
        Assert.Empty(await db.Connections.ToListAsync(Token));
    }

    [Fact]
    public async Task A_lock_older_than_two_minutes_is_cleared()
    {
        var files = await LockedAsync(Some.Noon.AddMinutes(-3));

        await MigrateAsync(files);

        await AssertMigratedAsync(files);
    }

    [Fact]
    public async Task A_younger_lock_is_waited_for_until_it_is_old_too()
    {
        var files = await LockedAsync(Some.Noon.AddMinutes(-1));

        var migration = MigrateAsync(files);
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(5));
                return migration.IsCompleted;
            },
            "the abandoned lock was cleared"
        );

        await migration;
        await AssertMigratedAsync(files);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_by_its_path()
    {
        var path = Path.Combine(_folder.FullName, "notes.txt");
        await File.WriteAllTextAsync(path, string.Concat(Enumerable.Repeat("Just some notes. ", 100)), Token);

        await AssertRefusedAsync(path, "not a database");
    }

    [Fact]
    public async Task A_folder_that_can_not_be_made_is_refused_by_its_path()
    {
        var file = Path.Combine(_folder.FullName, "file");
        await File.WriteAllTextAsync(file, "", Token);

        await AssertRefusedAsync(Path.Combine(file, "dashboard.db"), "can't be created");
    }

    [Fact]
    public async Task An_unreadable_connection_string_is_refused_without_quoting_it()
    {
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() =>
            MigrateAsync(new SqliteFile("x.db;a-secret=part"))
        );

        Assert.Contains("ConnectionStrings__Dashboard", refused.Message);
        Assert.DoesNotContain("secret", refused.ToString());
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private Task MigrateAsync(SqliteFile files) =>
        new Migrator(files, _time, NullLogger<Migrator>.Instance).StartingAsync(Token);

    private async Task AssertRefusedAsync(string path, string reason)
    {
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() =>
            MigrateAsync(new SqliteFile(path))
        );
        Assert.Contains(path, refused.Message);
        Assert.Contains(reason, refused.Message);
        Assert.Contains("ConnectionStrings__Dashboard", refused.Message);
        Assert.DoesNotContain('\n', refused.Message);
    }

    /// <summary>The state after a process is killed during a migration.</summary>
    private async Task<SqliteFile> LockedAsync(DateTimeOffset since)
    {
        var files = new SqliteFile(Path.Combine(_folder.FullName, "locked.db"));
        await using var db = files.CreateDbContext();
        await db.Database.ExecuteSqlAsync(
            $"""CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL)""",
            Token
        );
        await db.Database.ExecuteSqlAsync($"INSERT INTO __EFMigrationsLock VALUES (1, {since})", Token);
        return files;
    }

    private static async Task AssertMigratedAsync(SqliteFile files)
    {
        await using var db = files.CreateDbContext();
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(Token));
    }
}
