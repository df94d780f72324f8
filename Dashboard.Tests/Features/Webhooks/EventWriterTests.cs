using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Features.Webhooks;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Features.Webhooks;

public sealed class EventWriterTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task When_the_database_fails_during_single_commits_the_rest_is_refused_at_once()
    {
        // The batch can't be taken as a whole, its first event can, and then the database is gone.
        var contexts = new FaultyContexts(
            _database,
            n =>
                n switch
                {
                    1 => new InvalidOperationException("one of them is wrong"),
                    2 => null,
                    _ => new SqliteException("busy", 5),
                }
        );
        using var writer = new EventWriter(
            new EventLog(contexts, _database.Changes, TimeProvider.System),
            contexts,
            new CommitHealth(contexts),
            new WriterPulse(),
            NullLogger<EventWriter>.Instance
        );
        var written = Enumerable
            .Range(0, 50)
            .Select(i => writer.WriteAsync(Some.Broken(i, $"c{i}", $"u{i}")))
            .ToList();

        await writer.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Appended.Accepted, await written[0]);
        foreach (var task in written.Skip(1))
            await Assert.ThrowsAsync<NotCommittedException>(() => task);
        // The whole, the first, and the tries of the second.
        Assert.InRange(contexts.Begun, 3, 10);
        await writer.StopAsync(TestContext.Current.CancellationToken);
    }
}
