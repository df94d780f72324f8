using Bunit;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections.Timelines;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Connections;

/// <summary>The timeline of a connection as it is shown.</summary>
public sealed class TimelineCardTests : ScreenContext
{
    private static readonly DateTimeOffset Start = Now.AddHours(-2);

    [Fact]
    public async Task An_attempt_is_one_line_with_its_steps_behind_a_closed_fold()
    {
        await HappenAsync([BrokeAt(Now.AddDays(-2), "c"), .. TriedAt(Start)]);
        var card = Open();

        Assert.Equal(
            ["Today", "Friday 20 November"],
            card.FindAll(".timeline-day").Select(d => d.TextContent)
        );
        var attempt = card.Find(".timeline > li");
        Assert.StartsWith("Tried to reconnect with a different account", attempt.TextContent.Trim());
        var fold = attempt.QuerySelector("details")!;
        Assert.False(fold.HasAttribute("open"));
        Assert.Equal("3 steps in 1 min 35 s", fold.QuerySelector("summary")!.TextContent);
        Assert.Equal(
            ["12:03:46", "12:03:41", "12:02:11"],
            fold.QuerySelectorAll("li time").Select(time => time.TextContent)
        );
    }

    [Fact]
    public async Task Support_sees_no_names_of_types_and_a_manager_sees_them_on_hover()
    {
        await HappenAsync([
            BrokeAt(Now.AddDays(-2), "c"),
            .. TriedAt(Start),
            At(Now, "SOMETHING_NEW", "c", "user of c"),
        ]);
        var card = Open();
        Assert.DoesNotContain("CONNECTION_", card.Markup);
        Assert.DoesNotContain("SOMETHING_NEW", card.Markup);
        Assert.Contains("Another event from SnapTrade", card.Markup);

        SignInAs(Role.Manager);
        card = Open();
        Assert.DoesNotContain("CONNECTION_", card.Find("section").TextContent);
        Assert.Contains(
            card.FindAll("a[title]"),
            a => a.GetAttribute("title") == "CONNECTION_ATTEMPTED DIFFERENT_ACCOUNT"
        );
    }

    [Fact]
    public async Task A_repair_just_before_midnight_is_below_the_day_of_its_login()
    {
        var midnight = new DateTimeOffset(Now.Date, TimeSpan.Zero);
        await HappenAsync(
            BrokeAt(midnight.AddDays(-1), "c"),
            FixedAt(midnight.AddSeconds(-20), "c"),
            At(midnight.AddSeconds(20), EventTypes.PortalReturned, "c", "user of c") with
            {
                Source = EventSource.Portal,
                AttemptResult = EventTypes.AttemptSuccess,
            }
        );
        Assert.Equal(["Today", "Yesterday"], Open().FindAll(".timeline-day").Select(d => d.TextContent));
    }

    [Fact]
    public async Task An_attempt_that_goes_on_stays_the_same_row()
    {
        var tried = TriedAt(Start);
        await HappenAsync([BrokeAt(Now.AddDays(-2), "c"), .. tried[..2]]);
        var card = Open();
        var fold = card.FindComponent<TimelineAttempt>().Instance;

        await HappenAsync(tried[2]);
        await card.InvokeAsync(card.Instance.RefreshAsync);

        Assert.StartsWith("3 steps", card.Find("details summary").TextContent);
        Assert.Same(fold, card.FindComponent<TimelineAttempt>().Instance);
    }

    [Fact]
    public async Task What_is_shown_earlier_leaves_the_attempts_as_they_are()
    {
        await HappenAsync([
            .. Enumerable
                .Range(1, 29)
                .Select(i => At(Now.AddMinutes(-i), EventTypes.NewAccountAvailable, "c", "user of c")),
            .. TriedAt(Start),
            BrokeAt(Start.AddDays(-1), "c"),
        ]);
        var card = Open();
        Assert.StartsWith("3 steps", card.Find("details summary").TextContent);
        var fold = card.FindComponent<TimelineAttempt>().Instance;

        await card.Find(".more button").ClickAsync(new());

        card.WaitForAssertion(() => Assert.Equal(31, card.FindAll(".card > .timeline > li").Count));
        Assert.Same(fold, card.FindComponent<TimelineAttempt>().Instance);
    }

    // Started, answered after 90 seconds, and came back after 95.
    private static IncomingEvent[] TriedAt(DateTimeOffset at) =>
        [
            At(at, EventTypes.PortalStarted, "c", "user of c") with
            {
                Source = EventSource.Portal,
            },
            At(at.AddSeconds(90), EventTypes.ConnectionAttempted, "c", "user of c") with
            {
                AttemptResult = "DIFFERENT_ACCOUNT",
            },
            At(at.AddSeconds(95), EventTypes.PortalReturned, "c", "user of c") with
            {
                Source = EventSource.Portal,
                AttemptResult = "1023",
            },
        ];

    private IRenderedComponent<ConnectionTimelineCard> Open()
    {
        var card = Render<ConnectionTimelineCard>(p => p.Add(c => c.ConnectionId, "c"));
        card.WaitForElement(".timeline");
        return card;
    }
}
