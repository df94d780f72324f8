using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Domain.Incidents;
using Dashboard.Emails;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Emails;

/// <summary>Tests reading the data that decides whether a user gets an e-mail.</summary>
public sealed class AddresseesTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(Some.Noon.AddDays(3));
    private readonly TestDatabase _database;

    public AddresseesTests() => _database = new TestDatabase(_time);

    public async ValueTask InitializeAsync()
    {
        await _database.BrokerageAsync("b1", "QUESTRADE", "Questrade");
        await _database.EventsAsync(
            Some.Event(EventTypes.ConnectionAdded, 0, "c1", "zoe", brokerageId: "b1"),
            Some.Event(EventTypes.ConnectionBroken, 10, "c1", "zoe"),
            Some.Event(EventTypes.ConnectionBroken, 5, "c2", "zoe"),
            Some.Event(EventTypes.ConnectionAdded, 0, "c3", "zoe"),
            Some.Event(EventTypes.ConnectionBroken, 5, "c4", "ben")
        );
        await _database.ContactAsync("zoe", "Zoë", "Zoe@Example.com");
    }

    public ValueTask DisposeAsync()
    {
        _database.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Only_broken_connections_are_listed_oldest_first()
    {
        var zoe = await ZoeAsync();
        Assert.Equal(["c2", "c1"], zoe.Broken.Select(b => b.ConnectionId));
        Assert.Equal(
            ("Questrade", Some.Noon.AddMinutes(10)),
            (zoe.Broken[1].BrokerageName, zoe.Broken[1].Since)
        );
        Assert.Null(zoe.Broken[0].BrokerageName);
    }

    [Fact]
    public async Task Unknown_users_are_left_out()
    {
        Assert.Empty(await LoadAsync("nobody"));
        Assert.Null((await LoadAsync("ben"))["ben"].Address);
    }

    [Fact]
    public async Task Only_an_open_incident_pauses_e_mails()
    {
        var incident = new Incident
        {
            Id = "i1",
            BrokerageId = "b1",
            StartedAt = Some.Noon,
            DetectedAt = Some.Noon,
        };
        await ChangeAsync(db => db.Add(incident));
        Assert.Equal([false, true], (await ZoeAsync()).Broken.Select(b => b.IsHeld));
        await ChangeAsync(db =>
        {
            db.Attach(incident);
            incident.End(_time.GetUtcNow(), "Ana");
        });
        Assert.All((await ZoeAsync()).Broken, b => Assert.False(b.IsHeld));
    }

    [Fact]
    public async Task Maintenance_and_snoozes_are_read_per_connection()
    {
        await ChangeAsync(db =>
        {
            db.Brokerages.Single().InMaintenance = true;
            var triage = Triage.Of("c2");
            triage.Snooze(_time.GetUtcNow().AddDays(1), "Ana", _time.GetUtcNow());
            db.Add(triage);
        });
        var broken = (await ZoeAsync()).Broken;
        Assert.Equal([false, true], broken.Select(b => b.InMaintenance));
        Assert.Equal([true, false], broken.Select(b => b.IsSnoozed));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.All((await ZoeAsync()).Broken, b => Assert.False(b.IsSnoozed));
    }

    [Fact]
    public async Task A_likely_duplicate_counts_until_an_operator_marks_it_as_another_login()
    {
        await _database.EventsAsync(
            Some.Event(EventTypes.ConnectionAdded, 20, "c5", "zoe", brokerageId: "b1")
        );
        Assert.Equal([false, true], (await ZoeAsync()).Broken.Select(b => b.IsDuplicate));
        await ChangeAsync(db =>
            db.Add(
                new SeparateLogin
                {
                    ConnectionId = "c5",
                    DecidedBy = "Ana",
                    DecidedAt = _time.GetUtcNow(),
                }
            )
        );
        Assert.All((await ZoeAsync()).Broken, b => Assert.False(b.IsDuplicate));
    }

    [Fact]
    public async Task A_blocked_address_ignores_case_until_it_is_unblocked()
    {
        var suppression = new Suppression { Address = "zoe@example.com" };
        suppression.Begin(SuppressionReason.Complaint, null, null, Some.Noon);
        await ChangeAsync(db => db.Add(suppression));
        Assert.True((await ZoeAsync()).IsSuppressed);
        await ChangeAsync(db =>
        {
            db.Attach(suppression);
            suppression.Lift("Ana", _time.GetUtcNow());
        });
        Assert.False((await ZoeAsync()).IsSuppressed);
    }

    [Fact]
    public async Task Sent_messages_and_those_with_unknown_delivery_count_and_open_ones_are_known()
    {
        var now = _time.GetUtcNow();
        await ChangeAsync(db =>
        {
            var sent = Mail(now.AddDays(-9));
            sent.MarkSent(now.AddDays(-8));
            var unsure = Mail(now.AddDays(-2));
            unsure.BecomeUnsure("no answer", now.AddDays(-2));
            var failed = Mail(now.AddDays(-1));
            failed.Fail("refused", now.AddDays(-1));
            db.AddRange(sent, unsure, failed);
        });
        var zoe = await ZoeAsync();
        Assert.Equal([now.AddDays(-2), now.AddDays(-8)], zoe.Mails);
        Assert.False(zoe.HasOpenMail);
        await ChangeAsync(db => db.Add(Mail(now)));
        Assert.True((await ZoeAsync()).HasOpenMail);
    }

    [Fact]
    public async Task Each_connection_knows_the_last_message_that_listed_it()
    {
        var now = _time.GetUtcNow();
        await ChangeAsync(db =>
        {
            foreach (var daysAgo in (int[])[3, 2])
            {
                var sent = Mail(now.AddDays(-daysAgo));
                sent.MarkSent(now.AddDays(-daysAgo));
                db.AddRange(sent, ItemOf(sent, "c1"));
            }
            var failed = Mail(now.AddDays(-1));
            failed.Fail("refused", now.AddDays(-1));
            db.AddRange(failed, ItemOf(failed, "c2"));
        });
        Assert.Equal([null, now.AddDays(-2)], (await ZoeAsync()).Broken.Select(b => b.LastMailAt));
    }

    [Fact]
    public async Task A_second_open_message_to_one_user_is_refused_by_the_database()
    {
        await ChangeAsync(db => db.Add(Mail(_time.GetUtcNow())));
        var failure = await Assert.ThrowsAsync<DbUpdateException>(() =>
            ChangeAsync(db => db.Add(Mail(_time.GetUtcNow())))
        );
        await using var db = _database.CreateDbContext();
        Assert.True(db.IsUniqueViolation(failure));
    }

    private static Email Mail(DateTimeOffset at) => Email.Create("zoe", EmailTrigger.Operator, "Ana", at);

    private static EmailItem ItemOf(Email email, string connectionId) =>
        new()
        {
            EmailId = email.Id,
            ConnectionId = connectionId,
            LinkId = "l1",
            BrokerageName = "Questrade",
            BrokenSince = Some.Noon,
            Position = 0,
        };

    private async Task<Addressee> ZoeAsync() => (await LoadAsync("zoe"))["zoe"];

    private Task<IReadOnlyDictionary<string, Addressee>> LoadAsync(string userId) =>
        new Addressees(_database, _time).LoadAsync([userId], Token);

    private async Task ChangeAsync(Action<Dashboard.Data.DashboardDbContext> change)
    {
        await using var db = _database.CreateDbContext();
        change(db);
        await db.SaveChangesAsync(Token);
    }
}
