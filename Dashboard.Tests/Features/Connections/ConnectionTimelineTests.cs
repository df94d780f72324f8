using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections.Timelines;
using Dashboard.Tests.Features.Outbox;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Connections;

public sealed class ConnectionTimelineTests : IDisposable
{
    private static readonly DateTimeOffset Sent = Some.Noon.AddMinutes(10);
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task A_repair_names_the_link_that_led_to_it()
    {
        await _database.BrokenAsync("zoe");
        await _database.SentAsync("zoe", Sent, link => link.Start(Sent.AddMinutes(5)));
        await _database.EventsAsync(Some.Fixed(20, "zoe-c", "zoe"));
        Assert.Equal("By the link e-mailed by Ana", (await EntriesAsync())[0].RepairedBy);
    }

    [Fact]
    public async Task A_repair_without_a_started_link_names_none()
    {
        await _database.BrokenAsync("zoe");
        await _database.SentAsync("zoe", Sent, link => link.Open(Sent.AddMinutes(5)));
        await _database.EventsAsync(Some.Fixed(20, "zoe-c", "zoe"));
        var repair = (await EntriesAsync())[0];
        Assert.Equal((EventEffect.Repaired, null), (repair.Event.Effect, repair.RepairedBy));
    }

    [Fact]
    public async Task An_email_is_shown_with_its_address_and_its_bounce_reason()
    {
        await _database.BrokenAsync("zoe");
        var (email, link) = await _database.SentAsync("zoe", Sent);
        await _database.EventsAsync(
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

    private async Task<IReadOnlyList<TimelineEntry>> EntriesAsync() =>
        (
            await new ConnectionTimeline(_database, ActorScope.Of(Role.Support)).PageAsync(
                "zoe-c",
                after: null,
                30,
                TestContext.Current.CancellationToken
            )
        ).Rows;
}
