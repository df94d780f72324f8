using Dashboard.Domain.Emails;
using Dashboard.Emails.Delivery;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Emails.Delivery;

/// <summary>Tests concurrent nodes and cancellations.</summary>
public sealed class RaceTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Some.Noon.AddHours(3));
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Two_nodes_that_claim_the_same_e_mails_get_each_of_them_once()
    {
        var ids = await _database.QueueManyAsync(40);
        await using var one = DispatcherHost.Create(_database, _time);
        await using var other = DispatcherHost.Create(_database, _time);
        var claims = await Task.WhenAll(
            Task.Run(() => ClaimAllAsync(one)),
            Task.Run(() => ClaimAllAsync(other))
        );
        Assert.Equal(
            ids.Order(StringComparer.Ordinal),
            claims.SelectMany(c => c).Order(StringComparer.Ordinal)
        );
        Assert.Equal(ids.Count, (await _database.LinksAsync()).Count);
        Assert.All(await _database.EmailsAsync(), e => Assert.Equal(1, e.Attempts));
    }

    [Fact]
    public async Task Two_nodes_send_everything_once_when_one_of_them_stops()
    {
        await using var server = await MailServer.StartAsync();
        var ids = await _database.QueueManyAsync(60);
        await using var one = await DispatcherHost.StartAsync(_database, _time, server.Port);
        await using var other = await DispatcherHost.StartAsync(_database, _time, server.Port);
        await Eventually.TrueAsync(
            async () => (await _database.EmailsAsync()).Count(e => e.State == EmailState.Sent) >= 10,
            "some went out"
        );
        await one.StopAsync();
        other.Advance(TimeSpan.FromSeconds(5));
        await _database.AllBecomeAsync(EmailState.Sent);
        Assert.Equal(
            ids.Select(id => $"{id}@acme.example").Order(StringComparer.Ordinal),
            server.Taken().Select(m => m.MessageId).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Each_e_mail_is_either_cancelled_or_sent()
    {
        var ids = await _database.QueueManyAsync(40);
        var mail = new ObservedMail();
        await using var host = DispatcherHost.Create(
            _database,
            _time,
            mail,
            ("Email:PerMinute", "0"),
            ("Email:PerDomainPerMinute", "0")
        );
        await host.StartAsync();
        await Eventually.TrueAsync(() => mail.Sent.Count >= 5, "some went out");
        foreach (var id in ids.AsEnumerable().Reverse())
            await CancelAsync(id);
        await Eventually.TrueAsync(
            async () =>
                (await _database.EmailsAsync()).TrueForAll(e =>
                    e.State is EmailState.Sent or EmailState.Cancelled
                ),
            "all were done with"
        );
        var emails = await _database.EmailsAsync();
        Assert.Contains(emails, e => e.State == EmailState.Cancelled);
        Assert.Equal(
            emails.Where(e => e.State == EmailState.Sent).Select(e => e.Id).Order(StringComparer.Ordinal),
            mail.Sent.Select(m => m.MessageKey!).Order(StringComparer.Ordinal)
        );
    }

    private async Task<List<string>> ClaimAllAsync(DispatcherHost host)
    {
        var token = TestContext.Current.CancellationToken;
        var due = await host.Get<DueEmails>().DueAsync(100, [], token);
        List<string> claimed = [];
        foreach (var judged in await host.Get<EmailJudge>().JudgeAsync(due, token))
        {
            var prepared = await host.Get<EmailPreparation>()
                .ClaimAsync(judged.Email, judged.Addressee!, judged.Verdict.Listed, token);
            if (prepared is not null)
                claimed.Add(prepared.Email.Id);
        }
        return claimed;
    }

    private async Task CancelAsync(string id)
    {
        var now = _time.GetUtcNow();
        await using var db = _database.CreateDbContext();
        await db
            .Emails.Where(e => e.Id == id && e.State == EmailState.Queued)
            .ExecuteUpdateAsync(
                s => s.SetProperty(e => e.State, EmailState.Cancelled).SetProperty(e => e.FinishedAt, now),
                TestContext.Current.CancellationToken
            );
    }
}
