using Dashboard.Access;
using Dashboard.Domain.Connections;
using Dashboard.Features.Connections;
using Dashboard.Features.Connections.Views;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Connections.Views;

public sealed class SavedViewsTests : ViewsContext
{
    [Fact]
    public async Task A_view_keeps_everything_that_the_address_of_the_list_holds()
    {
        await AddTeamAsync();
        BeSam();
        const string address =
            "/connections?health=Disabled&brokerage=questrade&days=3&mine=true&snoozed=Hidden&duplicates=true&contacted=never&sort=newest&q=zo%C3%AB";

        Assert.Null(await SaveAsync(" Mine to call ", address));

        var view = Assert.Single(await StoredAsync());
        Assert.Equal(
            ("Mine to call", address, "sam", "Sam Roe"),
            (view.Name, view.Address, view.OwnerId, view.SavedBy)
        );
        Assert.Equal(ConnectionsView.At(address), SavedViews.ViewOf(view));
        Assert.Empty(await AuditAsync());
    }

    [Fact]
    public async Task Only_admins_and_managers_share_views_and_change_those_of_the_team()
    {
        await AddTeamAsync();
        BeSam();
        Assert.Null(await SaveAsync("Own"));
        await Assert.ThrowsAsync<AccessDeniedException>(() => SaveAsync("Team’s", isShared: true));
        var own = Assert.Single(await StoredAsync());
        await Assert.ThrowsAsync<AccessDeniedException>(() => Views.ShareAsync(own.Id, Token));

        BeAna();
        Assert.Null(await SaveAsync("Team’s", isShared: true));
        var shared = Assert.Single(await StoredAsync(), v => v.IsShared);

        BeSam();
        await Assert.ThrowsAsync<AccessDeniedException>(() => Views.DeleteAsync(shared.Id, Token));
        await Assert.ThrowsAsync<AccessDeniedException>(() => Views.RenameAsync(shared.Id, "Mine", Token));
    }

    [Fact]
    public async Task What_happens_to_a_view_of_the_team_is_audited_without_the_searched_words()
    {
        await AddTeamAsync();
        BeAna();
        await SaveAsync("Calls", "/connections?health=Disabled&q=zo%C3%AB", isShared: true);
        var id = Assert.Single(await StoredAsync()).Id;
        await SaveAsync("calls", "/connections?days=3", isShared: true, replaces: true);
        await Views.RenameAsync(id, "Urgent", Token);
        await Views.DeleteAsync(id, Token);

        var trail = await AuditAsync();
        Assert.Equal(
            ["share view", "change shared view", "change shared view", "remove shared view"],
            trail.Select(a => a.Action)
        );
        Assert.All(trail, a => Assert.Equal(("Ana Lima", $"view:{id}"), (a.Actor, a.Subject)));
        Assert.Equal("""{"name":"Calls","filters":"Disabled, matching a search"}""", trail[0].After);
        Assert.Equal(
            """{"name":"Calls","filters":"Disabled, broken for more than 3 days"}""",
            trail[1].After
        );
        Assert.Equal("""{"name":"Urgent"}""", trail[2].After);
        Assert.Null(trail[3].After);
        Assert.Empty(await StoredAsync());
    }

    [Fact]
    public async Task Another_view_of_the_same_name_is_replaced_only_when_asked()
    {
        await AddTeamAsync();
        BeSam();
        await SaveAsync("Calls");

        Assert.Equal(SavedViewRefusal.NameTaken, await SaveAsync("CALLS", "/connections?days=1"));
        Assert.Equal("/connections?health=Healthy", Assert.Single(await StoredAsync()).Address);
        Assert.Null(await SaveAsync("CALLS", "/connections?days=1", replaces: true));
        Assert.Equal("/connections?days=1", Assert.Single(await StoredAsync()).Address);

        BeAna();
        Assert.Null(await SaveAsync("Calls"));
        Assert.Null(await SaveAsync("Calls", isShared: true));
        var own = Assert.Single(await StoredAsync(), v => v.OwnerId == "ana");
        Assert.Equal(SavedViewRefusal.NameTaken, await Views.ShareAsync(own.Id, Token));
    }

    [Theory]
    [InlineData(null, SavedViewRefusal.NoName)]
    [InlineData(" \u200b", SavedViewRefusal.NoName)]
    [InlineData("a\nb", SavedViewRefusal.BadName)]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901", SavedViewRefusal.BadName)]
    public async Task A_name_is_needed_that_screens_can_show(string? name, SavedViewRefusal expected)
    {
        await AddTeamAsync();
        BeSam();

        Assert.Equal(expected, await SaveAsync(name));
        Assert.Empty(await StoredAsync());
    }

    [Theory]
    [InlineData(
        "/connections?days=3&brokerage=questrade&contacted=never",
        "Questrade, broken > 3 days, never contacted"
    )]
    [InlineData("/connections?mine=true&snoozed=Hidden&sort=newest", "Mine, not snoozed")]
    [InlineData("/connections?q=zo%C3%AB&health=Healthy", "“zoë”, healthy")]
    [InlineData("/connections?sort=newest", "Disabled connections")]
    [InlineData("/connections?q=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "")]
    public void A_name_is_suggested_that_fits_the_rail(string address, string name) =>
        Assert.Equal(
            name,
            SavedViewName.Suggest(
                ConnectionsView.At(address)!,
                ConnectionCounts.Of(
                    [
                        new HealthCount
                        {
                            BrokerageId = "b-1",
                            Health = Health.Healthy,
                            Total = 1,
                        },
                    ],
                    new Dictionary<string, Brokerage>
                    {
                        ["b-1"] = new()
                        {
                            Id = "b-1",
                            Slug = "questrade",
                            Name = "Questrade",
                        },
                    },
                    new Dictionary<string, DateTimeOffset>()
                )
            )
        );

    [Fact]
    public async Task There_are_limits_for_views_and_for_their_filters()
    {
        await AddTeamAsync();
        BeSam();
        var tooLong = "/connections?brokerage=" + new string('x', SavedView.MaxAddressLength);
        Assert.Equal(SavedViewRefusal.TooLong, await SaveAsync("Long", tooLong));
        for (var i = 0; i < SavedView.MaxOfOne; i++)
            Assert.Null(await SaveAsync($"View {i}"));

        Assert.Equal(SavedViewRefusal.TooMany, await SaveAsync("One more"));
        Assert.Null(await SaveAsync("View 3", replaces: true));

        BeAna();
        Assert.Null(await SaveAsync("Of Ana"));
    }

    [Fact]
    public async Task Views_of_others_are_as_if_they_were_not_there()
    {
        await AddTeamAsync();
        BeSam();
        await SaveAsync("Sam’s");
        var id = Assert.Single(await StoredAsync()).Id;

        BeAna();
        Assert.Equal(SavedViewRefusal.Gone, await Views.RenameAsync(id, "Ana’s", Token));
        Assert.Equal(SavedViewRefusal.Gone, await Views.DeleteAsync(id, Token));
        Assert.Equal(SavedViewRefusal.Gone, await Views.ShareAsync(id, Token));
        Assert.Equal("Sam’s", Assert.Single(await StoredAsync()).Name);
    }

    [Fact]
    public async Task A_removed_operator_takes_own_views_along_and_leaves_those_of_the_team()
    {
        await AddTeamAsync();
        BeAna();
        await SaveAsync("Own");
        await SaveAsync("Given");
        await Views.ShareAsync((await StoredAsync()).Single(v => v.Name == "Given").Id, Token);

        await using var db = Database.CreateDbContext();
        db.Users.Remove(await db.Users.SingleAsync(u => u.Id == "ana", Token));
        await db.SaveChangesAsync(Token);

        var left = Assert.Single(await StoredAsync());
        Assert.Equal(("Given", true, "Ana Lima"), (left.Name, left.IsShared, left.SavedBy));
    }

    [Fact]
    public async Task An_address_that_is_not_understood_any_more_leads_to_what_is_left_of_it()
    {
        await AddTeamAsync();
        BeSam();
        await SaveAsync("Old", "/connections?brokerage=gone&days=3");

        var view = SavedViews.ViewOf(Assert.Single(await StoredAsync()));
        Assert.Equal(("gone", 3), (view.Brokerage, view.Days));
        Assert.Equal(
            ConnectionsView.Default with
            {
                Days = 3,
            },
            ConnectionsView.At("https://x.example/connections?days=3&health=Broken&planet=mars#row")
        );
        Assert.Null(ConnectionsView.At("/users?q=zo"));
    }
}
