using Dashboard.Domain.Emails;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Emails.Delivery;

/// <summary>The dispatcher keeps to its limits, also after another node dispatched.</summary>
public sealed class PaceTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Some.Noon.AddHours(3));
    private readonly TestDatabase _database = new();
    private readonly ObservedMail _mail = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task No_more_than_allowed_are_claimed_within_a_minute()
    {
        await _database.QueueManyAsync(9);
        await using var host = Create("6", "0");
        await RunUntilSentAsync(host);
        var claimed = await ClaimsAsync();
        for (var i = 1; i < claimed.Count; i++)
            Assert.True(claimed[i] - claimed[i - 1] >= TimeSpan.FromSeconds(9));
        Assert.True(claimed[6] - claimed[0] >= TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_domain_at_its_limit_does_not_block_others()
    {
        await _database.QueueManyAsync(6, "big.example");
        await _database.QueueManyAsync(2, "small.example");
        await using var host = Create("0", "2");
        await RunUntilSentAsync(host);
        var emails = await _database.EmailsAsync();
        Assert.All(
            emails.Where(e => e.AddressDomain == "small.example"),
            e => Assert.True(e.ClaimedAt < _time.GetUtcNow() - TimeSpan.FromMinutes(1))
        );
        var big = emails
            .Where(e => e.AddressDomain == "big.example")
            .Select(e => e.ClaimedAt)
            .Order()
            .ToList();
        Assert.True(big[2] - big[0] >= TimeSpan.FromMinutes(1));
        Assert.True(big[4] - big[2] >= TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task E_mails_that_another_node_sent_within_the_minute_count()
    {
        await _database.QueueManyAsync(6);
        await using (var before = Create("0", "0"))
            await RunUntilSentAsync(before);
        await _database.QueueManyAsync(1, "other.example");
        await using var host = Create("6", "0");
        await RunUntilSentAsync(host);
        var claimed = await ClaimsAsync();
        Assert.True(claimed[6] - claimed[0] >= TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_clock_that_was_two_hours_ahead_does_not_block_sending()
    {
        var began = _time.GetUtcNow();
        var ahead = began.AddHours(2);
        await _database.QueueManyAsync(6);
        await using (var before = Create("0", "0"))
            await RunUntilSentAsync(before);
        await using (var db = _database.CreateDbContext())
            await db.Emails.ExecuteUpdateAsync(
                s => s.SetProperty(e => e.ClaimedAt, ahead),
                TestContext.Current.CancellationToken
            );
        await _database.QueueManyAsync(1, "other.example");
        await using (var db = _database.CreateDbContext())
            await db
                .Emails.Where(e => e.State == EmailState.Queued)
                .ExecuteUpdateAsync(
                    s => s.SetProperty(e => e.CreatedAt, ahead).SetProperty(e => e.NotBefore, ahead),
                    TestContext.Current.CancellationToken
                );

        await using var host = Create("6", "0");
        await RunUntilSentAsync(host);

        Assert.InRange((await ClaimsAsync())[0], began, began.AddMinutes(10));
    }

    private DispatcherHost Create(string perMinute, string perDomain) =>
        DispatcherHost.Create(
            _database,
            _time,
            _mail,
            ("Email:PerMinute", perMinute),
            ("Email:PerDomainPerMinute", perDomain)
        );

    private async Task RunUntilSentAsync(DispatcherHost host)
    {
        await host.StartAsync();
        await host.PassTimeUntilAsync(
            async () => (await _database.EmailsAsync()).TrueForAll(e => e.State == EmailState.Sent),
            "all went out"
        );
    }

    private async Task<List<DateTimeOffset>> ClaimsAsync()
    {
        await using var db = _database.CreateDbContext();
        return await db
            .Emails.OrderBy(e => e.ClaimedAt)
            .Select(e => e.ClaimedAt!.Value)
            .ToListAsync(TestContext.Current.CancellationToken);
    }
}
