using System.Net;
using System.Text.Json;
using Dashboard.Domain.Events;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Connections;

public sealed class ConnectionsApiTests : RoomsContext
{
    [Fact]
    public async Task A_connection_has_the_documented_shape()
    {
        await Host.Database.BrokerageAsync("questrade-id", "QUESTRADE", "Questrade");
        await Host.Database.EventsAsync(Some.Added(0, "c1", "u1"), Some.Broken(90.5, "c1", "u1"));
        var connection = await Api.JsonAsync("/api/v1/connections/c1");
        Assert.Equal(
            """
            {"id":"c1","userId":"u1","health":"Disabled","since":"2026-11-20T13:30:30Z","disabledSince":"2026-11-20T13:30:30Z","awaitingVerification":false,"brokerage":{"id":"questrade-id","slug":"QUESTRADE","name":"Questrade"},"name":null,"type":null,"lastEventAt":"2026-11-20T13:30:30Z","lastVerifiedAt":null,"lastDataAt":null,"dataState":"None"}
            """,
            JsonSerializer.Serialize(connection)
        );
    }

    [Fact]
    public async Task A_connection_without_a_known_brokerage_says_null()
    {
        await Host.Database.EventsAsync(Some.Broken(0, "c1", "u1"));
        var connection = await Api.JsonAsync("/api/v1/connections/c1");
        Assert.Equal(JsonValueKind.Null, connection.GetProperty("brokerage").ValueKind);
    }

    [Fact]
    public async Task An_id_may_hold_any_character()
    {
        foreach (var id in new[] { "a/b", "a%2Fb", "a b+c&d", "zoë%", "..x" })
        {
            await Host.Database.EventsAsync(Some.Broken(0, id, "u1"));
            var found = await Api.JsonAsync($"/api/v1/connections/{Uri.EscapeDataString(id)}");
            Assert.Equal(id, found.GetProperty("id").GetString());
        }
    }

    [Fact]
    public async Task An_unknown_connection_returns_a_problem_with_advice()
    {
        var problem = await Api.JsonAsync("/api/v1/connections/nobody", HttpStatusCode.NotFound);
        Assert.Contains("GET /api/v1/connections lists", problem.Detail());
    }

    [Fact]
    public async Task The_summary_counts_by_health_and_brokerage()
    {
        await Host.Database.BrokerageAsync("q", "QUESTRADE", "Questrade");
        await Host.Database.EventsAsync(
            Some.Added(0, "c1", "u1", "q"),
            Some.Added(0, "c2", "u2", "q"),
            Some.Broken(1, "c2", "u2"),
            Some.Added(0, "c3", "u3", "not described yet"),
            Some.Broken(0, "c4", "u4"),
            Some.Event(EventTypes.ConnectionDeleted, 2, "c3", "u3")
        );
        var summary = await Api.JsonAsync("/api/v1/summary");
        Assert.Equal("2026-11-21T12:00:00Z", summary.GetProperty("asOf").GetString());
        Assert.Equal(
            """{"healthy":1,"disabled":2,"deleted":1,"unknown":0}""",
            JsonSerializer.Serialize(summary.GetProperty("byHealth"))
        );
        Assert.Equal(
            """
            [{"id":null,"slug":null,"name":null,"healthy":0,"disabled":1,"deleted":0,"unknown":0},{"id":"q","slug":"QUESTRADE","name":"Questrade","healthy":1,"disabled":1,"deleted":0,"unknown":0},{"id":"not described yet","slug":null,"name":null,"healthy":0,"disabled":0,"deleted":1,"unknown":0}]
            """,
            JsonSerializer.Serialize(summary.GetProperty("byBrokerage"))
        );
    }

    [Fact]
    public async Task Following_the_cursor_shows_every_connection_once()
    {
        await Host.Database.EventsAsync([
            .. Enumerable.Range(0, 7).Select(i => Some.Broken(i / 3, $"c{i}", $"u{i}")),
        ]);
        List<string> seen = [];
        string? cursor = null;
        do
        {
            var page = await Api.JsonAsync($"/api/v1/connections?limit=3&cursor={cursor}");
            seen.AddRange(page.Ids());
            cursor = page.GetProperty("nextCursor").GetString();
        } while (cursor is not null);
        Assert.Equal(["c0", "c1", "c2", "c3", "c4", "c5", "c6"], seen);
    }

    [Fact]
    public async Task Filters_can_be_combined_and_healths_be_repeated_or_listed()
    {
        await Host.Database.EventsAsync(
            Some.Added(0, "c1", "u1", "q"),
            Some.Added(0, "c2", "u1", "r"),
            Some.Broken(1, "c2", "u1"),
            Some.Event(EventTypes.ConnectionUpdated, 0, "c3", "u1")
        );
        async Task<List<string>> Ids(string query) =>
            (await Api.JsonAsync($"/api/v1/connections?{query}")).Ids();
        Assert.Equal(["c2", "c3", "c1"], await Ids(""));
        Assert.Equal(["c2", "c1"], await Ids("health=Disabled&health=healthy"));
        Assert.Equal(["c2", "c3"], await Ids("health=Disabled,Unknown"));
        Assert.Equal(["c1"], await Ids("userId=u1&brokerage=q"));
        Assert.Empty(await Ids("health=Disabled&brokerage=q"));
    }
}
