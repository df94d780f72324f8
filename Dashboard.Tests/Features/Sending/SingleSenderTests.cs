using Dashboard.Access;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Sending;

public sealed class SingleSenderTests : IDisposable
{
    private readonly SendingHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task An_e_mail_is_queued_together_with_its_audit_entry()
    {
        await _host.PersonAsync("zoe");
        var result = await SendAsync("c of zoe");
        Assert.Null(result.Refusal);
        var email = Assert.Single(await _host.EmailsAsync());
        Assert.Equal(result.Email!.Id, email.Id);
        Assert.Equal(
            ("zoe", "c of zoe", EmailState.Queued, EmailTrigger.Operator, "Test person", true),
            (email.UserId, email.ConnectionId, email.State, email.Trigger, email.CreatedBy, email.IsUrgent)
        );
        var entry = await _host.AuditedAsync(AuditActions.SendReconnectEmail);
        Assert.Equal(("connection:c of zoe", "done"), (entry.Subject, entry.Result));
        Assert.Contains(email.Id, entry.After!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_dispatcher_is_woken()
    {
        await _host.PersonAsync("zoe");
        await SendAsync("c of zoe");
        await _host.Signal.Signal.WaitAsync(TimeSpan.FromDays(1), _host.Time, Token);
    }

    [Theory]
    [InlineData(EmailObstacle.Repaired)]
    [InlineData(EmailObstacle.NoAddress)]
    [InlineData(EmailObstacle.OptedOut)]
    [InlineData(EmailObstacle.Suppressed)]
    [InlineData(EmailObstacle.NoSecret)]
    [InlineData(EmailObstacle.Incident)]
    [InlineData(EmailObstacle.Maintenance)]
    [InlineData(EmailObstacle.CoolingDown)]
    public async Task Obstacles_are_returned_and_audited_and_some_can_be_overridden(EmailObstacle obstacle)
    {
        await _host.ObstaclesAsync();
        var userId = $"u-{obstacle}";
        var refused = await _host.Singles().SendForUserAsync(userId, null, Token);
        Assert.Equal(obstacle.ToString(), refused.Refusal!.Reason);
        Assert.Equal(
            $"refused: {obstacle}",
            (await _host.AuditedAsync(AuditActions.SendReconnectEmail)).Result
        );
        var overridden = await _host.Singles().SendForUserAsync(userId, " They are on the phone ", Token);
        Assert.Equal(obstacle.CanBeOverridden(), overridden.Email is not null);
        if (overridden.Email is not null)
            Assert.Equal("They are on the phone", overridden.Email.OverrideReason);
    }

    [Theory]
    [InlineData("none", "NotFound")]
    [InlineData("c-healthy", "AlreadyHealthy")]
    [InlineData("c-deleted", "Deleted")]
    [InlineData("c-unknown", "HealthUnknown")]
    public async Task A_connection_that_is_not_broken_is_refused(string connectionId, string reason)
    {
        await _host.Database.EventsAsync(
            Some.Added(0, "c-healthy", "u1"),
            Some.Event(EventTypes.ConnectionDeleted, 0, "c-deleted", "u1"),
            Some.Event(EventTypes.ConnectionAttempted, 0, "c-unknown", "u1", attemptResult: "SUCCESS")
        );
        Assert.Equal(reason, (await SendAsync(connectionId)).Refusal?.Reason);
        Assert.Equal(
            $"refused: {reason}",
            (await _host.AuditedAsync(AuditActions.SendReconnectEmail)).Result
        );
        Assert.Empty(await _host.EmailsAsync());
    }

    [Theory]
    [InlineData(EmailObstacle.Duplicate)]
    [InlineData(EmailObstacle.Incident)]
    [InlineData(EmailObstacle.Maintenance)]
    public async Task A_message_that_would_leave_out_the_requested_connection_is_refused(
        EmailObstacle obstacle
    )
    {
        await _host.PersonAsync("zoe");
        await _host.Database.EventsAsync(
            Some.Added(-60, "held", "zoe", "other-id"),
            Some.Broken(1, "held", "zoe")
        );
        await _host.Database.BrokerageAsync("other-id", "OTHER", "Other");
        if (obstacle == EmailObstacle.Duplicate)
            await _host.Database.EventsAsync(Some.Added(2, "newer", "zoe", "other-id"));
        await _host.ChangeAsync(async db =>
        {
            if (obstacle == EmailObstacle.Incident)
                db.Incidents.Add(SendingHost.IncidentOf("other-id"));
            if (obstacle == EmailObstacle.Maintenance)
                (await db.Brokerages.FindAsync("other-id"))!.InMaintenance = true;
        });
        Assert.Equal(obstacle.ToString(), (await SendAsync("held")).Refusal?.Reason);
        Assert.NotNull((await SendAsync("held", "The brokerage answers me")).Email);
    }

    [Fact]
    public async Task Two_concurrent_requests_queue_one_e_mail()
    {
        await _host.PersonAsync("zoe");
        var results = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => SendAsync("c of zoe")))
        );
        var email = Assert.Single(await _host.EmailsAsync());
        Assert.All(results, r => Assert.Equal(email.Id, r.Email!.Id));
        Assert.Equal(3, results.Count(r => r.WasOnItsWay));
    }

    [Fact]
    public async Task After_a_lost_race_the_other_e_mail_is_returned()
    {
        await _host.PersonAsync("zoe");
        var contexts = new FaultyContexts(
            _host.Database,
            transaction =>
            {
                if (transaction > 1)
                    return null;
                using var db = _host.Database.CreateDbContext();
                db.Emails.Add(Email.Create("zoe", EmailTrigger.Policy, "Policy", Some.Noon));
                db.SaveChanges();
                return new SqliteException("unique", 19, 2067);
            }
        );
        var result = await _host.Singles(contexts: contexts).SendForUserAsync("zoe", null, Token);
        Assert.True(result.WasOnItsWay);
        Assert.Equal(2, contexts.Begun);
    }

    [Fact]
    public async Task A_request_makes_a_queued_e_mail_due()
    {
        await _host.PersonAsync("zoe");
        var waiting = await WaitingAsync(attempts: 0);
        var result = await SendAsync("c of zoe");
        Assert.Equal((waiting.Id, true), (result.Email!.Id, result.WasOnItsWay));
        Assert.Equal((true, _host.Time.GetUtcNow()), (result.Email.IsUrgent, result.Email.NotBefore));
        Assert.Equal(
            "done: on its way already",
            (await _host.AuditedAsync(AuditActions.SendReconnectEmail)).Result
        );
    }

    [Fact]
    public async Task A_request_does_not_hasten_a_retry()
    {
        await _host.PersonAsync("zoe");
        var waiting = await WaitingAsync(attempts: 1);
        var result = await SendAsync("c of zoe");
        Assert.Equal(
            (waiting.Id, _host.Time.GetUtcNow().AddHours(9)),
            (result.Email!.Id, result.Email.NotBefore)
        );
    }

    [Fact]
    public async Task An_e_mail_of_a_program_has_the_trigger_Api()
    {
        await _host.PersonAsync("zoe");
        var result = await _host
            .Singles(ActorScope.Of(ApiScope.Admin))
            .SendForConnectionAsync("c of zoe", null, Token);
        Assert.Equal(EmailTrigger.Api, result.Email!.Trigger);
    }

    [Theory]
    [InlineData(Role.Support)]
    [InlineData(Role.Manager)]
    public async Task Only_admins_send(Role role)
    {
        await _host.PersonAsync("zoe");
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            _host.Singles(ActorScope.Of(role)).SendForConnectionAsync("c of zoe", null, Token)
        );
        Assert.Empty(await _host.EmailsAsync());
    }

    private Task<Dashboard.Features.Sending.SendResult> SendAsync(
        string connectionId,
        string? reason = null
    ) => _host.Singles().SendForConnectionAsync(connectionId, reason, Token);

    private async Task<Email> WaitingAsync(int attempts)
    {
        var email = await _host.EmailOfAsync("zoe", EmailState.Queued, attempts: attempts);
        var later = _host.Time.GetUtcNow().AddHours(9);
        await _host.ChangeAsync(db =>
            db.Emails.Where(e => e.Id == email.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(e => e.NotBefore, later))
        );
        return email;
    }
}
