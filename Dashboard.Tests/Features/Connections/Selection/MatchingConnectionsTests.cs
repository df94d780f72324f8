using Dashboard.Access;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections;
using Dashboard.Features.Connections.Selection;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Connections.Selection;

public sealed class MatchingConnectionsTests : DatabaseContext
{
    private static readonly ConnectionFilter Disabled = new() { Healths = [Health.Disabled] };
    private readonly MatchingConnections _matching;

    public MatchingConnectionsTests() =>
        _matching = new MatchingConnections(Database, ActorScope.Of(Role.Support));

    [Fact]
    public async Task Ten_thousand_connections_are_read_once_each_in_order()
    {
        await SeedAsync(10_000);

        var ids = await _matching.IdsAsync(All(Disabled, "c12"), Token).ToListAsync(Token);

        Assert.Equal(9_999, ids.Count);
        Assert.Equal(ids.Distinct(), ids);
        Assert.DoesNotContain("c12", ids);
        Assert.Equal(["c0", "c1", "c10"], ids.Take(3));
        Assert.Equal(10_000, await _matching.CountAsync(Disabled, Token));
    }

    [Fact]
    public async Task Each_user_is_read_once()
    {
        await SeedAsync(3_000);
        await Database.EventsAsync(Some.Added(0, "works", "fine"));

        var users = await _matching.UserIdsAsync(All(Disabled), Token).ToListAsync(Token);

        Assert.Equal(1_000, users.Count);
        Assert.Equal(users.Distinct(), users);
        Assert.DoesNotContain("fine", users);
    }

    [Fact]
    public async Task No_page_is_read_after_the_caller_stops()
    {
        await SeedAsync(3_000);
        var users = await _matching.UserIdsAsync(All(Disabled), Token).Take(5).ToListAsync(Token);
        Assert.Equal(5, users.Count);
    }

    [Fact]
    public async Task Selected_ids_need_not_match_a_filter()
    {
        await Database.EventsAsync(
            Some.Broken(0, "c1", "u1"),
            Some.Broken(0, "c2", "u1"),
            Some.Added(0, "c3", "u2"),
            Some.Broken(0, "c4", "u3")
        );
        var picked = new SelectedConnections("some", Filter: null, ["c1", "c2", "c3", "gone"]);

        Assert.Equal(["c1", "c2", "c3"], await _matching.IdsAsync(picked, Token).Order().ToListAsync(Token));
        Assert.Equal(["u1", "u2"], await _matching.UserIdsAsync(picked, Token).Order().ToListAsync(Token));
    }

    [Fact]
    public async Task Every_filter_of_the_list_is_applied()
    {
        await SeedAsync(30);
        await Database.ContactAsync("u3", "Zoë Übermut");
        var filter = Disabled with { Search = "ubermut" };
        Assert.Equal(3, await _matching.CountAsync(filter, Token));
        Assert.Equal(["u3"], await _matching.UserIdsAsync(All(filter), Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Reading_without_the_permission_is_refused()
    {
        var stranger = new MatchingConnections(Database, ActorScope.Nobody());
        await Assert.ThrowsAsync<AccessDeniedException>(() => stranger.CountAsync(Disabled, Token));
        await Assert.ThrowsAsync<AccessDeniedException>(async () =>
            await stranger.IdsAsync(All(Disabled), Token).ToListAsync(Token)
        );
        await Assert.ThrowsAsync<AccessDeniedException>(async () =>
            await stranger.UserIdsAsync(All(Disabled), Token).ToListAsync(Token)
        );
    }

    // Three connections to a user, many of the same instant.
    private Task SeedAsync(int count) =>
        Database.EventsAsync([
            .. Enumerable.Range(0, count).Select(i => Some.Broken(i / 100, $"c{i}", $"u{i / 3}")),
        ]);

    private static SelectedConnections All(ConnectionFilter filter, params string[] except) =>
        new("all", filter, except);
}
