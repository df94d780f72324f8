using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Users;
using Dashboard.Features.Users.List;
using Dashboard.Tests.Support;

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
        string? after = null;
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
