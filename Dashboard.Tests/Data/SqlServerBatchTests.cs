using System.Data.Common;
using Dashboard.Domain.Events;
using Dashboard.Tests.Support;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Dashboard.Tests.Data;

/// <summary>A batch costs the same number of round trips to SQL Server whatever its size.</summary>
[Collection(SqlServerCollection.Name)]
public sealed class SqlServerBatchTests() : StoreContract(() => SqlServerStore.OpenAsync(Trips))
{
    // Of a batch of any size; rows whose changed columns differ take a statement for each set of columns.
    private const int Differing = 2;
    private static readonly RoundTrips Trips = new();

    [Fact]
    public async Task Ten_and_five_hundred_events_take_the_same_number_of_round_trips()
    {
        // The first batches also make the counts of the brokerages.
        await CountAsync(EventTypes.ConnectionBroken, 500, minute: 0);

        foreach (var type in (string[])[EventTypes.ConnectionFixed, EventTypes.ConnectionBroken])
        {
            var few = await CountAsync(type, 10, minute: type == EventTypes.ConnectionFixed ? 10 : 30);
            var many = await CountAsync(type, 500, minute: type == EventTypes.ConnectionFixed ? 20 : 40);
            Assert.InRange(many, 1, few + Differing);
        }
    }

    [Fact]
    public async Task Late_events_and_attempts_take_no_round_trip_each()
    {
        await CountAsync(EventTypes.ConnectionBroken, 100, minute: 60);
        await CountAsync(EventTypes.ConnectionFixed, 5, minute: 50);
        var few = await CountAsync(EventTypes.ConnectionFixed, 5, minute: 49);
        var many = await CountAsync(EventTypes.ConnectionFixed, 100, minute: 48);
        Assert.InRange(many, 1, few + Differing);

        await CountAsync(EventTypes.ConnectionAttempted, 5, minute: 70);
        few = await CountAsync(EventTypes.ConnectionAttempted, 5, minute: 71);
        many = await CountAsync(EventTypes.ConnectionAttempted, 100, minute: 72);
        Assert.InRange(many, 1, few + Differing);
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
