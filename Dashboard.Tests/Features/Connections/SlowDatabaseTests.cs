using Bunit;
using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections;
using Dashboard.Features.Connections.Timelines;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Connections;

/// <summary>Reads take long, and a cancelled read ends in a database error, as with SQL Server.</summary>
public sealed class SlowDatabaseTests : ScreenContext
{
    private readonly HeldReads _reads;

    public SlowDatabaseTests()
    {
        _reads = new HeldReads(Database);
        Services.AddSingleton<IDbContextFactory<DashboardDbContext>>(_reads);
    }

    [Fact]
    public async Task A_search_that_supersedes_another_shows_its_rows_and_no_error()
    {
        await HappenAsync(BrokeAt(Now.AddHours(-1), "young"), BrokeAt(Now.AddDays(-3), "old"));
        var page = Render<ConnectionsPage>();
        page.WaitForElement(".list-table");

        _reads.Hold();
        Navigation.NavigateTo("/connections?q=user%20of%20yo");
        await HeldAsync(1);
        Navigation.NavigateTo("/connections?q=user%20of%20ol");
        await HeldAsync(2);
        _reads.Release();

        page.WaitForAssertion(() =>
            Assert.Equal(
                ["/connections/old"],
                page.FindAll("a[data-open]").Select(a => a.GetAttribute("href"))
            )
        );
        Assert.DoesNotContain("could not be read", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_are_scrolled_past_end_as_cancelled_and_not_as_failed()
    {
        await Database.EventsAsync([
            .. Enumerable.Range(0, 101).Select(i => Some.Broken(i, $"c{i}", $"u{i}")),
        ]);
        var list = new ConnectionList(
            new ConnectionQueries(_reads, ActorScope.Of(Role.Support)),
            Clock,
            ConnectionsView.Default,
            operatorId: ""
        );
        await list.LoadMoreAsync(Token);
        using var scrolling = new CancellationTokenSource();

        _reads.Hold();
        var reading = list.ReadAsync(95, 20, scrolling.Token);
        await HeldAsync(1);
        await scrolling.CancelAsync();

        var ended = await Assert.ThrowsAsync<OperationCanceledException>(() => reading);
        Assert.Equal(scrolling.Token, ended.CancellationToken);
        Assert.Equal(100, list.Rows.Count);
    }

    [Fact]
    public async Task Show_earlier_pressed_twice_lists_each_entry_once()
    {
        await HappenAsync([
            .. Enumerable
                .Range(0, 35)
                .Select(i => At(Now.AddMinutes(-i), EventTypes.NewAccountAvailable, "c", "u")),
        ]);
        var card = Render<ConnectionTimelineCard>(p => p.Add(c => c.ConnectionId, "c"));
        card.WaitForElement(".more button");

        _reads.Hold();
        var first = card.Find(".more button").ClickAsync(new());
        var second = card.Find(".more button").ClickAsync(new());
        await HeldAsync(1);
        _reads.Release();
        await Task.WhenAll(first, second);

        card.WaitForAssertion(() => Assert.Equal(35, card.FindAll(".timeline > li").Count));
        Assert.Equal(1, _reads.Waiting);
    }

    [Fact]
    public void An_older_read_neither_replaces_a_row_nor_marks_it_as_gone()
    {
        var listed = new ListedConnection(Row(Health.Disabled, version: 2));

        listed.Update(Row(Health.Healthy, version: 1), matches: false, Now);

        Assert.Equal(Health.Disabled, listed.Row.Health);
        Assert.False(listed.HasLeft);
    }

    private static ConnectionRow Row(Health health, long version) =>
        new()
        {
            Id = "c",
            UserId = "u",
            Health = health,
            Since = Now,
            AwaitingVerification = false,
            BrokerageId = null,
            Name = null,
            Type = null,
            LastEventAt = Now,
            LastVerifiedAt = null,
            LastDataAt = null,
            Version = version,
            UserName = null,
            UserEmail = null,
            CanAskSnapTrade = true,
            IsSecretRefused = false,
        };

    private Task HeldAsync(int reads) =>
        Eventually.TrueAsync(() => _reads.Waiting >= reads, $"{reads} reads waited");
}
