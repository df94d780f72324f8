using Dashboard.Domain;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Domain.Incidents;
using Dashboard.Domain.Reconnect;
using Dashboard.Emails.Delivery;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace Dashboard.Tests.Emails.Delivery;

/// <summary>Tests which e-mails are sent, with a real database and a real mail server.</summary>
public sealed class DispatcherTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Some.Noon.AddHours(3));
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task A_queued_e_mail_is_sent_once_with_a_link_for_each_broken_connection()
    {
        await using var server = await MailServer.StartAsync();
        await _database.CustomerAsync("ana", "ana@customer.example", "c1", "c2");
        var id = await _database.QueueAsync("ana");
        await using var host = await DispatcherHost.StartAsync(_database, _time, server.Port);
        await _database.BecomesAsync(id, EmailState.Sent);

        var email = await _database.EmailAsync(id);
        Assert.Equal((1, "customer.example", "pt-BR"), (email.Attempts, email.AddressDomain, email.Locale));
        Assert.Equal(_time.GetUtcNow(), email.FinishedAt);
        var taken = Assert.Single(server.Taken());
        Assert.Equal($"{id}@acme.example", taken.MessageId);
        Assert.Equal("ana@customer.example", Assert.Single(taken.To.Mailboxes).Address);
        var links = await _database.LinksAsync();
        Assert.Equal(["c1", "c2"], links.Select(l => l.ConnectionId));
        Assert.All(
            links,
            link =>
            {
                Assert.Equal((LinkOrigin.Email, id, "Bea"), (link.Origin, link.EmailId, link.CreatedBy));
                Assert.Contains(link.TokenHash, HashesIn(taken));
            }
        );
        var optOut = taken.Headers[HeaderId.ListUnsubscribe]!.Trim('<', '>').Split("/email/opt-out/");
        Assert.Equal(DispatcherHost.Origin, optOut[0]);
        Assert.Equal(email.OptOutHash, LinkToken.HashOf(optOut[1]));
    }

    [Theory]
    [InlineData(EmailTrigger.Policy, EmailState.Queued)]
    [InlineData(EmailTrigger.Operator, EmailState.Sent)]
    public async Task Policy_e_mails_delayed_into_quiet_hours_wait_until_they_end(
        EmailTrigger trigger,
        EmailState expected
    )
    {
        await using var server = await MailServer.StartAsync();
        // Three in the afternoon in UTC is midnight in Tokyo, and Saturday.
        await _database.CustomerAsync("ana", "ana@customer.example", "c1");
        await using (var db = _database.CreateDbContext())
        {
            (await db.SnapTradeUsers.SingleAsync(TestContext.Current.CancellationToken)).SetTimeZone(
                "Asia/Tokyo",
                Some.Noon
            );
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }
        var id = await _database.QueueAsync("ana", trigger);
        await using var host = await DispatcherHost.StartAsync(_database, _time, server.Port);
        var monday = new DateTimeOffset(2026, 11, 22, 23, 0, 0, TimeSpan.Zero);
        await Eventually.TrueAsync(
            async () =>
                await _database.EmailAsync(id) is var e
                && (e.State == EmailState.Sent || e.NotBefore == monday),
            "it was sent or put off"
        );
        Assert.Equal(expected, (await _database.EmailAsync(id)).State);
        if (expected == EmailState.Sent)
            return;
        Assert.Empty(server.Taken());
        _time.SetUtcNow(monday);
        host.Get<EmailSignal>().Wake();
        await _database.BecomesAsync(id, EmailState.Sent);
    }

    [Fact]
    public async Task A_sent_e_mail_is_on_each_connections_timeline_and_is_published()
    {
        await using var server = await MailServer.StartAsync();
        await _database.CustomerAsync("ana", "ana@customer.example", "c1", "c2");
        var id = await _database.QueueAsync("ana", EmailTrigger.Policy);
        await using var host = await DispatcherHost.StartAsync(_database, _time, server.Port);
        await _database.BecomesAsync(id, EmailState.Sent);

        await using var db = _database.CreateDbContext();
        var events = await db
            .Events.Where(e => e.Type == EventTypes.EmailSent)
            .OrderBy(e => e.ConnectionId)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["c1", "c2"], events.Select(e => e.ConnectionId));
        Assert.All(
            events,
            e => Assert.Equal((EventSource.Policy, "Bea", "ana"), (e.Source, e.Actor, e.UserId))
        );
        Assert.Equal((await _database.LinksAsync()).Select(l => l.Id), events.Select(e => e.LinkId));
        var items = await db
            .EmailItems.OrderBy(i => i.Position)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["c1", "c2"], items.Select(i => i.ConnectionId));
        Assert.Equal(["c1", "c2"], _database.Changes.All.TakeLast(2).Select(c => c.Id).Order());
    }

    [Fact]
    public async Task Nothing_is_sent_when_all_connections_are_repaired()
    {
        await using var server = await MailServer.StartAsync();
        await _database.CustomerAsync("ana");
        var id = await _database.QueueAsync("ana");
        await _database.EventsAsync(Some.Fixed(60, "c-ana", "ana"));
        await using var host = await DispatcherHost.StartAsync(_database, _time, server.Port);
        await _database.BecomesAsync(id, EmailState.Skipped);
        Assert.Equal(EmailObstacle.Repaired, (await _database.EmailAsync(id)).Obstacle);
        Assert.Empty(server.Taken());
        Assert.Empty(await _database.LinksAsync());
    }

    [Fact]
    public async Task Repaired_connections_are_not_listed()
    {
        await using var server = await MailServer.StartAsync();
        await _database.CustomerAsync("ana", "ana@customer.example", "c1", "c2");
        var id = await _database.QueueAsync("ana");
        await _database.EventsAsync(Some.Fixed(60, "c1", "ana"));
        await using var host = await DispatcherHost.StartAsync(_database, _time, server.Port);
        await _database.BecomesAsync(id, EmailState.Sent);
        Assert.Equal("c2", Assert.Single(await _database.LinksAsync()).ConnectionId);
    }

    [Fact]
    public async Task A_second_message_is_skipped_within_the_cool_down_unless_overridden()
    {
        await using var server = await MailServer.StartAsync();
        await _database.CustomerAsync("ana");
        var first = await _database.QueueAsync("ana");
        await using var host = await DispatcherHost.StartAsync(_database, _time, server.Port);
        await _database.BecomesAsync(first, EmailState.Sent);
        var second = await _database.QueueAsync("ana");
        host.Advance(TimeSpan.FromHours(1));
        await _database.BecomesAsync(second, EmailState.Skipped);
        Assert.Equal(EmailObstacle.CoolingDown, (await _database.EmailAsync(second)).Obstacle);
        var third = await _database.QueueAsync("ana", overrideReason: "She asked for it");
        host.Advance(TimeSpan.FromSeconds(1));
        await _database.BecomesAsync(third, EmailState.Sent);
        Assert.Equal(2, server.Taken().Count);
    }

    [Fact]
    public async Task An_incident_pauses_messages()
    {
        await using var server = await MailServer.StartAsync();
        await _database.EventsAsync(Some.Added(-5, "c-ana", "ana", "questrade-id"));
        await _database.CustomerAsync("ana");
        await using (var db = _database.CreateDbContext())
        {
            db.Add(
                new Incident
                {
                    Id = "incident",
                    BrokerageId = "questrade-id",
                    StartedAt = Some.Noon,
                    DetectedAt = Some.Noon,
                }
            );
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }
        var id = await _database.QueueAsync("ana", EmailTrigger.Policy);
        await using var host = await DispatcherHost.StartAsync(_database, _time, server.Port);
        await _database.BecomesAsync(id, EmailState.Skipped);
        Assert.Equal(EmailObstacle.Incident, (await _database.EmailAsync(id)).Obstacle);
    }

    [Fact]
    public async Task Urgent_e_mails_go_first_and_none_before_it_is_due()
    {
        var mail = new ObservedMail();
        await _database.CustomerAsync("late");
        await _database.CustomerAsync("batch");
        await _database.CustomerAsync("urgent");
        var late = await _database.QueueAsync("late", notBefore: _time.GetUtcNow().AddMinutes(10));
        await _database.QueueAsync("batch", batchId: "batch", notBefore: Some.Noon.AddHours(-1));
        await _database.QueueAsync("urgent");
        // One at a time, so that the order shows.
        await using var host = DispatcherHost.Create(
            _database,
            _time,
            mail,
            ("Email:PerMinute", "6"),
            ("Email:PerDomainPerMinute", "0")
        );
        await host.StartAsync();
        await Eventually.TrueAsync(() => mail.Sent.Count == 1, "the first went out");
        host.Advance(TimeSpan.FromSeconds(10));
        await Eventually.TrueAsync(() => mail.Sent.Count == 2, "the second went out");
        Assert.Equal(["urgent@customer.example", "batch@customer.example"], mail.Sent.Select(m => m.To));
        Assert.Equal(EmailState.Queued, (await _database.EmailAsync(late)).State);
        host.Advance(TimeSpan.FromMinutes(10));
        await _database.BecomesAsync(late, EmailState.Sent);
    }

    [Fact]
    public async Task In_pickup_mode_the_message_becomes_a_file()
    {
        await _database.CustomerAsync("ana");
        var id = await _database.QueueAsync("ana");
        await using var host = DispatcherHost.Create(_database, _time);
        await host.StartAsync();
        await _database.BecomesAsync(id, EmailState.Sent);
        var file = Assert.Single(Directory.GetFiles(_database.MailFolder, "*.eml"));
        var taken = await MimeMessage.LoadAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal($"{id}@localhost", taken.MessageId);
        Assert.Equal(_time.GetUtcNow(), host.State.Current.LastSentAt);
    }

    [Fact]
    public async Task An_e_mail_queued_on_this_node_is_sent_at_once()
    {
        var mail = new ObservedMail();
        await using var host = DispatcherHost.Create(_database, _time, mail);
        await host.StartAsync();
        await Eventually.TrueAsync(() => host.State.Current.IsDispatching, "it dispatches");
        await _database.CustomerAsync("ana");
        var id = await _database.QueueAsync("ana");
        // The clock stands still: nothing but the signal can tell.
        host.Get<EmailSignal>().Wake();
        await _database.BecomesAsync(id, EmailState.Sent);
    }

    private static IEnumerable<string> HashesIn(MimeMessage message) =>
        message
            .TextBody!.Split([' ', '\n', '\r'])
            .Where(word => word.StartsWith($"{DispatcherHost.Origin}/r/", StringComparison.Ordinal))
            .Select(word => LinkToken.HashOf(word.Split("/r/")[1]));
}
