using Dashboard.Access;
using Dashboard.Domain;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Dashboard.Features.Connections;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Connections;

public sealed class ConnectionQueriesTests : DatabaseContext
{
    private readonly ConnectionQueries _queries;

    public ConnectionQueriesTests() =>
        _queries = new ConnectionQueries(Database, ActorScope.Of(Role.Support));

    [Fact]
    public async Task Disabled_connections_come_first_with_the_oldest_break_on_top()
    {
        await Database.EventsAsync(
            Some.Added(0, "healthy"),
            Some.Broken(5, "broke late"),
            Some.Broken(1, "broke early"),
            Some.Event(EventTypes.ConnectionUpdated, 0, "unknown"),
            Some.Event(EventTypes.ConnectionDeleted, 0, "deleted")
        );
        Assert.Equal(["broke early", "broke late", "unknown", "healthy", "deleted"], await IdsAsync(new()));
    }

    [Fact]
    public async Task Rows_added_between_pages_neither_repeat_nor_hide_others()
    {
        await Database.EventsAsync([.. Enumerable.Range(10, 10).Select(i => Some.Broken(i / 4, $"c{i}"))]);
        await Database.EventsAsync([.. Enumerable.Range(10, 5).Select(i => Some.Added(i / 2, $"h{i}"))]);
        var before = await IdsAsync(new());
        foreach (
            var filter in new ConnectionFilter[]
            {
                new(),
                new() { Healths = [Health.Disabled] },
            }
        )
        {
            var expected = before.Where(id => filter.Healths.Count == 0 || id[0] == 'c').ToList();
            List<string> seen = [];
            ConnectionPosition? after = null;
            var round = 0;
            do
            {
                var page = await PageAsync(filter, after, limit: 2);
                seen.AddRange(page.Rows.Select(r => r.Id));
                after = page.Next;
                // One before every place, one after.
                await Database.EventsAsync(
                    Some.Broken(-1, $"new {filter.Healths.Count} {round}"),
                    Some.Added(99, $"later {filter.Healths.Count} {round}")
                );
                round++;
            } while (after is not null && round < 50);
            Assert.Equal(seen.Distinct(StringComparer.Ordinal), seen);
            Assert.Equal(expected, seen.Where(expected.Contains));
        }
    }

    [Fact]
    public async Task The_newest_break_may_come_first_and_pages_continue()
    {
        await Database.EventsAsync([.. Enumerable.Range(10, 9).Select(i => Some.Broken(i / 3, $"c{i}"))]);
        var filter = new ConnectionFilter { Healths = [Health.Disabled] };
        var oldest = await IdsAsync(filter);
        List<string> newest = [];
        ConnectionPosition? after = null;
        do
        {
            var page = await PageAsync(filter with { Order = ConnectionOrder.NewestFirst }, after, limit: 2);
            newest.AddRange(page.Rows.Select(r => r.Id));
            after = page.Next;
        } while (after is not null);

        Assert.Equal(Enumerable.Reverse(oldest), newest);
        Assert.Equal(
            newest,
            (await PageAsync(filter))
                .Rows.OrderBy(r => r.Position, ConnectionPosition.NewestFirst)
                .Select(r => r.Id)
        );
    }

    [Fact]
    public async Task A_position_with_another_health_can_be_continued()
    {
        await Database.EventsAsync(Some.Broken(0, "c1"), Some.Added(0, "c2"));
        var page = await PageAsync(
            new() { Healths = [Health.Healthy] },
            new ConnectionPosition(Health.Disabled, Some.Noon.AddDays(1), "z")
        );
        Assert.Equal("c2", Assert.Single(page.Rows).Id);
    }

    [Fact]
    public async Task Filters_narrow_by_brokerage_user_age_and_pending_check()
    {
        await Database.BrokerageAsync("q", "QUESTRADE", "Questrade");
        await Database.EventsAsync(
            Some.Added(0, "c1", "u1", "q"),
            Some.Broken(10, "c2", "u2"),
            Some.Broken(20, "c3", "U2"),
            Some.Event(EventTypes.ConnectionUpdated, 30, "c3", "U2")
        );
        Assert.Equal(["c1"], await IdsAsync(new() { Brokerage = "q" }));
        Assert.Equal(["c1"], await IdsAsync(new() { Brokerage = "QUESTRADE" }));
        Assert.Empty(await IdsAsync(new() { Brokerage = "SCHWAB" }));
        Assert.Equal(["c2"], await IdsAsync(new() { UserId = "u2" }));
        Assert.Equal(["c2"], await IdsAsync(new() { BrokenBefore = Some.Noon.AddMinutes(15) }));
        Assert.Equal(["c3"], await IdsAsync(new() { Awaiting = true }));
    }

    [Theory]
    [InlineData("zoe", "c1")]
    [InlineData("ZOË ü", "c1")]
    [InlineData("uberm", "c1")]
    [InlineData("bermut", "")]
    [InlineData("ZOE@", "c1")]
    [InlineData("100%", "c2")]
    [InlineData("_", "c2")]
    [InlineData("[a-z]", "c2")]
    [InlineData("\\", "c2")]
    [InlineData("%%", "")]
    [InlineData("c1", "c1")]
    [InlineData("C1", "c1")]
    [InlineData("quest", "c3")]
    [InlineData("  ", "c1 c2 c3")]
    [InlineData("nobody", "")]
    public async Task A_search_takes_wildcards_literally(string search, string expected)
    {
        await Database.BrokerageAsync("q", "QT", "Québec Quest");
        await Database.EventsAsync(
            Some.Broken(1, "c1", "user-1"),
            Some.Broken(2, "c2", "user-2"),
            Some.Added(3, "c3", "user-3", "q")
        );
        await Database.ContactAsync("user-1", "Zoë Übermut", "zoe@example.com");
        await Database.ContactAsync("user-2", """100% \ [a-z] _ x""");
        Assert.Equal(expected, string.Join(' ', await IdsAsync(new() { Search = search })));
    }

    [Fact]
    public async Task A_search_for_what_no_text_has_finds_nothing()
    {
        await Database.EventsAsync(Some.Broken(1, "c1", "user-1"));
        // The ends of the orders of the databases, and half a character.
        string[] ends = ["\uFFFF", "\uD7FF", "\uE000", "\U0010FFFF", "c1\U0010FFFF", "\uD800", "\uDFFF"];
        foreach (var search in ends)
            Assert.Empty(await IdsAsync(new() { Search = search }));
    }

    [Fact]
    public async Task A_row_shows_the_user_and_the_newest_link()
    {
        await Database.EventsAsync(Some.Broken(0, "c1", "u1"), Some.Broken(1, "c2", "u2"));
        await Database.ContactAsync("u1", "Zoë", "zoe@example.com");
        await AddLinkAsync("first", Some.Noon, opened: true);
        await AddLinkAsync("second", Some.Noon.AddMinutes(1), opened: false);
        var page = await PageAsync(new());
        var (one, two) = (page.Rows[0], page.Rows[1]);
        Assert.Equal(
            ("Zoë", "zoe@example.com", false),
            (one.UserDisplayName, one.UserEmail, one.CanAskSnapTrade)
        );
        Assert.Equal(
            (Some.Noon.AddMinutes(1), null),
            (one.LatestLink!.CreatedAt, one.LatestLink.FirstOpenedAt)
        );
        Assert.Equal(("u2", null), (two.UserDisplayName, two.LatestLink));
    }

    [Fact]
    public async Task Counts_include_connections_awaiting_verification()
    {
        await Database.EventsAsync(
            Some.Added(0, "c1", brokerageId: "q"),
            Some.Broken(1, "c1"),
            Some.Event(EventTypes.ConnectionUpdated, 2, "c1"),
            Some.Added(0, "c2", brokerageId: "q")
        );
        var counts = await _queries.CountsAsync(Token);
        Assert.Equal(
            new HealthTotals(Healthy: 1, Disabled: 1, Deleted: 0, Unknown: 0, Awaiting: 1),
            counts.All
        );
        Assert.Equal("q", Assert.Single(counts.ByBrokerage).BrokerageId);
    }

    [Fact]
    public async Task Reading_without_the_permission_is_refused()
    {
        var closed = new ConnectionQueries(Database, ActorScope.Nobody());
        var cancellation = Token;
        await Assert.ThrowsAsync<AccessDeniedException>(() => closed.PageAsync(new(), null, 5, cancellation));
        await Assert.ThrowsAsync<AccessDeniedException>(() => closed.FindAsync(["c1"], cancellation));
        await Assert.ThrowsAsync<AccessDeniedException>(() => closed.CountsAsync(cancellation));
    }

    private async Task AddLinkAsync(string hash, DateTimeOffset at, bool opened)
    {
        await using var db = Database.CreateDbContext();
        var connection = await db.Connections.FindAsync(["c1"], Token);
        var link = ReconnectLink.Create(hash, connection!, LinkOrigin.Copy, "Mia", at, TimeSpan.FromDays(7));
        if (opened)
            link.Open(at);
        db.Add(link);
        await db.SaveChangesAsync(Token);
    }

    private async Task<List<string>> IdsAsync(ConnectionFilter filter) =>
        [.. (await PageAsync(filter)).Rows.Select(r => r.Id)];

    private Task<Page<ConnectionRow, ConnectionPosition>> PageAsync(
        ConnectionFilter filter,
        ConnectionPosition? after = null,
        int limit = 50
    ) => _queries.PageAsync(filter, after, limit, Token);
}
