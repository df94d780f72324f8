using System.Net;
using System.Text.Json;
using Dashboard.Access;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Features.History;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.History;

public sealed class HistoryApiTests : RoomsContext
{
    [Fact]
    public async Task An_event_has_the_documented_shape()
    {
        await Host.Database.EventsAsync(
            Some.Event(
                EventTypes.ConnectionAttempted,
                key: "w1",
                brokerageId: "q",
                attemptResult: "DIFFERENT_ACCOUNT"
            )
        );
        var page = await Api.JsonAsync("/api/v1/events");
        Assert.Equal(
            """
            {"id":"1","webhookId":"w1","type":"CONNECTION_ATTEMPTED","source":"Webhook","connectionId":"connection-1","inferred":false,"userId":"user-1","brokerageId":"q","attemptResult":"DIFFERENT_ACCOUNT","occurredAt":"2026-11-20T12:00:00Z","receivedAt":"2026-11-20T12:00:02Z","effect":"None"}
            """,
            JsonSerializer.Serialize(page.GetProperty("items")[0])
        );
        Assert.Equal(JsonValueKind.Null, page.GetProperty("nextCursor").ValueKind);
    }

    [Fact]
    public async Task Filters_narrow_by_connection_user_type_and_time()
    {
        await Host.Database.EventsAsync(
            Some.Added(0, "c1", "u1"),
            Some.Broken(1, "c1", "u1"),
            Some.Fixed(2, "c1", "u1"),
            Some.Broken(3, "c2", "u2")
        );
        async Task<string> Types(string query) =>
            string.Join(
                ' ',
                (await Api.JsonAsync($"/api/v1/events?{query}"))
                    .GetProperty("items")
                    .EnumerateArray()
                    .Select(i => i.GetProperty("type").GetString()!.Replace("CONNECTION_", ""))
            );
        Assert.Equal("BROKEN FIXED BROKEN ADDED", await Types(""));
        Assert.Equal("FIXED BROKEN ADDED", await Types("connectionId=c1"));
        Assert.Equal("BROKEN", await Types("userId=u2"));
        Assert.Equal("FIXED ADDED", await Types("type=CONNECTION_FIXED&type=CONNECTION_ADDED"));
        Assert.Equal("FIXED BROKEN", await Types("from=2026-11-20T12:01:00Z&to=2026-11-20T12:03:00Z"));
        Assert.Equal("FIXED BROKEN", await Types("from=2026-11-20T13:01:00%2B01:00&to=2026-11-20T12:03"));
    }

    [Fact]
    public async Task Late_events_between_pages_neither_repeat_nor_hide_one()
    {
        // Three at each instant, so that a page ends in the middle of one.
        await Host.Database.EventsAsync([
            .. Enumerable.Range(0, 12).Select(i => Some.Event("SOME_NEWS", i / 3, $"c{i}", $"u{i}")),
        ]);
        var expected = (await Api.JsonAsync("/api/v1/events")).Ids();
        List<string> seen = [];
        string? cursor = null;
        var round = 0;
        do
        {
            var page = await Api.JsonAsync($"/api/v1/events?limit=5&cursor={cursor}");
            seen.AddRange(page.Ids());
            cursor = page.GetProperty("nextCursor").GetString();
            await Host.Database.EventsAsync(
                Some.Event("SOME_NEWS", 60 + round, "later"),
                Some.Event("SOME_NEWS", -60 - round, "late")
            );
            round++;
        } while (cursor is not null && round < 20);
        Assert.Equal(seen.Distinct(StringComparer.Ordinal), seen);
        Assert.Equal(expected, seen.Where(expected.Contains));
    }

    [Fact]
    public async Task Payloads_are_read_only_with_the_permission()
    {
        await Host.Database.EventsAsync(Some.Broken(0), Some.Event("NOTE", 1, source: EventSource.Operator));
        var cancellation = Token;
        var manager = new HistoryQueries(Host.Database, ActorScope.Of(Role.Manager));
        var page = await manager.PageAsync(new() { Source = EventSource.Operator }, null, 50, cancellation);
        var row = Assert.Single(page.Rows);
        Assert.Equal(("NOTE", true), (row.Type, row.HasPayload));
        Assert.Equal("{}", await manager.PayloadAsync(row.Id, cancellation));

        var script = new HistoryQueries(Host.Database, ActorScope.Of(ApiScope.Read));
        await Assert.ThrowsAsync<AccessDeniedException>(() => script.PayloadAsync(row.Id, cancellation));
        var support = new HistoryQueries(Host.Database, ActorScope.Of(Role.Support));
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            support.PageAsync(new(), null, 50, cancellation)
        );
    }

    [Fact]
    public async Task The_api_returns_no_payload()
    {
        await Host.Database.EventsAsync(Some.Broken(0));
        var page = await Api.JsonAsync("/api/v1/events", HttpStatusCode.OK);
        Assert.DoesNotContain("payload", page.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }
}
