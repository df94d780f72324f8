using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Events;
using Dashboard.Features.History;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Dashboard.Tests.Support.SqlServerText;

namespace Dashboard.Tests.Features.History;

/// <summary>A page of the history is read from an index in its order, whatever it is filtered by.</summary>
public sealed class HistoryPlanTests : DatabaseContext
{
    private static readonly EventPosition Place = new(Some.Noon, 5);

    public static TheoryData<EventSource> OtherSources() =>
        new(Enum.GetValues<EventSource>().Where(source => source != EventSource.Webhook));

    [Theory]
    [MemberData(nameof(OtherSources))]
    public async Task Rare_sources_have_an_index_of_their_own(EventSource source)
    {
        var filter = new HistoryFilter { Source = source };
        await AssertReadsAsync(filter, after: null, "IX_Events_OtherSources (Source=?)");
        await AssertReadsAsync(filter, Place, "IX_Events_OtherSources (Source=? AND OccurredAt<?)");
        var days = filter with { From = Some.Noon.AddDays(-7), To = Some.Noon };
        await AssertReadsAsync(
            days,
            after: null,
            "IX_Events_OtherSources (Source=? AND OccurredAt>? AND OccurredAt<?)"
        );
    }

    [Fact]
    public async Task Webhooks_are_most_events_and_are_read_in_the_order_of_all()
    {
        var filter = new HistoryFilter { Source = EventSource.Webhook };
        await AssertReadsAsync(filter, after: null, "USING INDEX IX_Events_OccurredAt_Id");
        await AssertReadsAsync(filter, Place, "IX_Events_OccurredAt_Id (OccurredAt<?)");
    }

    [Fact]
    public async Task No_webhook_has_a_type_of_our_own_and_none_is_looked_for()
    {
        await using var db = Database.CreateDbContext();
        foreach (var type in EventTypes.All.Where(EventTypes.IsOwn))
        {
            var filter = new HistoryFilter { Source = EventSource.Webhook, Types = [type] };
            var sql = HistorySearch.Compose(db, filter, after: null, found: null).ToQueryString();
            Assert.Contains("WHERE 0", sql, StringComparison.Ordinal);
        }
        var both = new HistoryFilter
        {
            Source = EventSource.Webhook,
            Types = [EventTypes.PortalStarted, EventTypes.ConnectionBroken],
        };
        Assert.DoesNotContain(
            "WHERE 0",
            HistorySearch.Compose(db, both, after: null, found: null).ToQueryString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task One_user_or_connection_is_found_before_the_source()
    {
        var filter = new HistoryFilter { Source = EventSource.Poll };
        await AssertReadsAsync(
            filter with
            {
                UserId = "u1",
            },
            Place,
            "IX_Events_UserId_OccurredAt_Id (UserId=?"
        );
        await AssertReadsAsync(
            filter with
            {
                ConnectionId = "c1",
            },
            Place,
            "IX_Events_ConnectionId_OccurredAt_Id (ConnectionId=?"
        );
    }

    [Fact]
    public async Task Copies_are_found_by_their_user_and_time()
    {
        var filter = new HistoryFilter { WithoutCopies = true };
        await AssertReadsAsync(filter, Place, "IX_Events_OccurredAt_Id (OccurredAt<?)");
        await AssertReadsAsync(filter, Place, "IX_Events_UserId_OccurredAt_Id (UserId=? AND OccurredAt=?");
        await using var db = SqlServer();
        AssertValid(HistorySearch.Compose(db, filter, Place, found: null).Take(51).ToQueryString());
    }

    [Fact]
    public async Task The_oldest_first_is_read_from_the_same_indexes()
    {
        var filter = new HistoryFilter { WithoutCopies = true, Order = TimeOrder.Oldest };
        await AssertReadsAsync(filter, after: null, "USING INDEX IX_Events_OccurredAt_Id");
        await AssertReadsAsync(filter, Place, "IX_Events_OccurredAt_Id (OccurredAt>?)");
        var days = filter with { From = Some.Noon, To = Some.Noon.AddDays(1) };
        await AssertReadsAsync(days, after: null, "IX_Events_OccurredAt_Id (OccurredAt>? AND OccurredAt<?)");
        await AssertReadsAsync(
            filter with
            {
                UserId = "u1",
            },
            Place,
            "IX_Events_UserId_OccurredAt_Id (UserId=?"
        );
        await AssertReadsAsync(
            filter with
            {
                Types = [EventTypes.ConnectionBroken],
            },
            Place,
            "IX_Events_Type_OccurredAt_Id (Type=? AND OccurredAt>?)"
        );
        await AssertReadsAsync(
            filter with
            {
                Source = EventSource.Poll,
            },
            Place,
            "IX_Events_OtherSources (Source=? AND OccurredAt>?)"
        );
        await using var server = SqlServer();
        AssertValid(HistorySearch.Compose(server, filter, Place, found: null).Take(51).ToQueryString());
    }

    [Theory]
    [MemberData(nameof(OtherSources))]
    public async Task One_type_of_a_rare_source_is_found_by_both(EventSource source)
    {
        var filter = new HistoryFilter { Source = source, Types = [EventTypes.ConnectionBroken] };
        await AssertReadsAsync(
            filter,
            Place,
            "IX_Events_OtherSourcesByType (Source=? AND Type=? AND OccurredAt<?)"
        );
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(EventTypes.ConnectionBroken, null)]
    [InlineData(EventTypes.ConnectionBroken, EventSource.Webhook)]
    [InlineData(null, EventSource.Poll)]
    public async Task The_events_of_a_few_users_are_found_by_their_users(string? type, EventSource? source)
    {
        var filter = new HistoryFilter
        {
            Search = "ana",
            Types = type is null ? [] : [type],
            Source = source,
            WithoutCopies = true,
        };
        await using var db = Database.CreateDbContext();
        foreach (var after in (EventPosition?[])[null, Place])
        {
            var query = HistorySearch.ComposeOf(db, ["u1", "u2"], filter, after, 51);
            var plan = await QueryPlan.OfAsync(db, query);
            Assert.Contains(
                plan,
                step => step.Contains("SEARCH e0 USING INDEX IX_Events_UserId_OccurredAt_Id (UserId=?")
            );
            Assert.DoesNotContain(plan, step => step.StartsWith("SCAN e", StringComparison.Ordinal));
        }
        await using var server = SqlServer();
        AssertValid(HistorySearch.ComposeOf(server, ["u1", "u2"], filter, Place, 51).ToQueryString());
    }

    [Fact]
    public async Task The_newest_events_of_a_few_users_are_found_without_reading_events()
    {
        var filter = new HistoryFilter { Search = "ana", WithoutCopies = true };
        await using var db = Database.CreateDbContext();
        foreach (var after in (EventPosition?[])[null, Place])
        {
            var plan = await QueryPlan.OfAsync(
                db,
                HistorySearch.NewestIds(db, ["u1", "u2"], filter, after).Take(204)
            );
            Assert.Contains(
                plan,
                step => step.Contains("USING COVERING INDEX IX_Events_UserId_OccurredAt_Id (UserId=?")
            );
        }
    }

    [Fact]
    public void SQL_Server_can_use_the_index_too()
    {
        using var db = SqlServer();
        var filter = new HistoryFilter { Source = EventSource.Poll };

        var sql = HistorySearch.Compose(db, filter, Place, found: null).Take(51).ToQueryString();

        AssertValid(sql);
        // The index's own filter, as a constant.
        Assert.Contains("[e].[Source] <> 1", sql, StringComparison.Ordinal);
        var index = db
            .Model.FindEntityType(typeof(ConnectionEvent))!
            .GetIndexes()
            .Single(i => i.GetDatabaseName() == "IX_Events_OtherSources");
        Assert.Equal("Source <> 1", index.GetFilter());
        Assert.Equal(["Source", "OccurredAt", "Id"], index.Properties.Select(p => p.Name));
    }

    private async Task AssertReadsAsync(HistoryFilter filter, EventPosition? after, string expected)
    {
        await using var db = Database.CreateDbContext();
        var plan = await QueryPlan.OfAsync(
            db,
            HistorySearch.Compose(db, filter, after, found: null).Take(51)
        );
        Assert.Contains(plan, step => step.Contains(expected));
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE"));
    }
}
