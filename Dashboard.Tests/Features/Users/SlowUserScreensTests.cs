using Bunit;
using Dashboard.Data;
using Dashboard.Domain.Users;
using Dashboard.Features.Users.Import;
using Dashboard.Features.Users.List;
using Dashboard.Features.Users.Person;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Users;

/// <summary>Reads take long, and a cancelled read ends in a database error, as with SQL Server.</summary>
public sealed class SlowUserScreensTests : UserScreens
{
    private readonly HeldReads _reads;

    public SlowUserScreensTests()
    {
        _reads = new HeldReads(Database);
        Services.AddSingleton<IDbContextFactory<DashboardDbContext>>(_reads);
    }

    [Fact]
    public async Task A_search_that_supersedes_another_shows_its_rows_and_no_error()
    {
        await AddAsync(SnapTradeUser.Create("young", Now), SnapTradeUser.Create("old", Now));
        var page = Render<UsersPage>();
        page.WaitForElement(".users-table");

        _reads.Hold();
        Navigation.NavigateTo("/users?q=young");
        await HeldAsync(1);
        Navigation.NavigateTo("/users?q=old");
        await HeldAsync(2);
        _reads.Release();

        page.WaitForAssertion(() =>
            Assert.Equal(["old"], page.FindAll("a[data-open]").Select(a => a.TextContent))
        );
        Assert.DoesNotContain("could not be read", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_more_users_pressed_twice_lists_each_user_once()
    {
        await AddAsync([.. Enumerable.Range(0, 130).Select(i => SnapTradeUser.Create($"u{i:000}", Now))]);
        await PressTwiceAsync(Render<UsersPage>(), "tbody tr", 130);
    }

    [Fact]
    public async Task Show_more_rows_left_out_pressed_twice_lists_each_row_once()
    {
        var import = UserImport.Create("users.csv", "id-1", "Test person", Now);
        await AddAsync([
            import,
            .. Enumerable
                .Range(2, 70)
                .Select(line => new UserImportIssue
                {
                    ImportId = import.Id,
                    Line = line,
                    Reason = "No.",
                }),
        ]);
        await PressTwiceAsync(Render<IssuesCard>(p => p.Add(c => c.Import, import)), "tbody tr", 70);
    }

    [Fact]
    public async Task Show_earlier_imports_pressed_twice_lists_each_import_once()
    {
        await AddAsync([
            .. Enumerable
                .Range(0, 30)
                .Select(i => UserImport.Create($"{i}.csv", "id-1", "Test person", Now.AddMinutes(i))),
        ]);
        await PressTwiceAsync(Render<ImportsPage>(), ".line-item", 30);
    }

    [Fact]
    public async Task Show_earlier_events_of_a_user_pressed_twice_lists_each_event_once()
    {
        await Database.EventsAsync([.. Enumerable.Range(0, 30).Select(i => Some.Broken(i, $"c{i}", "u"))]);
        await PressTwiceAsync(Render<HistoryCard>(p => p.Add(c => c.UserId, "u")), ".timeline > li", 30);
    }

    private async Task PressTwiceAsync<TScreen>(IRenderedComponent<TScreen> screen, string rows, int expected)
        where TScreen : IComponent
    {
        screen.WaitForElement(".more button");

        _reads.Hold();
        var first = screen.Find(".more button").ClickAsync(new());
        var second = screen.Find(".more button").ClickAsync(new());
        await HeldAsync(1);
        _reads.Release();
        await Task.WhenAll(first, second);

        screen.WaitForAssertion(() => Assert.Equal(expected, screen.FindAll(rows).Count));
    }

    private Task HeldAsync(int reads) => Eventually.TrueAsync(() => _reads.Waiting >= reads, "a read waits");

    private async Task AddAsync(params object[] rows)
    {
        await using var db = Database.CreateDbContext();
        db.AddRange(rows);
        await db.SaveChangesAsync(Token);
    }
}
