using Dashboard.Access;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Tests.Features.Sending;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Batches;

public sealed class BatchCancellerTests : IDisposable
{
    private readonly SendingHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Only_queued_e_mails_of_the_batch_are_cancelled()
    {
        string[] users = ["waits-1", "waits-2", "in-hand", "sent"];
        foreach (var user in users)
            await _host.PersonAsync(user);
        var batch = await _host.SendAsync(await _host.PlanAsync(users));
        await BecomeAsync("in-hand", EmailState.Sending);
        await BecomeAsync("sent", EmailState.Sent);
        await _host.PersonAsync("of nobody");
        await _host.EmailOfAsync("of nobody", EmailState.Queued);

        var cancelled = await _host.Canceller().CancelAsync(batch.Id, Token);

        Assert.Equal(2, cancelled);
        var states = (await _host.EmailsAsync()).ToDictionary(e => e.UserId, e => e.State);
        Assert.Equal(EmailState.Cancelled, states["waits-1"]);
        Assert.Equal(EmailState.Cancelled, states["waits-2"]);
        Assert.Equal(EmailState.Sending, states["in-hand"]);
        Assert.Equal(EmailState.Sent, states["sent"]);
        Assert.Equal(EmailState.Queued, states["of nobody"]);
        var kept = await _host.ReadAsync(db => db.EmailBatches.SingleAsync());
        Assert.Equal(("Test person", _host.Time.GetUtcNow()), (kept.CancelledBy, kept.CancelledAt));
        var entry = await _host.AuditedAsync(AuditActions.CancelEmailBatch);
        Assert.Equal(($"batch:{batch.Id}", """{"cancelled":2}"""), (entry.Subject, entry.After));
    }

    [Fact]
    public async Task A_large_batch_is_cancelled_completely()
    {
        const int many = 4_500;
        await _host.Database.BatchAsync("batch", Some.Noon);
        await _host.ChangeAsync(db =>
        {
            db.Emails.AddRange(
                Enumerable
                    .Range(0, many)
                    .Select(i =>
                        Email.Create($"u{i}", EmailTrigger.Operator, "Ana", Some.Noon, batchId: "batch")
                    )
            );
            return Task.CompletedTask;
        });
        Assert.Equal(many, await _host.Canceller().CancelAsync("batch", Token));
        Assert.Empty(
            await _host.ReadAsync(db => db.Emails.Where(e => e.State == EmailState.Queued).ToListAsync())
        );
    }

    [Fact]
    public async Task Cancelling_an_unknown_batch_is_not_audited()
    {
        Assert.Null(await _host.Canceller().CancelAsync("none", Token));
        Assert.Empty(await _host.ReadAsync(db => db.AuditEntries.ToListAsync()));
    }

    [Fact]
    public Task Only_admins_cancel() =>
        Assert.ThrowsAsync<AccessDeniedException>(() =>
            _host.Canceller(Role.Support).CancelAsync("any", Token)
        );

    private Task BecomeAsync(string userId, EmailState state) =>
        _host.ChangeAsync(db =>
            db.Emails.Where(e => e.UserId == userId)
                .ExecuteUpdateAsync(s => s.SetProperty(e => e.State, state))
        );
}
