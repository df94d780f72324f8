using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections;
using Dashboard.Tests.Features.Outbox;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Connections;

public sealed class ConnectionTimelineTests : IDisposable
{
    private static readonly DateTimeOffset Sent = Some.Noon.AddMinutes(10);
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task A_repair_names_the_link_that_brought_it_about()
    {
        await _database.BrokenAsync("zoe");
        await _database.SentAsync("zoe", Sent, link => link.Start(Sent.AddMinutes(5)));
        await _database.EventsAsync(Some.Fixed(20, "zoe-c", "zoe"));
        Assert.Equal("By the link e-mailed by Ana", (await EntriesAsync())[0].RepairedBy);
    }

    [Fact]
    public async Task A_repair_that_no_link_was_started_for_names_none()
    {
        await _database.BrokenAsync("zoe");
        await _database.SentAsync("zoe", Sent, link => link.Open(Sent.AddMinutes(5)));
        await _database.EventsAsync(Some.Fixed(20, "zoe-c", "zoe"));
        var repair = (await EntriesAsync())[0];
        Assert.Equal((EventEffect.Repaired, null), (repair.Effect, repair.RepairedBy));
    }

    [Fact]
    public async Task What_is_told_of_an_email_says_where_it_went_and_why_it_came_back()
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
            (await EntriesAsync())[0].Email
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
        ).Entries;
}
