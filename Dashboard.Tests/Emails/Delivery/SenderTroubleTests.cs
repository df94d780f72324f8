using Dashboard.Access;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Emails.Delivery;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Emails.Delivery;

/// <summary>A mail server that works but refuses us, and one that refuses an address.</summary>
public sealed class SenderTroubleTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Some.Noon.AddHours(3));
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("RCPT", "550 5.4.5 Daily user sending limit exceeded")]
    [InlineData(".", "554 5.7.1 Client host blocked using a block list")]
    [InlineData("MAIL", "550 account suspended")]
    [InlineData(".", "554 we do not like this, session 4711")]
    public async Task A_refused_sender_pauses_the_queue_which_resumes_automatically(
        string verb,
        string answer
    )
    {
        const int Accepted = 3;
        var isOpen = false;
        await using var server = new ScriptedMailServer(said =>
            !isOpen && said.Message > Accepted && said.Verb == verb ? answer : null
        );
        await _database.QueueManyAsync(12);
        await using var host = await DispatcherHost.StartAsync(_database, _time, server.Port);
        await Eventually.TrueAsync(() => host.State.Current.IsSenderRefused, "it noticed");
        await NoneInProgressAsync();
        // Longer than the day after which an e-mail fails otherwise.
        for (var hour = 0; hour < 30; hour++)
        {
            await NoneInProgressAsync();
            host.Advance(TimeSpan.FromHours(1));
            await Eventually.TrueAsync(
                () => host.State.Current.LastFailureAt == _time.GetUtcNow(),
                "one was tried"
            );
        }
        await NoneInProgressAsync();
        var waiting = await _database.EmailsAsync();
        Assert.Equal(Accepted, waiting.Count(e => e.State == EmailState.Sent));
        Assert.Equal(12 - Accepted, waiting.Count(e => e.State == EmailState.Queued));
        Assert.DoesNotContain(await _database.LinksAsync(), l => l.RevokedAt is not null);
        Assert.Contains(answer.Split(' ')[0], host.State.Current.LastFailure);
        isOpen = true;
        host.Advance(TimeSpan.FromHours(1));
        await host.PassTimeUntilAsync(
            async () => (await _database.EmailsAsync()).TrueForAll(e => e.State == EmailState.Sent),
            "all went out"
        );
        Assert.False(host.State.Current.IsInTrouble);
    }

    [Fact]
    public async Task A_single_message_refused_by_policy_fails_after_others_were_accepted()
    {
        await using var server = new ScriptedMailServer(said =>
            said is { Verb: "RCPT" } && said.Line.Contains("group@") ? "550 5.7.133 not for you" : null
        );
        await _database.CustomerAsync("group", "group@customer.example");
        var refused = await _database.QueueAsync("group");
        await _database.QueueManyAsync(6);
        await using var host = await DispatcherHost.StartAsync(_database, _time, server.Port);
        await host.PassTimeUntilAsync(
            async () =>
                (await _database.EmailsAsync()).TrueForAll(e =>
                    e.State is not (EmailState.Queued or EmailState.Sending)
                ),
            "the queue was empty"
        );
        Assert.Equal(
            [refused],
            (await _database.EmailsAsync()).Where(e => e.State != EmailState.Sent).Select(e => e.Id)
        );
    }

    [Fact]
    public async Task A_refused_address_is_a_hard_bounce_and_is_blocked()
    {
        await using var server = new ScriptedMailServer(said =>
            said.Verb == "RCPT" ? "550 5.1.1 <ana@customer.example>: user unknown" : null
        );
        await _database.CustomerAsync("ana", "Ana@Customer.example");
        var id = await _database.QueueAsync("ana");
        await using var host = await DispatcherHost.StartAsync(_database, _time, server.Port);
        await _database.BecomesAsync(id, EmailState.Failed);
        Assert.True((await _database.EmailAsync(id)).IsHardBounce);
        Assert.NotNull(Assert.Single(await _database.LinksAsync()).RevokedAt);
        await using var db = _database.CreateDbContext();
        var blocked = await db.Suppressions.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            ("ana@customer.example", SuppressionReason.HardBounce, id),
            (blocked.Address, blocked.Reason, blocked.EmailId)
        );
        var next = await _database.QueueAsync("ana");
        host.Advance(TimeSpan.FromMinutes(1));
        await _database.BecomesAsync(next, EmailState.Skipped);
        Assert.Equal(EmailObstacle.Suppressed, (await _database.EmailAsync(next)).Obstacle);
    }

    [Fact]
    public async Task A_press_ends_the_pause_at_once()
    {
        var isOpen = false;
        await using var server = new ScriptedMailServer(said =>
            !isOpen && said.Verb == "MAIL" ? "550 account suspended" : null
        );
        await _database.QueueManyAsync(3);
        await using var host = await DispatcherHost.StartAsync(_database, _time, server.Port);
        await Eventually.TrueAsync(() => host.State.Current.IsSenderRefused, "it noticed");
        await NoneInProgressAsync();

        await Assert.ThrowsAsync<AccessDeniedException>(() => EndPauseAsync(host, Role.Manager));
        isOpen = true;
        await EndPauseAsync(host, Role.Admin);

        // Without time passing.
        await Eventually.TrueAsync(
            async () => (await _database.EmailsAsync()).TrueForAll(e => e.State == EmailState.Sent),
            "all went out"
        );
        await using var db = _database.CreateDbContext();
        var entry = await db.AuditEntries.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(AuditActions.ResumeSending, entry.Action);
    }

    private Task EndPauseAsync(DispatcherHost host, Role role)
    {
        var current = ActorScope.Of(role);
        return new SendingPause(
            _database,
            current,
            new AuditWriter(current, _time),
            host.State,
            host.Get<EmailSignal>(),
            _time
        ).EndAsync(TestContext.Current.CancellationToken);
    }

    private Task NoneInProgressAsync() =>
        Eventually.TrueAsync(
            async () => (await _database.EmailsAsync()).TrueForAll(e => e.State != EmailState.Sending),
            "none was in progress"
        );
}
