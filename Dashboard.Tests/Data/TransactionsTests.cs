using System.Diagnostics;
using Dashboard.Data;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Data;

/// <summary>Tests when work in a transaction is retried, and after which delay.</summary>
public sealed class TransactionsTests : DatabaseContext
{
    private const int Busy = 5;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task Work_is_committed()
    {
        await Database.InTransactionAsync(AddUserAsync, Token);

        Assert.Equal(1, await CountUsersAsync());
    }

    [Fact]
    public async Task A_failure_commits_nothing()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Database.InTransactionAsync(
                async (db, token) =>
                {
                    await AddUserAsync(db, token);
                    throw new InvalidOperationException();
                },
                Token
            )
        );

        Assert.Equal(0, await CountUsersAsync());
    }

    [Fact]
    public async Task A_transient_failure_is_followed_by_a_pause_and_another_attempt()
    {
        var contexts = Failing(n => n == 1 ? new SqliteException("busy", Busy) : null);
        var start = Stopwatch.GetTimestamp();

        await contexts.InTransactionAsync(AddUserAsync, Token);

        Assert.Equal(2, contexts.Begun);
        Assert.True(Stopwatch.GetElapsedTime(start) >= ShortestPause);
        Assert.Equal(1, await CountUsersAsync());
    }

    [Theory]
    [MemberData(nameof(Retried))]
    public async Task Conflicts_and_wrapped_transient_errors_are_retried(Exception exception)
    {
        var contexts = Failing(n => n == 1 ? exception : null);

        await contexts.InTransactionAsync(AddUserAsync, Token);

        Assert.Equal(2, contexts.Begun);
    }

    public static TheoryData<Exception> Retried =>
        [
            new DbUpdateConcurrencyException("collided"),
            new DbUpdateException("not saved", new SqliteException("unique", 19, 2067)),
            new InvalidOperationException("wrapped", new SqliteException("locked", 6)),
        ];

    [Fact]
    public async Task A_failure_that_no_repeat_can_mend_is_tried_once()
    {
        var contexts = Failing(_ => new SqliteException("not null", 19, 1299));

        await Assert.ThrowsAsync<SqliteException>(() => contexts.InTransactionAsync(AddUserAsync, Token));
        Assert.Equal(1, contexts.Begun);
    }

    [Fact]
    public async Task A_failing_database_is_abandoned_after_five_attempts()
    {
        var contexts = Failing(_ => new SqliteException("busy", Busy));

        await Assert.ThrowsAsync<SqliteException>(() => contexts.InTransactionAsync(AddUserAsync, Token));
        Assert.Equal(5, contexts.Begun);
    }

    [Fact]
    public async Task A_writer_that_loses_to_others_many_times_still_commits()
    {
        var contexts = Failing(n => n < 9 ? new DbUpdateConcurrencyException("collided") : null);

        await contexts.InTransactionAsync(AddUserAsync, Token);

        Assert.Equal(9, contexts.Begun);
        Assert.Equal(1, await CountUsersAsync());
    }

    [Fact]
    public async Task Lost_races_leave_the_attempts_of_other_failures()
    {
        var contexts = Failing(n =>
            n <= 6 ? new DbUpdateConcurrencyException("collided")
            : n <= 10 ? new SqliteException("busy", Busy)
            : null
        );

        await contexts.InTransactionAsync(AddUserAsync, Token);

        Assert.Equal(11, contexts.Begun);
    }

    [Fact]
    public async Task A_row_that_exists_for_good_ends_the_attempts()
    {
        var contexts = Failing(_ => new DbUpdateException(
            "not saved",
            new SqliteException("unique", 19, 2067)
        ));

        await Assert.ThrowsAsync<DbUpdateException>(() => contexts.InTransactionAsync(AddUserAsync, Token));
        Assert.Equal(21, contexts.Begun);
    }

    [Fact]
    public async Task Cancelling_ends_the_attempts_with_the_token_of_the_caller()
    {
        using var cancellation = new CancellationTokenSource();
        var contexts = Failing(_ =>
        {
            cancellation.Cancel();
            return new SqliteException("busy", Busy);
        });

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            contexts.InTransactionAsync(AddUserAsync, cancellation.Token)
        );

        Assert.Equal(cancellation.Token, thrown.CancellationToken);
        Assert.Equal(1, contexts.Begun);
    }

    private FaultyContexts Failing(Func<int, Exception?> fault) => new(Database, fault);

    private static async Task AddUserAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        db.Add(SnapTradeUser.Create("zoe", Some.Noon));
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task<int> CountUsersAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db.SnapTradeUsers.CountAsync(Token);
    }
}
