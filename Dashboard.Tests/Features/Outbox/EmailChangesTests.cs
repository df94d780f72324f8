using Dashboard.Access;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Emails;
using Dashboard.Emails.Delivery;
using Dashboard.Features.Outbox;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Outbox;

public sealed class EmailChangesTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Some.Noon.AddHours(1));
    private readonly EmailSignal _signal = new();
    private readonly TestDatabase _database;

    public EmailChangesTests() => _database = new TestDatabase(_time);

    public void Dispose()
    {
        _signal.Dispose();
        _database.Dispose();
    }

    [Fact]
    public async Task A_queued_e_mail_can_be_cancelled_and_is_audited()
    {
        var email = await _database.AddEmailAsync("zoe", Some.Noon);
        Assert.Null((await CancelAsync(email.Id)).Refusal);
        var stored = await _database.EmailAsync(email.Id);
        Assert.Equal((EmailState.Cancelled, _time.GetUtcNow()), (stored.State, stored.FinishedAt));
        Assert.Equal([$"cancel e-mail, email:{email.Id}: done"], await _database.AuditedAsync());
    }

    [Fact]
    public async Task A_sent_e_mail_cannot_be_cancelled()
    {
        var email = await _database.AddEmailAsync("zoe", Some.Noon, e => e.MarkSent(Some.Noon));
        Assert.Equal(EmailRefusal.TooLate, (await CancelAsync(email.Id)).Refusal);
        Assert.Equal(EmailState.Sent, (await _database.EmailAsync(email.Id)).State);
        Assert.Equal([$"cancel e-mail, email:{email.Id}: refused: TooLate"], await _database.AuditedAsync());
    }

    [Fact]
    public async Task A_failed_e_mail_is_sent_again_as_a_new_one()
    {
        await _database.BrokenAsync("zoe");
        var failed = await _database.AddEmailAsync("zoe", Some.Noon, e => e.Fail("refused", Some.Noon));
        var change = await SendAgainAsync(failed.Id);
        Assert.Null(change.Refusal);
        var again = await _database.EmailAsync(change.NewEmailId!);
        Assert.Equal(
            (EmailState.Queued, EmailTrigger.Operator, "Test person", true, null),
            (again.State, again.Trigger, again.CreatedBy, again.IsUrgent, again.OverrideReason)
        );
        Assert.Equal(EmailState.Failed, (await _database.EmailAsync(failed.Id)).State);
        Assert.Equal([$"send e-mail again, email:{failed.Id}: done"], await _database.AuditedAsync());
    }

    [Fact]
    public async Task An_e_mail_with_unknown_delivery_does_not_hold_back_its_replacement()
    {
        await _database.BrokenAsync("zoe");
        var unsure = await _database.AddEmailAsync(
            "zoe",
            Some.Noon,
            e => e.BecomeUnsure("silence", Some.Noon)
        );
        var change = await SendAgainAsync(unsure.Id);
        Assert.StartsWith(
            "Sent again: delivery of the previous message is unknown",
            (await _database.EmailAsync(change.NewEmailId!)).OverrideReason
        );
    }

    [Fact]
    public async Task The_usual_obstacles_apply()
    {
        await _database.BrokenAsync("zoe");
        var skipped = await _database.AddEmailAsync(
            "zoe",
            Some.Noon,
            e => e.Skip(EmailObstacle.Incident, Some.Noon)
        );
        var (sent, _) = await _database.SentAsync("zoe", Some.Noon.AddMinutes(30));
        Assert.Equal(
            new EmailChange(EmailRefusal.Held, EmailObstacle.CoolingDown),
            await SendAgainAsync(skipped.Id)
        );
        Assert.Equal(EmailRefusal.NotOver, (await SendAgainAsync(sent.Id)).Refusal);
        await _database.EventsAsync(Some.Fixed(40, "zoe-c", "zoe"));
        Assert.Equal(
            new EmailChange(EmailRefusal.Held, EmailObstacle.Repaired),
            await SendAgainAsync(skipped.Id)
        );
        Assert.Contains(
            $"send e-mail again, email:{skipped.Id}: refused: CoolingDown",
            await _database.AuditedAsync()
        );
    }

    [Fact]
    public async Task A_user_has_one_open_e_mail_at_most()
    {
        await _database.BrokenAsync("zoe");
        var failed = await _database.AddEmailAsync("zoe", Some.Noon, e => e.Fail("refused", Some.Noon));
        await _database.AddEmailAsync("zoe", Some.Noon);
        Assert.Equal(EmailRefusal.AlreadyWaiting, (await SendAgainAsync(failed.Id)).Refusal);
    }

    [Theory]
    [InlineData(Role.Support)]
    [InlineData(Role.Manager)]
    public async Task Only_operators_who_may_send_may_change_e_mails(Role role)
    {
        var changes = Changes(ActorScope.Of(role));
        var token = Token;
        await Assert.ThrowsAsync<AccessDeniedException>(() => changes.CancelAsync("x", token));
        await Assert.ThrowsAsync<AccessDeniedException>(() => changes.SendAgainAsync("x", token));
    }

    [Fact]
    public async Task The_dispatcher_is_woken()
    {
        await _database.BrokenAsync("zoe");
        var failed = await _database.AddEmailAsync("zoe", Some.Noon, e => e.Fail("refused", Some.Noon));
        var woken = _signal.Signal.WaitAsync(TimeSpan.FromDays(1), _time, Token);
        Assert.False(woken.IsCompleted);
        await SendAgainAsync(failed.Id);
        await woken;
    }

    private Task<EmailChange> CancelAsync(string id) =>
        Changes(ActorScope.Of(Role.Admin)).CancelAsync(id, Token);

    private Task<EmailChange> SendAgainAsync(string id) =>
        Changes(ActorScope.Of(Role.Admin)).SendAgainAsync(id, Token);

    private EmailChanges Changes(CurrentOperator current) =>
        new(
            _database,
            new Addressees(_database, _time),
            new PolicyReader(_database),
            current,
            new AuditWriter(current, _time),
            _signal,
            _time
        );
}
