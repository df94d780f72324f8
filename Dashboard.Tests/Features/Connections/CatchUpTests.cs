using Bunit;
using Dashboard.Components.Time;
using Dashboard.Features.Connections;
using Dashboard.Tests.Features.Reconnect;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Tests.Features.Connections;

/// <summary>The database fails while a change arrives, and works again without another change.</summary>
public sealed class CatchUpTests : ScreenContext
{
    private const string NodeFailed = "The counts of connections";
    private readonly ListLoggerProvider _log = new();

    public CatchUpTests() => Services.AddSingleton<ILoggerProvider>(_log);

    [Fact]
    public async Task A_list_and_counts_that_could_not_be_read_are_read_with_the_next_tick()
    {
        await HappenAsync(BrokeAt(Now.AddHours(-3), "c"));
        var page = Render<ConnectionsPage>();
        page.WaitForElement(".list-table");
        await Database.EventsAsync(FixedAt(Now, "c"));

        await SqlAsync("ALTER TABLE Connections RENAME TO Away");
        await SqlAsync("ALTER TABLE HealthCounts RENAME TO CountsAway");
        await RereadAsync();
        await Eventually.TrueAsync(
            () =>
                _log.Text.Contains(NodeFailed, StringComparison.Ordinal)
                && _log.Text.Contains("The list of connections", StringComparison.Ordinal),
            "the list and the counts failed"
        );
        await SqlAsync("ALTER TABLE Away RENAME TO Connections");
        await SqlAsync("ALTER TABLE CountsAway RENAME TO HealthCounts");
        Clock.Advance(Ticker.Interval);

        page.WaitForAssertion(() =>
            Assert.Contains("Healthy", page.Find("tr[data-row]").TextContent, StringComparison.Ordinal)
        );
        var counts = Services.GetRequiredService<LiveCounts>();
        await Eventually.TrueAsync(
            () =>
            {
                // The screen may have been told of the failure after the first tick.
                Clock.Advance(Ticker.Interval);
                return counts.Now!.All.Disabled == 0;
            },
            "the counts were read again"
        );
    }

    [Fact]
    public async Task A_connection_that_could_not_be_read_is_read_with_the_next_tick()
    {
        await HappenAsync(BrokeAt(Now.AddHours(-3), "c"));
        var page = Render<ConnectionPage>(p => p.Add(x => x.Id, "c"));
        page.WaitForElement(".timeline");

        await SqlAsync("ALTER TABLE Connections RENAME TO Away");
        await RereadAsync();
        page.WaitForAssertion(() =>
            Assert.Contains("could not be read", page.Markup, StringComparison.Ordinal)
        );
        await SqlAsync("ALTER TABLE Away RENAME TO Connections");
        Clock.Advance(Ticker.Interval);

        page.WaitForElement(".timeline");
    }

    [Fact]
    public async Task A_note_that_is_being_written_stays_when_the_connection_can_t_be_read_again()
    {
        await HappenAsync(BrokeAt(Now.AddHours(-3), "c"), BrokeAt(Now.AddHours(-3), "d"));
        var page = Render<ConnectionPage>(p => p.Add(x => x.Id, "c"));
        page.WaitForElement(".timeline");
        await page.FindAll(".triage-card button")
            .Single(b => b.TextContent == "Write note")
            .ClickAsync(new());
        await page.Find("textarea").InputAsync("Call after five.");

        await SqlAsync("ALTER TABLE Connections RENAME TO Away");
        await RereadAsync();
        page.WaitForAssertion(() =>
            Assert.Contains("could not be read again", page.Markup, StringComparison.Ordinal)
        );

        Assert.Equal("Call after five.", page.Find("textarea").GetAttribute("value"));
        await SqlAsync("ALTER TABLE Away RENAME TO Connections");
        page.Render(p => p.Add(x => x.Id, "d"));
        page.WaitForAssertion(() =>
            Assert.DoesNotContain("could not be read again", page.Markup, StringComparison.Ordinal)
        );
        Assert.Empty(page.FindAll("textarea"));
    }

    private async Task SqlAsync(string sql)
    {
        await using var db = Database.CreateDbContext();
        await db.Database.RunSqliteAsync(sql);
    }
}
