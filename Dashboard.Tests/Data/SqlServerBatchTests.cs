using System.Data.Common;
using Dashboard.Domain.Events;
using Dashboard.Tests.Support;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Dashboard.Tests.Data;

/// <summary>A batch of any size takes a few round trips to SQL Server.</summary>
[Collection(SqlServerCollection.Name)]
public sealed class SqlServerBatchTests() : StoreContract(() => SqlServerStore.OpenAsync(Trips))
{
    // Of the largest batch of deliveries, with all that it reads and writes.
    private const int Most = 16;
    private static readonly RoundTrips Trips = new();

    [Fact]
    public async Task Five_hundred_events_take_few_round_trips()
    {
        // The first batches also make the counts of the brokerages.
        await CountAsync(EventTypes.ConnectionBroken, 500, minute: 0);

        foreach (var type in (string[])[EventTypes.ConnectionFixed, EventTypes.ConnectionBroken])
        {
            var trips = await CountAsync(type, 500, minute: type == EventTypes.ConnectionFixed ? 20 : 40);
            Assert.InRange(trips, 1, Most);
        }
    }

    [Fact]
    public async Task Late_events_and_attempts_take_no_round_trip_each()
    {
        await CountAsync(EventTypes.ConnectionBroken, 100, minute: 60);
        await CountAsync(EventTypes.ConnectionFixed, 5, minute: 50);
        Assert.InRange(await CountAsync(EventTypes.ConnectionFixed, 100, minute: 48), 1, Most);

        await CountAsync(EventTypes.ConnectionAttempted, 5, minute: 70);
        Assert.InRange(await CountAsync(EventTypes.ConnectionAttempted, 100, minute: 72), 1, Most);
    }

    private async Task<long> CountAsync(string type, int connections, double minute)
    {
        var before = Trips.Count;
        await AppendAsync([
            .. Enumerable
                .Range(0, connections)
                .Select(i =>
                    Event(
                        type,
                        minute,
                        type == EventTypes.ConnectionAttempted ? null : $"c{i}",
                        $"u{i}",
                        $"{type}-{minute}-{i}",
                        type == EventTypes.ConnectionAttempted ? "ERROR" : null
                    )
                ),
        ]);
        return Trips.Count - before;
    }

    private sealed class RoundTrips : DbConnectionInterceptor
    {
        private long _count;

        public long Count => Interlocked.Read(ref _count);

        public override Task ConnectionOpenedAsync(
            DbConnection connection,
            ConnectionEndEventData eventData,
            CancellationToken cancellationToken = default
        )
        {
            var sql = (SqlConnection)connection;
            sql.StatisticsEnabled = true;
            sql.ResetStatistics();
            return Task.CompletedTask;
        }

        public override ValueTask<InterceptionResult> ConnectionClosingAsync(
            DbConnection connection,
            ConnectionEventData eventData,
            InterceptionResult result
        )
        {
            var trips = (long)((SqlConnection)connection).RetrieveStatistics()["ServerRoundtrips"]!;
            Interlocked.Add(ref _count, trips);
            return ValueTask.FromResult(result);
        }
    }
}
