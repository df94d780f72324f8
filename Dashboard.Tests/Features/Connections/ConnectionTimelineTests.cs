using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections.Timelines;
using Dashboard.Tests.Features.Outbox;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Connections;

public sealed class ConnectionTimelineTests : DatabaseContext
{
    private static readonly DateTimeOffset Sent = Some.Noon.AddMinutes(10);

    [Fact]
    public async Task A_repair_names_the_link_that_led_to_it()
    {
        await Database.BrokenAsync("zoe");
        await Database.SentAsync("zoe", Sent, link => link.Start(Sent.AddMinutes(5)));
        await Database.EventsAsync(Some.Fixed(20, "zoe-c", "zoe"));
        Assert.Equal("By the link e-mailed by Ana", (await EntriesAsync())[0].RepairedBy);
    }

    [Fact]
    public async Task A_repair_without_a_started_link_is_not_attributed()
    {
        await Database.BrokenAsync("zoe");
        await Database.SentAsync("zoe", Sent, link => link.Open(Sent.AddMinutes(5)));
        await Database.EventsAsync(Some.Fixed(20, "zoe-c", "zoe"));
        var repair = (await EntriesAsync())[0];
        Assert.Equal((EventEffect.Repaired, null), (repair.Event.Effect, repair.RepairedBy));
    }

    [Fact]
    public async Task An_email_is_shown_with_its_address_and_its_bounce_reason()
    {
        await Database.BrokenAsync("zoe");
        var (email, link) = await Database.SentAsync("zoe", Sent);
        await Database.EventsAsync(
            Some.Event(EventTypes.EmailSent, 10, "zoe-c", "zoe", source: EventSource.Operator) with
            {
                LinkId = link.Id,
            }
        );
        Assert.Equal(
            new TimelineEmail(email.Id, "zoe@example.com", BounceReason: null),
            (await EntriesAsync())[0].Link?.Email
        );
    }

    [Fact]
    public async Task What_came_once_for_each_OAuth_app_is_shown_once()
    {
        await Database.EventsAsync(
            Some.Broken(5, "zoe-c", "zoe"),
            Some.Broken(5, "zoe-c", "zoe"),
            Attempt("MFA_FAILED"),
            Attempt("MFA_FAILED"),
            Attempt("TIMEOUT")
        );

        Assert.Equal(
            [
                (EventTypes.ConnectionAttempted, "TIMEOUT"),
                (EventTypes.ConnectionAttempted, "MFA_FAILED"),
                (EventTypes.ConnectionBroken, null),
            ],
            (await EntriesAsync()).Select(e => (e.Event.Type, e.Event.AttemptResult))
        );
    }

    [Fact]
    public async Task A_page_that_would_end_within_an_attempt_is_longer()
    {
        await Database.EventsAsync([
            Some.Broken(-60, "zoe-c", "zoe"),
            Some.Event(EventTypes.PortalStarted, 0, "zoe-c", "zoe", source: EventSource.Portal),
            .. Enumerable
                .Range(1, 25)
                .Select(i => Attempt($"RESULT_{i}") with { OccurredAt = Some.Noon.AddMinutes(i) }),
            Some.Event(EventTypes.PortalReturned, 26, "zoe-c", "zoe", source: EventSource.Portal),
            Some.Fixed(26, "zoe-c", "zoe"),
        ]);

        var first = await PageAsync(after: null, limit: 3);
        Assert.Equal((28, EventTypes.PortalStarted), (first.Rows.Count, first.Rows[^1].Event.Type));
        var second = await PageAsync(first.Next, limit: 3);
        Assert.Equal(EventTypes.ConnectionBroken, Assert.Single(second.Rows).Event.Type);
    }

    [Fact]
    public async Task A_page_grows_by_a_hundred_rows_at_most()
    {
        await Database.EventsAsync([
            Some.Broken(-60, "zoe-c", "zoe"),
            .. Enumerable
                .Range(1, 150)
                .Select(i => Attempt($"RESULT_{i}") with { OccurredAt = Some.Noon.AddSeconds(10 * i) }),
        ]);

        var first = await PageAsync(after: null, limit: 3);
        Assert.Equal(103, first.Rows.Count);
        var second = await PageAsync(first.Next, limit: 100);
        Assert.Equal(151, first.Rows.Concat(second.Rows).Select(row => row.Event.Id).Distinct().Count());
    }

    private static IncomingEvent Attempt(string result) =>
        Some.Event(EventTypes.ConnectionAttempted, 10, "zoe-c", "zoe", attemptResult: result);

    private async Task<IReadOnlyList<TimelineEntry>> EntriesAsync() =>
        (await PageAsync(after: null, 30)).Rows;

    private Task<Page<TimelineEntry, EventPosition>> PageAsync(EventPosition? after, int limit) =>
        new ConnectionTimeline(Database, ActorScope.Of(Role.Support)).PageAsync("zoe-c", after, limit, Token);
}
