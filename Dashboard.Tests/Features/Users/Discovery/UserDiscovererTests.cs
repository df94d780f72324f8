using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Work;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Users;
using Dashboard.Features.Users.Discovery;
using Dashboard.SnapTrade;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Users.Discovery;

public sealed class UserDiscovererTests : DatabaseContext
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow().AddDays(1));
    private readonly FakeSnapTradeClient _snapTrade;

    public UserDiscovererTests() => _snapTrade = new FakeSnapTradeClient(_clock);

    [Fact]
    public async Task Unknown_users_are_added_and_unlisted_users_are_marked()
    {
        await Database.EventsAsync(
            Some.Broken(0, "a", "both"),
            Some.Broken(0, "b", "ours"),
            Some.Broken(0, "c", "deleted"),
            Some.Event(EventTypes.UserDeleted, 1, null, "deleted")
        );
        _snapTrade.Users.AddRange(["both", "theirs/1 @+%", "客户", "ends in a space "]);

        var found = (await Discoverer().DiscoverAsync(Token)).Discovery!;
        var again = (await Discoverer().DiscoverAsync(Token)).Discovery!;

        Assert.Equal((4, 2, 1, 1), (found.Listed, found.Added, found.NotTaken, found.Unlisted));
        Assert.Equal((4, 0, 1, 1), (again.Listed, again.Added, again.NotTaken, again.Unlisted));
        await using var db = Database.CreateDbContext();
        Assert.Equal(
            ["ours"],
            await db.SnapTradeUsers.Where(u => u.UnlistedSince != null).Select(u => u.Id).ToListAsync(Token)
        );
        var added = await db.SnapTradeUsers.SingleAsync(u => u.Id == "theirs/1 @+%", Token);
        Assert.Null(added.ProtectedSecret);
        Assert.Equal(["1", "@+%", "theirs/1"], await Database.TokensAsync(added.Id));
        var trail = await db.AuditEntries.OrderBy(e => e.Number).ToListAsync(Token);
        Assert.Equal(
            ["discover users: done", "discover users: done"],
            trail.Select(e => $"{e.Action}: {e.Result}")
        );
        Assert.Equal("""{"listed":4,"added":2,"notTaken":1,"unlisted":1}""", trail[0].After);
    }

    [Fact]
    public async Task A_user_who_is_listed_again_is_unmarked()
    {
        await Database.EventsAsync(Some.Broken(0, "b", "ours"));
        await Discoverer().DiscoverAsync(Token);
        _snapTrade.Users.Add("ours");
        await Discoverer().DiscoverAsync(Token);
        await using var db = Database.CreateDbContext();
        Assert.Null((await db.SnapTradeUsers.SingleAsync(Token)).UnlistedSince);
    }

    [Fact]
    public async Task A_user_added_during_the_request_is_not_marked()
    {
        _snapTrade.OnAsked = () =>
        {
            _clock.Advance(TimeSpan.FromDays(1));
            return new TestDatabaseUser(Database, _clock.GetUtcNow()).AddAsync("new");
        };
        Assert.Equal(0, (await Discoverer().DiscoverAsync(Token)).Discovery!.Unlisted);
    }

    [Fact]
    public async Task An_unreadable_list_changes_nothing_and_is_audited()
    {
        await Database.EventsAsync(Some.Broken(0, "b", "ours"));
        _snapTrade.Failure = new SnapTradeException(SnapTradeErrorKind.RateLimited, "later");
        var result = await Discoverer().DiscoverAsync(Token);
        Assert.Equal(SnapTradeErrorKind.RateLimited, result.Error);
        await using var db = Database.CreateDbContext();
        Assert.Null((await db.SnapTradeUsers.SingleAsync(Token)).UnlistedSince);
        Assert.Equal("failed: RateLimited", (await db.AuditEntries.SingleAsync(Token)).Result);
    }

    [Theory]
    [InlineData(Role.Support)]
    [InlineData(Role.Manager)]
    public async Task Only_admins_ask(Role role) =>
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            Discoverer(ActorScope.Of(role)).DiscoverAsync(Token)
        );

    private UserDiscoverer Discoverer(CurrentOperator? who = null)
    {
        var current = who ?? ActorScope.Of(Role.Admin);
        return new(
            Database,
            _snapTrade,
            new WorkLeases(Database, _clock),
            current,
            new AuditWriter(current, _clock),
            _clock
        );
    }

    private sealed class TestDatabaseUser(TestDatabase database, DateTimeOffset at)
    {
        public async Task AddAsync(string id)
        {
            await using var db = database.CreateDbContext();
            db.Add(SnapTradeUser.Create(id, at));
            await db.SaveChangesAsync(Token);
        }
    }
}
