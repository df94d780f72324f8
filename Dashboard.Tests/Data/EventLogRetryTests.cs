using Dashboard.Data.Events;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Data;

/// <summary>When work is tried again, and how soon.</summary>
public sealed class EventLogRetryTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly FakeTimeProvider _time = new(Some.Noon);

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task A_database_in_trouble_is_given_a_moment_before_the_next_try()
    {
        var contexts = new FaultyContexts(_database, n => n == 1 ? new SqliteException("busy", 5) : null);

        var appending = AppendAsync(contexts);
        await Eventually.TrueAsync(() => contexts.Begun == 1, "the first try was made");
        Assert.False(appending.IsCompleted);
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(100));
                return appending.IsCompleted;
            },
            "the second try was made"
        );

        Assert.Equal([Appended.Accepted], await appending);
        Assert.Equal(2, contexts.Begun);
    }

    [Fact]
    public async Task A_collision_is_tried_again_at_once()
    {
        var contexts = new FaultyContexts(
            _database,
            n => n == 1 ? new DbUpdateConcurrencyException("collided") : null
        );

        Assert.Equal([Appended.Accepted], await AppendAsync(contexts));
    }

    [Fact]
    public async Task What_no_repeat_can_mend_is_tried_once()
    {
        var contexts = new FaultyContexts(_database, _ => new SqliteException("not null", 19, 1299));

        await Assert.ThrowsAsync<SqliteException>(() => AppendAsync(contexts));
        Assert.Equal(1, contexts.Begun);
    }

    private Task<IReadOnlyList<Appended>> AppendAsync(FaultyContexts contexts) =>
        new EventLog(contexts, _database.Changes, _time).AppendAsync(
            [Some.Broken()],
            cancellationToken: TestContext.Current.CancellationToken
        );
}
