using Dashboard.Data.Reading;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Data.Reading;

public sealed class ReadingTests : DatabaseContext
{
    [Theory]
    [InlineData("100%_sure", "%_", true)]
    [InlineData("100 sure", "%", false)]
    [InlineData("a_b", "a_b", true)]
    [InlineData("axb", "a_b", false)]
    [InlineData("a[b]c", "[b]", true)]
    [InlineData("abc", "[b]", false)]
    [InlineData(@"a\b", @"\", true)]
    [InlineData("ab", @"\", false)]
    public async Task Wildcards_in_a_search_mean_themselves(string id, string part, bool isFound)
    {
        await AddAsync(id);
        var pattern = LikePattern.Containing(part);
        await using var db = Database.CreateDbContext();

        Assert.Equal(
            isFound,
            await db.SnapTradeUsers.AnyAsync(u => EF.Functions.Like(u.Id, pattern, LikePattern.Escape), Token)
        );
    }

    [Theory]
    [InlineData("ab", true)]
    [InlineData("b", false)]
    public async Task A_beginning_is_found_at_the_start_only(string start, bool isFound)
    {
        await AddAsync("abc");
        var pattern = LikePattern.StartingWith(start);
        await using var db = Database.CreateDbContext();

        Assert.Equal(
            isFound,
            await db.SnapTradeUsers.AnyAsync(u => EF.Functions.Like(u.Id, pattern, LikePattern.Escape), Token)
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Pages_cover_a_list_without_gaps_or_repeats(int limit)
    {
        await AddAsync("a", "b", "c", "d", "e");
        await using var db = Database.CreateDbContext();
        List<string> read = [];
        string? after = null;
        do
        {
            var start = after ?? "";
            var page = await db
                .SnapTradeUsers.Select(u => u.Id)
                .Where(id => string.Compare(id, start) > 0)
                .Order()
                .ToPageAsync(limit, id => id, Token);
            Assert.InRange(page.Rows.Count, 1, limit);
            read.AddRange(page.Rows);
            after = page.Next;
        } while (after is not null);

        Assert.Equal(["a", "b", "c", "d", "e"], read);
    }

    private async Task AddAsync(params string[] ids)
    {
        await using var db = Database.CreateDbContext();
        db.SnapTradeUsers.AddRange(ids.Select(id => SnapTradeUser.Create(id, Some.Noon)));
        await db.SaveChangesAsync(Token);
    }
}
