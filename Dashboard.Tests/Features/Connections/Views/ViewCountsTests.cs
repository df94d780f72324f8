using Dashboard.Components.Screens;
using Dashboard.Data.Reading;
using Dashboard.Domain.Connections;
using Dashboard.Features.Connections;
using Dashboard.Features.Connections.Views;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using static Dashboard.Tests.Support.SqlServerText;

namespace Dashboard.Tests.Features.Connections.Views;

/// <summary>Saved views are counted once for the node, seldom, and only where that is cheap.</summary>
public sealed class ViewCountsTests : ViewsContext
{
    private readonly WindowVisibility _window = new();

    [Fact]
    public async Task Counts_are_those_of_the_list_and_mine_are_those_of_the_reader()
    {
        await AddTeamAsync();
        await SeedAsync();
        await AssignAsync("old", "ana");
        BeAna();
        await SaveAsync("Old ones", "/connections?days=1", isShared: true);
        await SaveAsync("Mine", "/connections?mine=true", isShared: true);
        await SaveAsync("All broken", "/connections?health=Disabled&sort=newest", isShared: true);
        using var ana = Board.Subscribe("ana", _window, () => { });
        using var sam = Board.Subscribe("sam", _window, () => { });

        await Board.ReadAsync(Token);

        Assert.Equal([null, 1, 1], Board.Of("ana").Select(v => v.Count?.Number));
        Assert.Equal([null, 0, 1], Board.Of("sam").Select(v => v.Count?.Number));
    }

    [Fact]
    public async Task Everybody_has_own_views_before_those_of_the_team()
    {
        await AddTeamAsync();
        BeAna();
        await SaveAsync("A of the team", isShared: true);
        await SaveAsync("Ana’s");
        BeSam();
        await SaveAsync("Sam’s");
        using var sam = Board.Subscribe("sam", _window, () => { });

        await Board.ReadAsync(Token);

        Assert.Equal(["Sam’s", "A of the team"], Board.Of("sam").Select(v => v.Name));
    }

    [Fact]
    public async Task Counts_are_read_again_after_a_change_and_not_more_often_than_the_rest_allows()
    {
        await AddTeamAsync();
        await SeedAsync();
        BeSam();
        await SaveAsync("Old ones", "/connections?days=1");
        var told = 0;
        using var sam = Board.Subscribe("sam", _window, () => told++);
        await Board.ReadAsync(Token);
        await HappenAsync(BrokeAt(Now.AddDays(-2), "another"));
        await Board.ReadAsync(Token);
        Assert.Equal((1, 1), (told, NumberOfSam()));

        Clock.Advance(ViewCounts.Rest);
        await Eventually.TrueAsync(
            async () =>
            {
                await Board.ReadAsync(Token);
                return NumberOfSam() == 2;
            },
            "the new break is counted"
        );

        Assert.Equal(2, told);
    }

    [Fact]
    public async Task Ages_pass_without_any_change_and_are_counted_after_a_minute()
    {
        await AddTeamAsync();
        await HappenAsync(BrokeAt(Now.AddDays(-1).AddMinutes(1), "c"));
        BeSam();
        await SaveAsync("Old ones", "/connections?days=1");
        using var sam = Board.Subscribe("sam", _window, () => { });
        await Board.ReadAsync(Token);
        Assert.Equal(0, NumberOfSam());

        Clock.Advance(TimeSpan.FromMinutes(2));
        await Board.ReadAsync(Token);

        Assert.Equal(1, NumberOfSam());
    }

    [Fact]
    public async Task Nothing_is_read_while_nobody_sees_a_screen()
    {
        await AddTeamAsync();
        var commands = new RecordedCommands(Database);
        using var board = new ViewBoard(
            commands,
            Services.GetRequiredService<ViewCounts>(),
            NullLogger<ViewBoard>.Instance
        );
        await board.ReadAsync(Token);
        using var sam = board.Subscribe("sam", _window, () => { });
        _window.Set(isHidden: true);
        await board.ReadAsync(Token);
        Assert.Equal(0, commands.Count);

        _window.Set(isHidden: false);
        await board.ReadAsync(Token);
        Assert.Equal(1, commands.Count);
    }

    [Theory]
    [InlineData("/connections?duplicates=true", null)]
    [InlineData("/connections?contacted=never", null)]
    [InlineData("/connections?contacted=never&mine=true", 0)]
    [InlineData("/connections?contacted=never&snoozed=Only", 0)]
    [InlineData("/connections?contacted=never&brokerage=small", 0)]
    [InlineData("/connections?days=3", 0)]
    [InlineData("/connections?snoozed=Hidden", 0)]
    [InlineData("/connections?q=zoe", 0)]
    public async Task Where_many_would_have_to_be_read_to_find_few_nothing_is_counted(
        string address,
        int? expected
    )
    {
        await using var db = Database.CreateDbContext();
        var view = ConnectionsView.At(address)!;
        var counts = ConnectionCounts.Of(
            [Kept("big", ViewCounter.MaxTested + 1), Kept("small", 5)],
            new Dictionary<string, Brokerage>(),
            new Dictionary<string, DateTimeOffset>()
        );

        var number = await ViewCounter.CountAsync(db, view, view.ToFilter(Now, "sam"), counts, [], Token);

        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData("/connections?days=3", "IX_Connections_Health_Since_Id (Health=? AND Since<?)")]
    [InlineData(
        "/connections?days=3&brokerage=q",
        "IX_Connections_BrokerageId_Health_Since_Id (BrokerageId=? AND Health=? AND Since<?)"
    )]
    [InlineData("/connections?mine=true", "IX_Triages_AssigneeId (AssigneeId=?)")]
    public async Task Counting_reads_an_index_and_stops(string address, string index)
    {
        var filter = ConnectionsView.At(address)!.ToFilter(Now, "sam");
        await using var db = Database.CreateDbContext();
        var plan = await QueryPlan.OfAsync(db, ConnectionSearch.Matching(db, filter, [], null).Take(5));
        Assert.Contains(plan, step => step.Contains(index, StringComparison.Ordinal));
        await using var server = SqlServer();
        AssertValid(
            ConnectionSearch.Matching(server, filter, [], null).Take(ViewCounter.Max).ToQueryString()
        );
    }

    [Fact]
    public void Above_the_limit_the_count_says_so_and_a_kept_count_is_exact()
    {
        var view = new ListedView(
            "1",
            "Old",
            "/connections?days=1",
            IsShared: false,
            "Sam",
            ConnectionsView.At("/connections?days=1")!,
            new ViewCount(ViewCounter.Max)
        );
        Assert.Equal("10,000+", view.CountWords(counts: null));
        var kept = ConnectionCounts.Of(
            [Kept("big", 123_456)],
            new Dictionary<string, Brokerage>(),
            new Dictionary<string, DateTimeOffset>()
        );
        Assert.Equal("123,456", (view with { List = ConnectionsView.Default }).CountWords(kept));
    }

    private static HealthCount Kept(string brokerageId, long total) =>
        new()
        {
            BrokerageId = brokerageId,
            Health = Health.Disabled,
            Total = total,
        };

    private int? NumberOfSam() => Assert.Single(Board.Of("sam")).Count?.Number;

    private async Task AssignAsync(string connectionId, string operatorId)
    {
        await using var db = Database.CreateDbContext();
        var triage = Dashboard.Domain.Connections.Triage.Of(connectionId);
        triage.Assign(operatorId, operatorId);
        db.Triages.Add(triage);
        await db.SaveChangesAsync(Token);
    }
}
