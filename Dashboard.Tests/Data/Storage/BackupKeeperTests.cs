using Dashboard.Data;
using Dashboard.Data.Storage;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Data.Storage;

/// <summary>Backups on a schedule, in a real folder.</summary>
public sealed class BackupKeeperTests : DatabaseContext
{
    private readonly FakeTimeProvider _time = new(Some.Noon);
    private string Folder => Path.Combine(Path.GetDirectoryName(Database.FilePath)!, "backups");

    [Fact]
    public async Task One_is_made_when_the_last_is_old_enough_and_the_oldest_go()
    {
        using var keeper = Keeper(new() { Keep = 2 });
        await RunAsync(keeper);
        Assert.Empty(keeper.Now.Files);

        foreach (
            var wait in (TimeSpan[])
                [TimeSpan.FromMinutes(2), TimeSpan.FromHours(23), TimeSpan.FromHours(1), TimeSpan.FromDays(1)]
        )
        {
            _time.Advance(wait);
            await RunAsync(keeper);
        }

        Assert.Equal(
            ["dashboard-20261122-120200.db", "dashboard-20261121-120200.db"],
            keeper.Now.Files.Select(f => Path.GetFileName(f.Path))
        );
        Assert.All(keeper.Now.Files, f => Assert.True(f.Bytes > 0));
        Assert.Null(keeper.Now.Progress);
        Assert.Equal(_time.GetUtcNow().AddDays(1), keeper.Now.DueAt);
    }

    [Fact]
    public async Task A_failure_says_why_until_one_succeeds_without_a_restart()
    {
        await File.WriteAllTextAsync(Folder, "a file where the folder should be", Token);
        using var keeper = Keeper(new());
        _time.Advance(TimeSpan.FromHours(3));
        await RunAsync(keeper);
        Assert.Contains(Folder, keeper.Now.Problem, StringComparison.Ordinal);
        Assert.True(keeper.Now.IsOverdue);

        File.Delete(Folder);
        await RunAsync(keeper);

        Assert.Null(keeper.Now.Problem);
        Assert.False(keeper.Now.IsOverdue);
        Assert.Single(keeper.Now.Files);
    }

    [Fact]
    public async Task Other_files_of_the_folder_are_left_alone_and_unfinished_ones_go()
    {
        Directory.CreateDirectory(Folder);
        var mine = Path.Combine(Folder, "dashboard-mine.db");
        var left = Path.Combine(Folder, ".dashboard-20261101-120000.db-4f.part");
        await File.WriteAllTextAsync(mine, "", Token);
        await File.WriteAllTextAsync(left, "", Token);
        File.SetLastWriteTimeUtc(left, Some.Noon.AddDays(-2).UtcDateTime);
        using var keeper = Keeper(new() { Keep = 1 });

        Assert.Null(await keeper.TryBackUpAsync(Token));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await keeper.TryBackUpAsync(Token));

        Assert.True(File.Exists(mine));
        Assert.False(File.Exists(left));
        Assert.Single(keeper.Now.Files);
    }

    [Fact]
    public async Task A_file_from_the_future_stops_no_backup()
    {
        Directory.CreateDirectory(Folder);
        var early = Path.Combine(Folder, "dashboard-20271120-120000.db");
        await File.WriteAllTextAsync(early, "", Token);
        using var keeper = Keeper(new() { Keep = 1 });
        _time.Advance(TimeSpan.FromMinutes(2));

        await RunAsync(keeper);

        Assert.Equal(_time.GetUtcNow(), Assert.Single(keeper.Now.Files).At);
        Assert.True(File.Exists(early));
    }

    [Fact]
    public async Task Many_made_by_hand_in_a_day_do_not_replace_those_of_the_days_before()
    {
        using var keeper = Keeper(new() { Keep = 2 });
        Assert.Null(await keeper.TryBackUpAsync(Token));
        _time.Advance(TimeSpan.FromDays(1));
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.Null(await keeper.TryBackUpAsync(Token));
        }

        Assert.Equal([_time.GetUtcNow(), Some.Noon], keeper.Now.Files.Select(file => file.At));
    }

    [Fact]
    public async Task One_that_is_asked_for_while_another_is_made_is_that_one()
    {
        using var keeper = Keeper(new());
        _time.Advance(TimeSpan.FromHours(1));
        List<Task<string?>> more = [];
        keeper.Changed += () =>
        {
            // The clock moves on, so that each would have a file of its own.
            _time.Advance(TimeSpan.FromSeconds(1));
            if (keeper.Now.Progress is not null && more.Count < 3)
                more.Add(keeper.TryBackUpAsync(Token));
        };

        Assert.Null(await keeper.TryBackUpAsync(Token));

        Assert.NotEmpty(more);
        Assert.All(await Task.WhenAll(more), answer => Assert.Equal(BackupKeeper.AlreadyRunning, answer));
        Assert.Single(keeper.Now.Files);
        Assert.Null(keeper.Now.Problem);
    }

    [Fact]
    public async Task After_a_failure_the_next_attempt_waits()
    {
        await File.WriteAllTextAsync(Folder, "a file where the folder should be", Token);
        using var keeper = Keeper(new());
        _time.Advance(TimeSpan.FromHours(3));

        Assert.True(await keeper.RunAsync(null!, Token) > keeper.Interval);
    }

    [Fact]
    public async Task A_database_in_use_is_never_replaced()
    {
        await Database.EventsAsync(Some.Broken(0));
        await using var open = Database.CreateDbContext();
        await open.Database.OpenConnectionAsync(Token);

        var thrown = await Assert.ThrowsAsync<StorageException>(() =>
            BackupFiles.WriteAsync(
                Database.FilePath,
                Database.FilePath,
                replace: true,
                reserve: 0,
                onStep: null,
                Token
            )
        );

        Assert.Contains("in use", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task None_is_made_when_there_is_no_room_for_it()
    {
        await using var db = Database.CreateDbContext();

        var thrown = await Assert.ThrowsAsync<StorageException>(() =>
            BackupFiles.WriteAsync(
                Database.FilePath,
                Path.Combine(Folder, "copy.db"),
                replace: false,
                reserve: long.MaxValue / 2,
                onStep: null,
                Token
            )
        );

        Assert.Contains("too little space", thrown.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Fact]
    public async Task A_cancelled_backup_leaves_no_file()
    {
        using var cancelled = new CancellationTokenSource();
        await Database.EventsAsync([.. Enumerable.Range(0, 3000).Select(i => Some.Broken(i))]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            BackupFiles.WriteAsync(
                Database.FilePath,
                Path.Combine(Folder, "copy.db"),
                replace: false,
                reserve: 0,
                _ => cancelled.CancelAsync(),
                cancelled.Token
            )
        );

        Assert.Empty(Directory.GetFiles(Folder));
    }

    private BackupKeeper Keeper(BackupOptions options) =>
        new(
            Options.Create(options),
            Options.Create(new DatabaseOptions { ConnectionString = Database.ConnectionString }),
            _time,
            NullLogger<BackupKeeper>.Instance
        );

    private static Task RunAsync(BackupKeeper keeper) => keeper.RunAsync(null!, Token);
}
