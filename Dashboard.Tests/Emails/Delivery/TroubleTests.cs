using Dashboard.Domain.Emails;
using Dashboard.Domain.Reconnect;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Emails.Delivery;

/// <summary>Tests the dispatcher with mail servers that refuse, do not respond, or are unreachable.</summary>
public sealed class TroubleTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Some.Noon.AddHours(3));
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task A_greylisted_message_is_retried_with_new_links()
    {
        await using var server = await MailServer.StartAsync();
        await _database.CustomerAsync("ana", "grey@customer.example");
        var id = await _database.QueueAsync("ana");
        await using var host = await DispatcherHost.StartAsync(_database, _time, server.Port);
        await Eventually.TrueAsync(
            async () => await _database.EmailAsync(id) is { State: EmailState.Queued, Attempts: 1 },
            "it waits for another attempt"
        );
        var waiting = await _database.EmailAsync(id);
        Assert.Contains("451", waiting.LastError);
        Assert.InRange((waiting.NotBefore - _time.GetUtcNow()).TotalSeconds, 48, 72);
        Assert.Empty(await _database.LinksAsync());
        host.Advance(TimeSpan.FromSeconds(75));
        await _database.BecomesAsync(id, EmailState.Sent);
        Assert.Single(server.Taken());
        Assert.Single(await _database.LinksAsync());
        Assert.Null((await _database.EmailAsync(id)).LastError);
    }

    [Fact]
    public async Task An_unknown_address_fails_at_once_and_its_links_are_revoked()
    {
        await using var server = await MailServer.StartAsync();
        await _database.CustomerAsync("ana", "nobody@customer.example");
        var id = await _database.QueueAsync("ana");
        await using var host = await DispatcherHost.StartAsync(_database, _time, server.Port);
        await _database.BecomesAsync(id, EmailState.Failed);
        var email = await _database.EmailAsync(id);
        Assert.Equal((1, _time.GetUtcNow()), (email.Attempts, email.FinishedAt));
        Assert.Contains("550", email.LastError);
        var link = Assert.Single(await _database.LinksAsync());
        Assert.Equal(ReconnectLink.Delivery, link.RevokedBy);
    }

    [Fact]
    public async Task An_e_mail_fails_after_a_day_of_attempts()
    {
        await using var server = new ScriptedMailServer(said => said.Verb == "RCPT" ? "451 later" : null);
        await _database.CustomerAsync("ana");
        var id = await _database.QueueAsync("ana");
        await using var host = await DispatcherHost.StartAsync(_database, _time, server.Port);
        var began = _time.GetUtcNow();
        await Eventually.TrueAsync(
            async () =>
            {
                var email = await _database.EmailAsync(id);
                if (email.State == EmailState.Queued && email.NotBefore > _time.GetUtcNow())
                    host.Advance(email.NotBefore - _time.GetUtcNow());
                return email.State == EmailState.Failed;
            },
            "it was given up"
        );
        Assert.InRange((_time.GetUtcNow() - began).TotalHours, 20, 28);
        Assert.Contains("451", (await _database.EmailAsync(id)).LastError);
    }

    [Fact]
    public async Task While_the_mail_server_is_down_the_queue_waits()
    {
        await using var nobody = MailServer.Absent();
        var ids = await _database.QueueManyAsync(12);
        await using (var host = await DispatcherHost.StartAsync(_database, _time, nobody.Port))
        {
            await Eventually.TrueAsync(() => host.State.Current.IsInTrouble, "it noticed");
            await Eventually.TrueAsync(
                async () => (await _database.EmailsAsync()).TrueForAll(e => e.State == EmailState.Queued),
                "none was being sent"
            );
            Assert.InRange((await _database.EmailsAsync()).Count(e => e.Attempts > 0), 1, 4);
            Assert.Contains("Email__Smtp__Host", host.State.Current.LastFailure);
            // A minute of trying, at growing intervals, one message at a time.
            for (var second = 0; second < 60; second++)
            {
                host.Advance(TimeSpan.FromSeconds(1));
                await Eventually.TrueAsync(
                    async () => (await _database.EmailsAsync()).TrueForAll(e => e.State == EmailState.Queued),
                    "none was being sent"
                );
            }
            Assert.InRange((await _database.EmailsAsync()).Sum(e => e.Attempts), 2, 12);
            Assert.Single(host.Log.Lines, line => line.Contains("The mail server is unavailable"));
        }
        await using var server = await MailServer.StartAsync();
        await using var later = await DispatcherHost.StartAsync(_database, _time, server.Port);
        await later.PassTimeUntilAsync(
            async () => (await _database.EmailsAsync()).TrueForAll(e => e.State == EmailState.Sent),
            "all went out"
        );
        Assert.Equal(
            ids.Select(id => $"{id}@acme.example").Order(StringComparer.Ordinal),
            server.Taken().Select(m => m.MessageId).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_recovered_mail_server_is_used_at_full_speed()
    {
        var isUp = false;
        await using var server = new ScriptedMailServer(said =>
            !isUp && said.Verb == "MAIL" ? "421 closed" : null
        );
        await _database.QueueManyAsync(6);
        await using var host = await DispatcherHost.StartAsync(_database, _time, server.Port);
        await Eventually.TrueAsync(() => host.State.Current.IsInTrouble, "it noticed");
        isUp = true;
        await host.PassTimeUntilAsync(
            async () => (await _database.EmailsAsync()).TrueForAll(e => e.State == EmailState.Sent),
            "all went out"
        );
        Assert.False(host.State.Current.IsInTrouble);
        Assert.Single(host.Log.Lines, line => line.Contains("is available again"));
    }

    [Fact]
    public async Task Delivery_is_unknown_without_an_answer_to_the_message_and_its_links_work()
    {
        await using var server = new ScriptedMailServer(said =>
            said.Verb == "." ? ScriptedMailServer.Drop : null
        );
        await _database.CustomerAsync("ana");
        var id = await _database.QueueAsync("ana");
        await using var host = await DispatcherHost.StartAsync(_database, _time, server.Port);
        await _database.BecomesAsync(id, EmailState.Unsure);
        Assert.Null(Assert.Single(await _database.LinksAsync()).RevokedAt);
        // Unsure ones count as messages: the customer may have it.
        var next = await _database.QueueAsync("ana");
        host.Advance(TimeSpan.FromHours(2));
        await _database.BecomesAsync(next, EmailState.Skipped);
        Assert.Single(server.Taken);
    }

    [Fact]
    public async Task An_e_mail_of_a_cancelled_batch_is_not_retried()
    {
        await using var server = await MailServer.StartAsync();
        await _database.CustomerAsync("ana", "grey@customer.example");
        await using (var db = _database.CreateDbContext())
        {
            db.Add(
                new EmailBatch
                {
                    Id = "batch",
                    CreatedBy = "Bea",
                    CreatedAt = Some.Noon,
                    Audience = "All",
                    Queued = 1,
                    LeftOut = "{}",
                }
            );
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }
        var id = await _database.QueueAsync("ana", batchId: "batch");
        await using var host = await DispatcherHost.StartAsync(_database, _time, server.Port);
        await Eventually.TrueAsync(
            async () => await _database.EmailAsync(id) is { State: EmailState.Queued, Attempts: 1 },
            "it waits for another attempt"
        );
        await using (var db = _database.CreateDbContext())
        {
            (await db.EmailBatches.SingleAsync(TestContext.Current.CancellationToken)).Cancel(
                "Bea",
                _time.GetUtcNow()
            );
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }
        host.Advance(TimeSpan.FromSeconds(75));
        await _database.BecomesAsync(id, EmailState.Cancelled);
        Assert.Empty(server.Taken());
    }
}
