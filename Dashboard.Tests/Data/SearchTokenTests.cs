using Dashboard.Data.Reading;
using Dashboard.Data.Search;
using Dashboard.Data.Work;
using Dashboard.Domain;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Data;

public sealed class SearchTokenTests : DatabaseContext
{
    [Theory]
    [InlineData("zo", true)]
    [InlineData("ÜBER Zoë", true)]
    [InlineData("example.com", true)]
    [InlineData("1907", true)]
    [InlineData("customer-19", true)]
    [InlineData("bermut", false)]
    [InlineData("zoe nobody", false)]
    [InlineData("%", false)]
    public void Every_word_of_a_search_begins_a_word(string search, bool isFound)
    {
        var tokens = SearchTokens.OfUser("customer-1907", "Zoë Übermut", "zoe.u@example.com");
        Assert.Equal(isFound, SearchTokens.Match(SearchTokens.WordsOf(search), tokens));
    }

    [Theory]
    [InlineData("Łódź Straße Ørsted", "lodz strasse orsted")]
    [InlineData("ǅ ﬁ É", "dz fi e")]
    public void Letters_are_folded(string text, string folded) => Assert.Equal(folded, SearchText.Of(text));

    [Fact]
    public async Task Users_of_an_earlier_version_get_their_tokens_before_the_node_is_ready()
    {
        await Database.EventsAsync(Some.Broken(0, "c1", "u1"), Some.Broken(0, "c2", "u2"));
        await Database.ContactAsync("u1", "Zoë");
        await using (var db = Database.CreateDbContext())
            await db.SearchTokens.ExecuteDeleteAsync(Token);

        var filler = new SearchTokenFiller(
            Database,
            TimeProvider.System,
            NullLogger<SearchTokenFiller>.Instance
        );
        await filler.StartingAsync(Token);

        Assert.Equal(["u1", "zoe"], await Database.TokensAsync("u1"));
        Assert.Equal(["u2"], await Database.TokensAsync("u2"));
    }

    [Fact]
    public async Task The_daily_check_corrects_what_an_earlier_version_wrote()
    {
        await Database.EventsAsync(Some.Broken(0, "c1", "u1"), Some.Broken(0, "c2", "u2"));
        await Database.ContactAsync("u1", "Zoë");
        await using (var db = Database.CreateDbContext())
            await db
                .SnapTradeUsers.Where(u => u.Id == "u1")
                .ExecuteUpdateAsync(s => s.SetProperty(u => u.Name, "Ana"), Token);
        var check = new SearchTokenCheck(Database, NullLogger<SearchTokenCheck>.Instance);
        var lease = new Lease(new WorkLeases(Database, TimeProvider.System), check.Name, check.OnOneNode);
        Assert.True(await lease.HoldAsync(Token));

        await check.RunAsync(lease, Token);

        Assert.Equal(["ana", "u1"], await Database.TokensAsync("u1"));
        Assert.Equal(["u2"], await Database.TokensAsync("u2"));
    }

    [Fact]
    public async Task A_changed_name_changes_the_tokens_and_few_users_are_listed()
    {
        await Database.EventsAsync(Some.Broken(0, "c1", "u1"));
        await Database.ContactAsync("u1", "Zoë");
        await Database.ContactAsync("u1", "Ana Lima");
        Assert.Equal(["ana", "lima", "u1"], await Database.TokensAsync("u1"));
        await using var db = Database.CreateDbContext();
        Assert.Equal(["u1"], (await FoundUsers.FindAsync(db, "li ANA", Token))!.Ids!);
        Assert.Empty((await FoundUsers.FindAsync(db, "zoe", Token))!.Ids!);
    }
}
