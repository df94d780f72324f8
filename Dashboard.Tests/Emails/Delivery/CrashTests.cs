using Dashboard.Data.Work;
using Dashboard.Domain.Emails;
using Dashboard.Emails.Delivery;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Emails.Delivery;

/// <summary>No message is sent again automatically after a process ends during delivery.</summary>
public sealed class CrashTests : IDisposable
{
    private static readonly SqliteException Away = new("disk I/O error", 10);
    private readonly FakeTimeProvider _time = new(Some.Noon.AddHours(3));
    private readonly TestDatabase _database = new();
    private readonly ObservedMail _mail = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Delivery_is_unknown_after_a_crash_between_sending_and_recording()
    {
        await _database.CustomerAsync("ana");
        var id = await _database.QueueAsync("ana");
        await using (var host = DispatcherHost.Create(_database, _time, _mail))
        {
            var taken = new TaskCompletionSource();
            _mail.AfterTaking = _ =>
            {
                host.DatabaseFault = Away;
                taken.SetResult();
                return Task.CompletedTask;
            };
            await host.StartAsync();
            await taken.Task.WaitAsync(TestContext.Current.CancellationToken);
            await Eventually.TrueAsync(
                () => host.Log.Lines.Any(l => l.Contains("could not be recorded")),
                "writing it down failed"
            );
            var stopping = host.StopAsync();
            _time.Advance(DeliveriesInProgress.DrainTimeout);
            await stopping;
        }
        Assert.Equal(EmailState.Sending, (await _database.EmailAsync(id)).State);

        _mail.AfterTaking = null;
        await using var next = DispatcherHost.Create(_database, _time, _mail);
        await next.StartAsync();
        await _database.BecomesAsync(id, EmailState.Unsure);
        var email = await _database.EmailAsync(id);
        Assert.Equal((DeliveryWords.Abandoned, _time.GetUtcNow()), (email.LastError, email.FinishedAt));
        Assert.Null(Assert.Single(await _database.LinksAsync()).RevokedAt);
        await _database.CustomerAsync("bob");
        var later = await _database.QueueAsync("bob");
        next.Advance(TimeSpan.FromDays(2));
        await _database.BecomesAsync(later, EmailState.Sent);
        Assert.Equal([id, later], _mail.Sent.Select(m => m.MessageKey));
        Assert.Equal(EmailState.Unsure, (await _database.EmailAsync(id)).State);
    }

    [Fact]
    public async Task Recording_waits_for_a_database_that_is_temporarily_down()
    {
        await _database.CustomerAsync("ana");
        var id = await _database.QueueAsync("ana");
        await using var host = DispatcherHost.Create(_database, _time, _mail);
        _mail.AfterTaking = _ =>
        {
            host.DatabaseFault = Away;
            return Task.CompletedTask;
        };
        await host.StartAsync();
        await Eventually.TrueAsync(
            () => host.Log.Lines.Any(l => l.Contains("could not be recorded")),
            "writing it down failed"
        );
        host.DatabaseFault = null;
        await host.PassTimeUntilAsync(
            async () => (await _database.EmailAsync(id)).State == EmailState.Sent,
            "it was written down"
        );
        Assert.Single(_mail.Sent);
    }

    [Fact]
    public async Task E_mails_that_a_live_node_is_sending_are_not_abandoned()
    {
        await _database.CustomerAsync("ana");
        await _database.CustomerAsync("bob");
        var id = await _database.QueueAsync("ana");
        var gate = new TaskCompletionSource();
        _mail.AfterTaking = _ => gate.Task;
        await using var busy = DispatcherHost.Create(_database, _time, _mail);
        await busy.StartAsync();
        await _database.BecomesAsync(id, EmailState.Sending);
        var others = new ObservedMail();
        await using var other = DispatcherHost.Create(_database, _time, others);
        await other.StartAsync();
        var next = await _database.QueueAsync("bob");
        // A minute: the lease would have run out were it not renewed.
        for (var i = 0; i < 6; i++)
        {
            busy.Advance(TimeSpan.FromSeconds(10));
            await Eventually.TrueAsync(HasTimeLeftAsync, "the lease was renewed");
        }
        Assert.Equal(EmailState.Sending, (await _database.EmailAsync(id)).State);
        gate.SetResult();
        await _database.BecomesAsync(id, EmailState.Sent);
        await _database.BecomesAsync(next, EmailState.Sent);
        Assert.Empty(others.Sent);
    }

    [Fact]
    public async Task A_node_without_the_lease_abandons_nothing()
    {
        await _database.CustomerAsync("ana");
        var id = await _database.QueueAsync("ana");
        var gate = new TaskCompletionSource();
        _mail.AfterTaking = _ => gate.Task;
        await using var busy = DispatcherHost.Create(_database, _time, _mail);
        await busy.StartAsync();
        await _database.BecomesAsync(id, EmailState.Sending);
        await using var other = DispatcherHost.Create(_database, _time, new ObservedMail());
        await other.StartAsync();

        Assert.Equal(0, await other.Get<DueEmails>().AbandonAsync([], Token));

        gate.SetResult();
        await _database.BecomesAsync(id, EmailState.Sent);
    }

    [Fact]
    public async Task A_late_answer_of_the_mail_server_replaces_unknown_delivery()
    {
        await _database.CustomerAsync("ana");
        var id = await _database.QueueAsync("ana");
        var gate = new TaskCompletionSource();
        _mail.AfterTaking = _ => gate.Task;
        await using var slow = DispatcherHost.Create(_database, _time, _mail);
        await slow.StartAsync();
        await _database.BecomesAsync(id, EmailState.Sending);
        await using (var db = _database.CreateDbContext())
            await db.WorkLeases.ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        await using var other = DispatcherHost.Create(_database, _time, new ObservedMail());
        await other.StartAsync();
        await _database.BecomesAsync(id, EmailState.Unsure);
        gate.SetResult();
        await _database.BecomesAsync(id, EmailState.Sent);
    }

    private async Task<bool> HasTimeLeftAsync()
    {
        await using var db = _database.CreateDbContext();
        var lease = await db.WorkLeases.SingleAsync(TestContext.Current.CancellationToken);
        return lease.ExpiresAt - _time.GetUtcNow() > WorkLeases.Lasts / 2;
    }
}
