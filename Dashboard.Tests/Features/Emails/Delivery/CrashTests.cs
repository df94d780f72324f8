using Dashboard.Domain.Emails;
using Dashboard.Features.Emails.Delivery;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Emails.Delivery;

/// <summary>Whatever dies in between, no message is sent a second time by itself.</summary>
public sealed class CrashTests : IDisposable
{
    private static readonly SqliteException Away = new("disk I/O error", 10);
    private readonly FakeTimeProvider time = new(Some.Noon.AddHours(3));
    private readonly TestDatabase database = new();
    private readonly ObservedMail mail = new();

    public void Dispose() => database.Dispose();

    [Fact]
    public async Task A_crash_between_sending_and_writing_it_down_leaves_it_unsure()
    {
        await database.CustomerAsync("ana");
        var id = await database.QueueAsync("ana");
        await using (var host = DispatcherHost.Create(database, time, mail))
        {
            var taken = new TaskCompletionSource();
            mail.AfterTaking = _ =>
            {
                host.DatabaseFault = Away;
                taken.SetResult();
                return Task.CompletedTask;
            };
            await host.StartAsync();
            await taken.Task.WaitAsync(TestContext.Current.CancellationToken);
            await Eventually.TrueAsync(
                () => host.Log.Lines.Any(l => l.Contains("could not be written down")),
                "writing it down failed"
            );
            var stopping = host.StopAsync();
            time.Advance(EmailDispatcher.DrainFor);
            await stopping;
        }
        Assert.Equal(EmailState.Sending, (await database.EmailAsync(id)).State);

        mail.AfterTaking = null;
        await using var next = DispatcherHost.Create(database, time, mail);
        await next.StartAsync();
        await database.BecomesAsync(id, EmailState.Unsure);
        var email = await database.EmailAsync(id);
        Assert.Equal((DeliveryWords.Abandoned, time.GetUtcNow()), (email.LastError, email.FinishedAt));
        Assert.Null(Assert.Single(await database.LinksAsync()).RevokedAt);
        await database.CustomerAsync("bob");
        var later = await database.QueueAsync("bob");
        next.Advance(TimeSpan.FromDays(2));
        await database.BecomesAsync(later, EmailState.Sent);
        Assert.Equal([id, later], mail.Sent.Select(m => m.MessageKey));
        Assert.Equal(EmailState.Unsure, (await database.EmailAsync(id)).State);
    }

    [Fact]
    public async Task A_database_that_is_away_for_a_while_is_waited_for()
    {
        await database.CustomerAsync("ana");
        var id = await database.QueueAsync("ana");
        await using var host = DispatcherHost.Create(database, time, mail);
        mail.AfterTaking = _ =>
        {
            host.DatabaseFault = Away;
            return Task.CompletedTask;
        };
        await host.StartAsync();
        await Eventually.TrueAsync(
            () => host.Log.Lines.Any(l => l.Contains("could not be written down")),
            "writing it down failed"
        );
        host.DatabaseFault = null;
        await host.PassTimeUntilAsync(
            async () => (await database.EmailAsync(id)).State == EmailState.Sent,
            "it was written down"
        );
        Assert.Single(mail.Sent);
    }

    [Fact]
    public async Task What_another_node_has_in_hand_is_left_alone_while_it_lives()
    {
        await database.CustomerAsync("ana");
        await database.CustomerAsync("bob");
        var id = await database.QueueAsync("ana");
        var gate = new TaskCompletionSource();
        mail.AfterTaking = _ => gate.Task;
        await using var busy = DispatcherHost.Create(database, time, mail);
        await busy.StartAsync();
        await database.BecomesAsync(id, EmailState.Sending);
        var others = new ObservedMail();
        await using var other = DispatcherHost.Create(database, time, others);
        await other.StartAsync();
        var next = await database.QueueAsync("bob");
        // A minute: the lease would have run out were it not renewed.
        for (var i = 0; i < 6; i++)
        {
            busy.Advance(TimeSpan.FromSeconds(10));
            await Eventually.TrueAsync(HasTimeLeftAsync, "the lease was renewed");
        }
        Assert.Equal(EmailState.Sending, (await database.EmailAsync(id)).State);
        gate.SetResult();
        await database.BecomesAsync(id, EmailState.Sent);
        await database.BecomesAsync(next, EmailState.Sent);
        Assert.Empty(others.Sent);
    }

    [Fact]
    public async Task A_node_that_is_told_late_that_it_was_sent_knows_better_than_one_that_gave_it_up()
    {
        await database.CustomerAsync("ana");
        var id = await database.QueueAsync("ana");
        var gate = new TaskCompletionSource();
        mail.AfterTaking = _ => gate.Task;
        await using var slow = DispatcherHost.Create(database, time, mail);
        await slow.StartAsync();
        await database.BecomesAsync(id, EmailState.Sending);
        await using (var db = database.CreateDbContext())
            await db.WorkLeases.ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        await using var other = DispatcherHost.Create(database, time, new ObservedMail());
        await other.StartAsync();
        await database.BecomesAsync(id, EmailState.Unsure);
        gate.SetResult();
        await database.BecomesAsync(id, EmailState.Sent);
    }

    private async Task<bool> HasTimeLeftAsync()
    {
        await using var db = database.CreateDbContext();
        var lease = await db.WorkLeases.SingleAsync(TestContext.Current.CancellationToken);
        return lease.ExpiresAt - time.GetUtcNow() > TimeSpan.FromSeconds(20);
    }
}
