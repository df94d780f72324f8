using System.Diagnostics.Metrics;
using Dashboard.Data.Reading;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Features.Connections;
using Dashboard.Features.Connections.Silence;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Connections.Silence;

/// <summary>Healthy connections whose usual data does not come are found, shown and forgotten when it comes again.</summary>
public sealed class SilentConnectionsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Some.Noon.AddDays(11));
    private readonly TestDatabase _database;
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly SilentConnections _silence;

    public SilentConnectionsTests()
    {
        _database = new TestDatabase(_time);
        _silence = new SilentConnections(
            _database,
            _database.Changes,
            new SilenceMetrics(_meters.GetRequiredService<IMeterFactory>()),
            _time
        );
    }

    public void Dispose()
    {
        _meters.Dispose();
        _database.Dispose();
    }

    [Fact]
    public async Task Silence_is_marked_told_to_screens_and_ends_with_the_next_data()
    {
        await DailyAsync("daily", days: 8);
        await DailyAsync("other", days: 11);

        await LookAsync();

        Assert.Equal(DataState.Silent, await StateAsync("daily"));
        Assert.Equal(DataState.Current, await StateAsync("other"));
        Assert.Equal("daily", _database.Changes.All[^1].Id);
        Assert.Equal(1, Gauge());
        await using (var db = _database.CreateDbContext())
        {
            Assert.Equal(1, (await ConnectionReads.CountsAsync(db, Token)).Silent);
            Assert.Contains(
                "USING COVERING INDEX IX_Connections_Silent",
                string.Join('\n', await QueryPlan.OfAsync(db, SilentRows.Counted(db))),
                StringComparison.Ordinal
            );
        }

        await _database.EventsAsync(Data("daily", 11));
        Assert.Equal(DataState.Current, await StateAsync("daily"));
    }

    [Fact]
    public async Task Data_events_without_success_do_not_end_it()
    {
        await DailyAsync("failing", days: 8);
        await _database.EventsAsync(Data("failing", 10) with { DataDelivered = false });

        await LookAsync();

        Assert.Equal(DataState.Silent, await StateAsync("failing"));
    }

    [Fact]
    public async Task A_broken_connection_is_broken_and_not_silent()
    {
        await DailyAsync("broken", days: 8);
        await DailyAsync("breaks-later", days: 8);
        await _database.EventsAsync(Some.Broken(9 * 1440, "broken"));
        await LookAsync();
        Assert.Equal(DataState.None, await StateAsync("broken"));

        await _database.EventsAsync(Some.Broken(11 * 1440, "breaks-later"));
        Assert.Equal(DataState.None, await StateAsync("breaks-later"));
        await LookAsync();
        await using var db = _database.CreateDbContext();
        Assert.Empty(await db.Connections.Where(c => c.SilentSince != null).ToListAsync(Token));
    }

    [Fact]
    public async Task A_repaired_connection_is_silent_when_no_data_comes_after_the_repair()
    {
        await DailyAsync("repaired", days: 8);
        await _database.EventsAsync(
            Some.Broken(9 * 1440, "repaired"),
            Some.Fixed(11 * 1440 - 60, "repaired")
        );
        await LookAsync();
        Assert.Equal(DataState.Current, await StateAsync("repaired"));

        _time.Advance(TimeSpan.FromDays(3));
        await LookAsync();
        Assert.Equal(DataState.Silent, await StateAsync("repaired"));
        await using var db = _database.CreateDbContext();
        var repaired = await db.Connections.SingleAsync(c => c.Id == "repaired", Token);
        Assert.Equal(Some.Noon.AddDays(11).AddHours(-1), repaired.SilentSince);
    }

    [Fact]
    public async Task The_list_of_silent_ones_begins_with_the_index_of_the_marks()
    {
        await using var db = _database.CreateDbContext();
        var query = ConnectionSearch.Compose(
            db,
            new ConnectionFilter { Healths = [Health.Healthy], IsSilent = true },
            after: null,
            brokerages: [],
            found: null
        );

        var plan = string.Join('\n', await QueryPlan.OfAsync(db, query));

        Assert.Contains("IX_Connections_Silent", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("SCAN c", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_reads_the_next_connections_by_their_key()
    {
        await using var db = _database.CreateDbContext();
        var plan = string.Join(
            '\n',
            await QueryPlan.OfAsync(db, SilentConnections.Looks(db, "c1").Take(2000))
        );
        Assert.Contains(
            "SEARCH c USING INDEX sqlite_autoindex_Connections_1",
            plan,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    /// <summary>What <c>/metrics</c> says.</summary>
    private long Gauge()
    {
        long silent = -1;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (
                instrument is { Name: "connections.silent" }
                && ReferenceEquals(instrument.Meter.Scope, _meters.GetRequiredService<IMeterFactory>())
            )
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => silent = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return silent;
    }

    private Task LookAsync() => _silence.LookAsync(_ => Task.FromResult(true), Token);

    private async Task DailyAsync(string id, int days)
    {
        await _database.EventsAsync([
            Some.Added(0, id),
            .. Enumerable.Range(1, days).Select(day => Data(id, day)),
        ]);
    }

    private static IncomingEvent Data(string id, int day) =>
        Some.Event(EventTypes.HoldingsUpdated, day * 1440, id) with
        {
            DataDelivered = true,
        };

    private async Task<DataState> StateAsync(string id)
    {
        await using var db = _database.CreateDbContext();
        var connection = await db.Connections.SingleAsync(c => c.Id == id, Token);
        return DataRhythm.StateOf(connection.Health, connection.LastDataAt, connection.SilentSince);
    }
}
