using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Dashboard.Domain.Users;
using Dashboard.Features.Users.List;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Users.List;

public sealed class UserQueriesTests : DatabaseContext
{
    [Theory]
    [InlineData(UserKind.All, "broken missing opted refused unlisted")]
    [InlineData(UserKind.Broken, "broken")]
    [InlineData(UserKind.SecretKnown, "broken opted unlisted")]
    [InlineData(UserKind.SecretMissing, "missing")]
    [InlineData(UserKind.SecretRefused, "refused")]
    [InlineData(UserKind.NoEmail, "missing refused")]
    [InlineData(UserKind.OptedOut, "opted")]
    [InlineData(UserKind.NotAtSnapTrade, "unlisted")]
    public async Task A_chip_shows_those_it_names(UserKind kind, string ids)
    {
        await SeedAsync();
        Assert.Equal(ids, string.Join(' ', await IdsAsync(new UsersView(kind, null), 10)));
    }

    [Theory]
    [InlineData("ZOE", "broken")]
    [InlineData("zoe@example", "broken")]
    [InlineData("missin", "missing")]
    [InlineData("issin", "")]
    [InlineData("%", "")]
    public async Task A_search_finds_beginnings_of_name_address_and_id(string search, string ids)
    {
        await SeedAsync();
        Assert.Equal(ids, string.Join(' ', await IdsAsync(new UsersView(UserKind.All, search), 10)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Pages_join_without_a_gap(int limit)
    {
        await SeedAsync();
        Assert.Equal(
            ["broken", "missing", "opted", "refused", "unlisted"],
            await IdsAsync(UsersView.Default, limit)
        );
    }

    [Fact]
    public async Task A_row_counts_its_connections()
    {
        await SeedAsync();
        var rows = await Queries().PageAsync(UsersView.Default, null, 10, Token);
        Assert.Equal((2, 1), (rows.Rows[0].Connections, rows.Rows[0].Broken));
        Assert.Equal(SecretState.Refused, rows.Rows[3].Secret);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(9)]
    public async Task Those_with_broken_connections_come_first_unless_sorted_by_id(int limit)
    {
        await SeedAsync();
        await Database.EventsAsync(Some.Broken(1, "c4", "unlisted"), Some.Broken(1, "c5", "opted"));
        Assert.Equal(
            ["broken", "opted", "unlisted", "missing", "refused"],
            await IdsAsync(UsersView.Default, limit)
        );
        Assert.Equal(
            ["broken", "missing", "opted", "refused", "unlisted"],
            await IdsAsync(UsersView.Default with { IsById = true }, limit)
        );
    }

    [Fact]
    public async Task A_row_names_its_brokerages_and_the_last_contact()
    {
        await SeedAsync();
        await Database.BrokerageAsync("b-schwab", "SCHWAB", "Charles Schwab");
        await Database.EventsAsync(
            Some.Broken(1, "c8", "broken") with
            {
                BrokerageId = "b-schwab",
            },
            Some.Event(EventTypes.PortalLinkCreated, 30, "c1", "broken")
        );
        await using (var db = Database.CreateDbContext())
        {
            var connection = await db.Connections.SingleAsync(c => c.Id == "c1", Token);
            db.Add(Link(connection, LinkOrigin.Email, 20));
            db.Add(Link(connection, LinkOrigin.Copy, 40));
            await db.SaveChangesAsync(Token);
        }
        var row = (await Queries().PageAsync(UsersView.Default, null, 1, Token)).Rows[0];
        Assert.Equal(("link copied", Some.Noon.AddMinutes(40)), (row.LastContact!.Words, row.LastContact.At));
        Assert.Contains("Charles Schwab", row.Brokerages);
        Assert.Null((await Queries().PageAsync(UsersView.Default, null, 9, Token)).Rows[^1].LastContact);
    }

    [Fact]
    public async Task What_the_list_shows_is_found_in_indexes()
    {
        await using var db = Database.CreateDbContext();
        foreach (
            var plan in new[]
            {
                await QueryPlan.OfAsync(db, UserRelations.Connections(db, ["u1", "u2"])),
                await QueryPlan.OfAsync(db, UserRelations.Contacts(db, ["u1", "u2"])),
                await QueryPlan.OfAsync(db, UserRelations.PortalLinks(db, ["u1", "u2"])),
                await QueryPlan.OfAsync(
                    db,
                    UserSearch.ComposeRest(db, UsersView.Default, "u1", null).Take(101)
                ),
            }
        )
            Assert.DoesNotContain(
                plan,
                step =>
                    step.StartsWith("SCAN", StringComparison.Ordinal)
                    && !step.Contains("VIRTUAL TABLE", StringComparison.Ordinal)
            );
    }

    private static ReconnectLink Link(Connection connection, LinkOrigin origin, int minute) =>
        ReconnectLink.Create(
            $"hash-{minute}",
            connection,
            origin,
            "Ana",
            Some.Noon.AddMinutes(minute),
            TimeSpan.FromDays(7)
        );

    [Fact]
    public void An_address_says_what_is_shown()
    {
        var view = new UsersView(UserKind.SecretRefused, "a&b");
        Assert.Equal("/users?show=SecretRefused&q=a%26b", view.ToUri());
        Assert.Equal(view, UsersView.Read("secretrefused", " a&b "));
        Assert.Equal(UsersView.Default, UsersView.Read("nonsense", " "));
    }

    private UserQueries Queries() => new(Database, ActorScope.Of(Role.Support));

    private async Task<List<string>> IdsAsync(UsersView view, int limit)
    {
        List<string> ids = [];
        UserPosition? after = null;
        do
        {
            var page = await Queries().PageAsync(view, after, limit, Token);
            ids.AddRange(page.Rows.Select(r => r.Id));
            after = page.Next;
        } while (after is not null);
        return ids;
    }

    private async Task SeedAsync()
    {
        await using (var db = Database.CreateDbContext())
        {
            foreach (var id in new[] { "broken", "missing", "opted", "refused", "unlisted" })
            {
                var user = SnapTradeUser.Create(id, Some.Noon);
                if (id != "missing")
                    user.SetSecret("kept", Some.Noon);
                if (id is not ("missing" or "refused"))
                    user.SetContact(
                        id == "broken" ? "Zoë" : null,
                        $"{(id == "broken" ? "zoe" : "x")}@example.com",
                        null,
                        Some.Noon
                    );
                if (id == "refused")
                    user.RefuseSecret(Some.Noon);
                if (id == "opted")
                    user.OptOut("customer", Some.Noon);
                db.Add(user);
                if (id == "unlisted")
                    db.Entry(user).Property(u => u.UnlistedSince).CurrentValue = Some.Noon;
            }
            await db.SaveChangesAsync(Token);
        }
        await Database.EventsAsync(
            Some.Broken(0, "c1", "broken"),
            Some.Added(0, "c2", "broken"),
            Some.Event(EventTypes.ConnectionDeleted, 0, "c3", "broken")
        );
    }
}
