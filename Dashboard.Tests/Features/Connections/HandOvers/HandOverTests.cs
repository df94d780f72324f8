using Bunit;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections.HandOvers;
using Dashboard.Tests.Features.Team;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Connections.HandOvers;

/// <summary>What one's own connections went through since one left.</summary>
public sealed class HandOverTests : ListContext
{
    private static readonly DateTimeOffset Yesterday = new(2026, 11, 21, 17, 40, 0, TimeSpan.Zero);

    public HandOverTests() => SignInAs(Role.Support, "sam", "Sam Roe");

    [Fact]
    public async Task Leaving_is_a_pause_of_hours_and_not_of_minutes()
    {
        await TeamHost.AddAsync(Database, TeamHost.Person("sam", Role.Support));
        Assert.Null(await NoteAsync());
        Clock.Advance(TimeSpan.FromMinutes(7));
        Assert.Null(await NoteAsync());
        Clock.Advance(TimeSpan.FromMinutes(110));
        Assert.Null(await NoteAsync());
        var left = Clock.GetUtcNow();

        Clock.Advance(OperatorPresence.Away);

        Assert.Equal(left, await NoteAsync());
        Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(left, await NoteAsync());
    }

    [Fact]
    public async Task Presence_is_written_every_few_minutes_only()
    {
        await TeamHost.AddAsync(Database, TeamHost.Person("sam", Role.Support));
        await NoteAsync();
        var first = await SeenAtAsync();
        Clock.Advance(OperatorPresences.Precision - TimeSpan.FromSeconds(1));
        await NoteAsync();
        Assert.Equal(first, await SeenAtAsync());

        Clock.Advance(TimeSpan.FromSeconds(1));
        await NoteAsync();

        Assert.Equal(Clock.GetUtcNow(), await SeenAtAsync());
    }

    [Fact]
    public async Task A_list_that_is_left_open_does_not_count_as_presence()
    {
        await TeamHost.AddAsync(Database, TeamHost.Person("sam", Role.Support));
        await NoteAsync();
        var left = Clock.GetUtcNow();

        for (var i = 0; i < 30; i++)
        {
            Clock.Advance(OperatorPresences.Precision);
            await Services.GetRequiredService<HandOverQueries>().ReadAsync(Token);
        }

        Assert.Equal(left, await NoteAsync());
    }

    [Fact]
    public async Task The_line_says_what_happened_to_my_connections_and_marks_the_rows()
    {
        await SeedDayAsync();
        Navigation.NavigateTo("/connections?mine=true");
        var page = Open();

        page.WaitForAssertion(() =>
            Assert.Equal(
                "Since you left yesterday 17:40: 1 repaired, 1 broke, 2 notes by Ana Lima",
                Words(page.Find(".hand-over > span"))
            )
        );
        Assert.Equal(
            ["/connections?health=Healthy&mine=true", "/connections?health=Disabled&mine=true"],
            page.FindAll(".hand-over a").Select(a => a.GetAttribute("href"))
        );
        page.WaitForAssertion(() => Assert.Contains("since-left", Row(page, "broke").ClassName));
        Assert.Contains("since-left", Row(page, "noted").ClassName);
        Assert.Contains("changed since you left", Name(Row(page, "broke")));
        Assert.DoesNotContain("since-left", Row(page, "quiet").ClassName ?? "");
    }

    [Fact]
    public async Task Without_a_change_the_line_says_so_and_another_list_has_no_line()
    {
        await TeamHost.AddAsync(Database, TeamHost.Person("sam", Role.Support, "Sam Roe"));
        await LeaveAsync();
        await SeedAsync();
        await DecideAsync("old", triage => triage.Assign("sam", "Sam Roe"));
        Navigation.NavigateTo("/connections?mine=true");
        var page = Open();
        page.WaitForAssertion(() =>
            Assert.Equal(
                "Nothing has changed since you left yesterday 17:40.",
                Words(page.Find(".hand-over > span"))
            )
        );

        Navigation.NavigateTo("/connections");

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".hand-over")));
    }

    private async Task SeedDayAsync()
    {
        await TeamHost.AddAsync(Database, TeamHost.Person("sam", Role.Support, "Sam Roe"));
        await LeaveAsync();
        await HappenAsync(
            BrokeAt(Yesterday.AddDays(-3), "repaired"),
            FixedAt(Yesterday.AddHours(3), "repaired"),
            BrokeAt(Yesterday.AddHours(5), "broke"),
            BrokeAt(Yesterday.AddDays(-4), "noted"),
            BrokeAt(Yesterday.AddDays(-5), "quiet"),
            BrokeAt(Yesterday.AddHours(6), "of-another")
        );
        foreach (var id in (string[])["repaired", "broke", "quiet", "noted"])
            await DecideAsync(id, triage => triage.Assign("sam", "Sam Roe"));
        await DecideAsync("quiet", triage => triage.Write("Mine.", "Sam Roe", Yesterday.AddHours(1)));
        await DecideAsync("noted", triage => triage.Write("One.", "Ana Lima", Yesterday.AddHours(1)));
        await using var db = Database.CreateDbContext();
        var triage = await db.Triages.SingleAsync(t => t.ConnectionId == "noted", Token);
        db.PastNotes.Add(triage.Past("Ana Lima", Yesterday.AddHours(2))!);
        triage.Write("Two.", "Ana Lima", Yesterday.AddHours(2));
        await db.SaveChangesAsync(Token);
    }

    private async Task LeaveAsync()
    {
        await using var db = Database.CreateDbContext();
        db.OperatorPresences.Add(new OperatorPresence { OperatorId = "sam", SeenAt = Yesterday });
        await db.SaveChangesAsync(Token);
    }

    private async Task DecideAsync(string id, Action<Dashboard.Domain.Connections.Triage> decide)
    {
        await using var db = Database.CreateDbContext();
        var triage = await db.Triages.SingleOrDefaultAsync(t => t.ConnectionId == id, Token);
        if (triage is null)
            db.Triages.Add(triage = Dashboard.Domain.Connections.Triage.Of(id));
        decide(triage);
        await db.SaveChangesAsync(Token);
    }

    private async Task<DateTimeOffset?> NoteAsync()
    {
        var presences = Services.GetRequiredService<OperatorPresences>();
        var left = await presences.LeftAtAsync(Token);
        await presences.NoteAsync(Token);
        return left;
    }

    private async Task<DateTimeOffset> SeenAtAsync()
    {
        await using var db = Database.CreateDbContext();
        return (await db.OperatorPresences.AsNoTracking().SingleAsync(Token)).SeenAt;
    }

    private static string Words(AngleSharp.Dom.IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
