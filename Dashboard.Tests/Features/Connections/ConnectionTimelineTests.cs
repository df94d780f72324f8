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

    private static IncomingEvent Attempt(string result) =>
        Some.Event(EventTypes.ConnectionAttempted, 10, "zoe-c", "zoe", attemptResult: result);

    private async Task<IReadOnlyList<TimelineEntry>> EntriesAsync() =>
        (
            await new ConnectionTimeline(Database, ActorScope.Of(Role.Support)).PageAsync(
                "zoe-c",
                after: null,
                30,
                Token
            )
        ).Rows;
}
