using Dashboard.Domain.Emails;
using Dashboard.Emails.Delivery;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Emails.Delivery;

/// <summary>A node that stops finishes the deliveries in progress, within a time limit.</summary>
public sealed class DrainTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Some.Noon.AddHours(3));
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Deliveries_in_progress_finish_and_the_rest_stays_queued()
    {
        var gate = new TaskCompletionSource();
        await using var server = ScriptedMailServer.Slow(async said =>
        {
            if (said.Verb == ".")
                await gate.Task;
            return null;
        });
        await _database.QueueManyAsync(10);
        await using var host = await DispatcherHost.StartAsync(_database, _time, server.Port);
        await Eventually.TrueAsync(() => InStateAsync(EmailState.Sending, 4), "four were being sent");
        var stopping = host.StopAsync();
        Assert.False(stopping.IsCompleted);
        gate.SetResult();
        await stopping;
        Assert.Equal(4, server.Taken.Count);
        Assert.True(await InStateAsync(EmailState.Sent, 4));
        Assert.True(await InStateAsync(EmailState.Queued, 6));
        await using var db = _database.CreateDbContext();
        Assert.Empty(await db.WorkLeases.ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_e_mail_that_was_not_handed_over_in_time_is_unclaimed()
    {
        var id = await StopInSilenceAsync("MAIL");
        var email = await _database.EmailAsync(id);
        Assert.Equal((EmailState.Queued, 0, null), (email.State, email.Attempts, email.ClaimedAt));
        Assert.Empty(await _database.LinksAsync());
        await using var db = _database.CreateDbContext();
        Assert.Empty(await db.EmailItems.ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Delivery_is_unknown_when_the_mail_server_does_not_answer_in_time() =>
        Assert.Equal(EmailState.Unsure, (await _database.EmailAsync(await StopInSilenceAsync("."))).State);

    private async Task<string> StopInSilenceAsync(string verb)
    {
        var reached = new TaskCompletionSource();
        await using var server = new ScriptedMailServer(said =>
        {
            if (said.Verb != verb)
                return null;
            reached.SetResult();
            return ScriptedMailServer.Silence;
        });
        await _database.CustomerAsync("ana");
        var id = await _database.QueueAsync("ana");
        await using var host = await DispatcherHost.StartAsync(_database, _time, server.Port);
        await reached.Task.WaitAsync(TestContext.Current.CancellationToken);
        var stopping = host.StopAsync();
        _time.Advance(DeliveriesInProgress.DrainTimeout);
        await stopping;
        return id;
    }

    private async Task<bool> InStateAsync(EmailState state, int count) =>
        (await _database.EmailsAsync()).Count(e => e.State == state) == count;
}
