using System.Text.Json;
using Dashboard.Access;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Emails;
using Dashboard.Features.Sending;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Sending;

public sealed class BatchSenderTests : IDisposable
{
    private readonly SendingHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_batch_stores_its_audience_and_counts()
    {
        await _host.ObstaclesAsync();
        await _host.PersonAsync("zoe");
        await _host.PersonAsync("ana");
        var plan = await _host.PlanAsync(
            "zoe",
            "ana",
            "u-OptedOut",
            "u-CoolingDown",
            "u-NoAddress",
            "stranger"
        );

        var batch = await _host.SendAsync(plan);

        Assert.Equal(
            ("Disabled, Questrade", "Test person", 2),
            (batch.Audience, batch.CreatedBy, batch.Queued)
        );
        Assert.Equal(
            [("NoAddress", 2), ("CoolingDown", 1), ("OptedOut", 1)],
            LeftOut
                .Read(batch.LeftOut)
                .OrderByDescending(r => r.Count)
                .ThenBy(r => r.Reason, StringComparer.Ordinal)
        );
        var emails = (await _host.EmailsAsync()).Where(e => e.BatchId == batch.Id).ToList();
        Assert.Equal(["ana", "zoe"], emails.Select(e => e.UserId).Order(StringComparer.Ordinal));
        Assert.All(
            emails,
            e =>
                Assert.Equal(
                    (EmailState.Queued, false, null, EmailTrigger.Operator),
                    (e.State, e.IsUrgent, e.OverrideReason, e.Trigger)
                )
        );
        var entry = await _host.AuditedAsync(AuditActions.SendEmailBatch);
        Assert.Equal(($"batch:{batch.Id}", "done"), (entry.Subject, entry.Result));
        Assert.Equal(2, JsonElement.Parse(entry.After!).GetProperty("queued").GetInt32());
    }

    [Fact]
    public async Task Only_e_mails_with_an_obstacle_carry_the_override()
    {
        await _host.ObstaclesAsync();
        await _host.PersonAsync("zoe");
        var plan = await _host.PlanAsync("zoe", "u-CoolingDown", "u-Incident");

        var batch = await _host.SendAsync(plan, "The form was broken yesterday", EmailObstacle.CoolingDown);

        Assert.Equal((2, "The form was broken yesterday"), (batch.Queued, batch.OverrideReason));
        var reasons = (await _host.EmailsAsync())
            .Where(e => e.BatchId == batch.Id)
            .ToDictionary(e => e.UserId, e => e.OverrideReason);
        Assert.Null(reasons["zoe"]);
        Assert.Equal("The form was broken yesterday", reasons["u-CoolingDown"]);
        Assert.Equal([("Incident", 1)], LeftOut.Read(batch.LeftOut));
        var after = JsonElement.Parse((await _host.AuditedAsync(AuditActions.SendEmailBatch)).After!);
        Assert.Equal("The form was broken yesterday", after.GetProperty("overrideReason").GetString());
        Assert.Equal("CoolingDown", after.GetProperty("overridden")[0].GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public async Task An_override_requires_a_reason(string? reason)
    {
        await _host.ObstaclesAsync();
        var plan = await _host.PlanAsync("u-CoolingDown");
        await Assert.ThrowsAsync<ArgumentException>(() =>
            _host.SendAsync(plan, reason, EmailObstacle.CoolingDown)
        );
        Assert.Empty(await _host.ReadAsync(db => db.EmailBatches.ToListAsync()));
    }

    [Fact]
    public async Task Users_with_a_newer_open_e_mail_are_left_out()
    {
        await _host.PersonAsync("zoe");
        await _host.PersonAsync("ana");
        var plan = await _host.PlanAsync("zoe", "ana");
        await _host.Singles().SendForUserAsync("zoe", null, Token);

        var batch = await _host.SendAsync(plan);

        Assert.Equal(1, batch.Queued);
        Assert.Equal([("OnItsWay", 1)], LeftOut.Read(batch.LeftOut));
        Assert.Single(await _host.EmailsAsync("zoe"));
    }

    [Fact]
    public async Task After_a_lost_race_the_other_writers_users_are_left_out()
    {
        await _host.PersonAsync("zoe");
        await _host.PersonAsync("ana");
        var plan = await _host.PlanAsync("zoe", "ana");
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
        var batch = await _host
            .Sender(contexts: contexts)
            .SendAsync(plan, new HashSet<EmailObstacle>(), null, Token);
        Assert.Equal(1, batch.Queued);
        Assert.Single(await _host.ReadAsync(db => db.EmailBatches.ToListAsync()));
    }

    [Fact]
    public async Task Twenty_thousand_e_mails_are_queued_in_one_batch()
    {
        const int users = 20_000;
        var ids = Enumerable.Range(0, users).Select(i => $"u{i:00000}").ToArray();
        foreach (var part in ids.Chunk(500))
            await _host.Database.EventsAsync([.. part.Select(id => Some.Broken(0, $"c of {id}", id))]);
        await _host.ChangeAsync(db =>
            db.SnapTradeUsers.Where(u => !u.Id.EndsWith("7"))
                .ExecuteUpdateAsync(s =>
                    s.SetProperty(u => u.Email, u => u.Id + "@example.com")
                        .SetProperty(u => u.ProtectedSecret, "protected")
                )
        );

        var batch = await _host.SendAsync(await _host.PlanAsync(ids));

        Assert.Equal(users * 9 / 10, batch.Queued);
        Assert.Equal([("NoAddress", users / 10)], LeftOut.Read(batch.LeftOut));
        Assert.Equal(
            users * 9 / 10,
            await _host.ReadAsync(db =>
                db.Emails.CountAsync(e => e.BatchId == batch.Id && e.State == EmailState.Queued)
            )
        );
        Assert.Equal(
            users * 9 / 10,
            await _host.ReadAsync(db => db.Emails.Select(e => e.UserId).Distinct().CountAsync())
        );
    }

    [Fact]
    public async Task Only_admins_send_batches()
    {
        var plan = await _host.PlanAsync();
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            _host.Sender(Role.Manager).SendAsync(plan, new HashSet<EmailObstacle>(), null, Token)
        );
    }
}
